/** TCP with Deno's own sockets and with C at the other end. */
import { assertEquals } from "@std/assert";
import { SHUT_WR, SOCK_STREAM, socket } from "@bsd/socket";
import { test } from "../support/census.ts";
import { c, deno } from "../support/peer.ts";
import { seeded } from "../support/seed.ts";
import { decode, encode, type IpAddress, LOOPBACK, receiveAll, sha256 } from "./helpers.ts";

for (const { name, family, host } of LOOPBACK) {
  test(
    `Deno.listen over ${name} serves us`,
    seeded(async (random) => {
      await using peer = deno(
        `const listener = Deno.listen({ hostname: Deno.args[0], port: 0 });
         console.log(listener.addr.port);
         const conn = await listener.accept();
         console.log(conn.remoteAddr.hostname, conn.remoteAddr.port);
         listener.close();
         const parts = [];
         const buffer = new Uint8Array(70000);
         for (let n; (n = await conn.read(buffer)) !== null;) parts.push(buffer.slice(0, n));
         const back = (await new Blob(parts).bytes()).reverse();
         for (let at = 0; at < back.length;) at += await conn.write(back.subarray(at));
         conn.close();`,
        [host],
      );
      const port = Number(await peer.line());
      using client = socket<IpAddress>(family, SOCK_STREAM);
      client.connect([host, port]);
      assertEquals(await peer.line(), client.getsockname().slice(0, 2).join(" "));
      const data = random.bytes(1_000_000);
      client.sendall(data);
      client.shutdown(SHUT_WR);
      assertEquals(sha256(receiveAll(client)), sha256(data.toReversed()));
      await peer.end();
    }),
  );

  test(
    `Deno.connect over ${name} is served by us`,
    seeded(async (random) => {
      using server = socket<IpAddress>(family, SOCK_STREAM);
      server.bind([host, 0]);
      server.listen();
      await using peer = deno(
        `const [hostname, port] = Deno.args;
         const conn = await Deno.connect({ hostname, port: Number(port) });
         const data = await new Response(conn.readable).bytes();
         const digest = await crypto.subtle.digest("SHA-256", data);
         console.log(new Uint8Array(digest).toHex(), conn.localAddr.port);`,
        [host, String(server.getsockname()[1])],
      );
      const [conn, [, port]] = server.accept();
      using _ = conn;
      const data = random.bytes(2_000_000);
      conn.sendall(data);
      conn.close();
      assertEquals(await peer.end(), `${sha256(data)} ${port}\n`);
    }),
  );
}

/** Listens or connects as its arguments say, sends what it gets plus one, byte by byte, and counts. */
const C = `
  #include <arpa/inet.h>
  #include <netinet/in.h>
  #include <stdio.h>
  #include <stdlib.h>
  #include <sys/socket.h>
  #include <unistd.h>
  int main(int argc, char **argv) {
    struct sockaddr_in address = { .sin_family = AF_INET };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    alarm(30);
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc > 1) {
      address.sin_port = htons(atoi(argv[1]));
      if (connect(fd, (struct sockaddr *)&address, length) < 0) return perror("connect"), 1;
    } else {
      if (bind(fd, (struct sockaddr *)&address, length) < 0) return perror("bind"), 1;
      if (listen(fd, 1) < 0) return perror("listen"), 1;
      getsockname(fd, (struct sockaddr *)&address, &length);
      printf("%d\\n", ntohs(address.sin_port));
      fd = accept(fd, NULL, NULL);
      if (fd < 0) return perror("accept"), 1;
    }
    static unsigned char buffer[100000];
    long total = 0;
    for (ssize_t n; (n = read(fd, buffer, sizeof buffer)) != 0; total += n) {
      if (n < 0) return perror("read"), 1;
      for (ssize_t i = 0; i < n; i++) buffer[i]++;
      for (ssize_t at = 0, w; at < n; at += w) {
        w = write(fd, buffer + at, n - at);
        if (w < 0) return perror("write"), 1;
      }
    }
    printf("%ld\\n", total);
    return 0;
  }`;

test(
  "a C program serves us",
  seeded(async (random) => {
    await using peer = c(C);
    using client = socket();
    client.connect(["127.0.0.1", Number(await peer.line())]);
    const data = random.bytes(100_000);
    client.sendall(data);
    client.shutdown(SHUT_WR);
    assertEquals(sha256(receiveAll(client)), sha256(data.map((byte) => byte + 1)));
    assertEquals(await peer.end(), "100000\n");
  }),
);

test("a C program is served by us", async () => {
  using server = socket();
  server.bind(["", 0]);
  server.listen(1);
  await using peer = c(C, { args: [String(server.getsockname()[1])] });
  const [conn] = server.accept();
  using _ = conn;
  conn.sendall(encode("HAL"));
  conn.shutdown(SHUT_WR);
  assertEquals(decode(receiveAll(conn)), "IBM");
  assertEquals(await peer.end(), "3\n");
});
