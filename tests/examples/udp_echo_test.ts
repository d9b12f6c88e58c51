/** Datagrams in batches. */
import { assert, assertEquals, assertLess } from "@std/assert";
import { test } from "../awaited/idle.ts";
import { pythonSocket } from "../socket/helpers.ts";
import { example, hasSignals, listening } from "./example.ts";
import { interrupt, LOCAL } from "./servers.ts";

test("udp-echo: every datagram comes back to where it came from", async () => {
  await using echo = example("udp-echo", LOCAL);
  const [host, port] = await listening(echo);
  await using peer = pythonSocket(
    `
    server = (sys.argv[1], int(sys.argv[2]))
    clients = [socket.socket(type=socket.SOCK_DGRAM) for _ in range(5)]
    for i in range(200):
        for n, s in enumerate(clients): s.sendto(b"%d of %d" % (i, n), server)
        for n, s in enumerate(clients): assert s.recvfrom(100) == (b"%d of %d" % (i, n), server)
    for length in 0, 1, 1500, 9000, 65507:
        data = os.urandom(length)
        clients[0].sendto(data, server)
        assert clients[0].recv(70000) == data
    print("ok")
    `,
    host,
    port,
  );
  assertEquals(await peer.end(), "ok\n");
  const said = await interrupt(echo, "SIGINT");
  if (!hasSignals) return;
  const [, datagrams, batches] = /^(\d+) datagrams in (\d+) batches\n$/.exec(said) ?? [];
  assertEquals(datagrams, "1005");
  assert(Number(batches) >= 5 && Number(batches) <= 1006, batches);
});

test("udp-echo: what has gathered is one batch, and comes back in order", async () => {
  await using echo = example("udp-echo", LOCAL);
  const [host, port] = await listening(echo);
  echo.kill("SIGSTOP");
  await using peer = pythonSocket(
    `
    with socket.socket(type=socket.SOCK_DGRAM) as s:
        s.connect((sys.argv[1], int(sys.argv[2])))
        for i in range(50): s.send(b"%d" % i)
        os.kill(int(sys.argv[3]), signal.SIGCONT)
        print([int(s.recv(100)) for _ in range(50)] == list(range(50)))
    `,
    host,
    port,
    echo.pid,
  );
  assertEquals(await peer.end(), "True\n");
  const [, datagrams, batches] = /^(\d+) datagrams in (\d+) batches\n$/.exec(
    await interrupt(echo),
  ) ?? [];
  assertEquals(datagrams, "50");
  assertLess(Number(batches), 10);
});
