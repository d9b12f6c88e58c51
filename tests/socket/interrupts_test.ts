/**
 * Signals that arrive while a call waits do not end it (PEP 475).
 *
 * A call is interrupted if the signal is for its thread, so that the peer sends it to each thread.
 * The handler that Deno installs has SA_RESTART, after which the kernel repeats a blocking call by
 * itself, unless the socket has a time-out of the kernel's own (signal(7)): SO_RCVTIMEO and
 * SO_SNDTIMEO make the interruption visible. poll(2), which waits where the library has a time-out,
 * is never repeated by the kernel.
 */
import { assertEquals, assertGreater } from "@std/assert";
import {
  AF_UNIX,
  MSG_DONTWAIT,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  SOCK_STREAM,
  type Socket,
  socket,
  SOL_SOCKET,
  type UnixAddress,
} from "@bsd/socket";
import { test } from "../support/census.ts";
import type { Peer } from "../support/peer.ts";
import { decode, encode, pythonSocket } from "./helpers.ts";

/** The ways to wait. */
const MODES: Record<string, (sock: Socket) => void> = {
  "blocking, the kernel repeats": () => {},
  "blocking, the kernel does not repeat": (sock) => {
    const minute = new BigInt64Array([60n, 0n]);
    sock.setsockopt(SOL_SOCKET, SO_RCVTIMEO, minute);
    sock.setsockopt(SOL_SOCKET, SO_SNDTIMEO, minute);
  },
  "with a time-out": (sock) => sock.settimeout(60),
};

/** Python's side: `interrupt()` sends each thread of this process a few signals. */
const INTERRUPT = `
import ctypes
libc = ctypes.CDLL(None)
pid = int(sys.argv[1])
def interrupt():
    for i in range(15):
        for thread in os.listdir(f"/proc/{pid}/task"):
            libc.tgkill(pid, int(thread), signal.SIGUSR1)
        time.sleep(0.003)
`;

/** Runs `fn` with a Python that can interrupt, and checks that it did. */
async function interrupted(
  code: string,
  args: readonly (string | number)[],
  fn: (peer: Peer) => void | Promise<void>,
): Promise<void> {
  let count = 0;
  const seen = Promise.withResolvers<void>();
  const listener = () => {
    count++;
    seen.resolve();
  };
  Deno.addSignalListener("SIGUSR1", listener);
  try {
    const indent = /^\n*( *)/.exec(code)?.[1] ?? "";
    const setup = INTERRUPT.replaceAll("\n", `\n${indent}`);
    await using peer = pythonSocket(`${setup}\n${code}`, Deno.pid, ...args);
    await fn(peer);
    await peer.end();
    await seen.promise;
    assertGreater(count, 0);
  } finally {
    Deno.removeSignalListener("SIGUSR1", listener);
  }
}

/** Everything that receives; each is given five bytes. */
const receiving: Record<string, (sock: Socket) => unknown> = {
  recv: (sock) => sock.recv(5),
  recv_into: (sock) => sock.recv_into(new Uint8Array(5)),
  recvfrom: (sock) => sock.recvfrom(5)[0],
  recvfrom_into: (sock) => sock.recvfrom_into(new Uint8Array(5))[0],
  recvmsg: (sock) => sock.recvmsg(5)[0],
  recvmsg_into: (sock) => sock.recvmsg_into([new Uint8Array(5)])[0],
  recvmmsg: (sock) => sock.recvmmsg(1, 5)[0]?.[0],
};

/** An AF_UNIX socket that listens, and its name for Python. */
function listener(): [server: Socket<UnixAddress>, name: string] {
  const server = socket(AF_UNIX, SOCK_STREAM);
  server.bind("");
  server.listen();
  return [server, (server.getsockname() as Uint8Array).toHex()];
}

for (const [mode, prepare] of Object.entries(MODES)) {
  test(`signals: receiving goes on (${mode})`, async () => {
    const [server, name] = listener();
    using _server = server;
    await interrupted(
      `
      s = socket.socket(socket.AF_UNIX)
      s.connect(bytes.fromhex(sys.argv[2]))
      for i in range(${Object.keys(receiving).length}):
          s.recv(1)
          interrupt()
          s.send(b"after")
      `,
      [name],
      () => {
        const [conn] = server.accept();
        using _ = conn;
        prepare(conn as Socket);
        for (const [call, receive] of Object.entries(receiving)) {
          conn.send(encode("?"));
          const got = receive(conn as Socket);
          assertEquals(
            got instanceof Uint8Array ? decode(got) : got,
            got === 5 ? 5 : "after",
            call,
          );
        }
      },
    );
  });

  test(`signals: accept goes on (${mode})`, async () => {
    const [server, name] = listener();
    using _server = server;
    prepare(server as Socket);
    await interrupted(
      `
      print("ready")
      interrupt()
      s = socket.socket(socket.AF_UNIX)
      s.connect(bytes.fromhex(sys.argv[2]))
      print(s.recv(10))
      `,
      [name],
      async (peer) => {
        await peer.line();
        const [conn] = server.accept();
        using _ = conn;
        conn.sendall(encode("welcome"));
        assertEquals(await peer.line(), "b'welcome'");
      },
    );
  });

  test(`signals: sending goes on (${mode})`, async () => {
    const [server, name] = listener();
    using _server = server;
    await interrupted(
      `
      s = socket.socket(socket.AF_UNIX)
      s.connect(bytes.fromhex(sys.argv[2]))
      total = 0
      for part in range(3):
          print("full")
          interrupt()
          wanted = int(sys.stdin.readline())
          while total < wanted:
              total += len(s.recv(100_000))
      print(total + len(read_all(s)))
      `,
      [name],
      async (peer) => {
        const [conn] = server.accept();
        using _ = conn;
        const data = new Uint8Array(100_000);
        let sent = 0;
        const fill = async () => {
          await peer.line();
          conn.settimeout(null);
          try {
            for (;;) sent += conn.send(data, MSG_DONTWAIT);
          } catch {
            // No room is left.
          }
          prepare(conn as Socket);
          await peer.send(`${sent + 2_000_000}\n`);
        };
        await fill();
        conn.sendall(new Uint8Array(2_000_000));
        sent += 2_000_000;
        for (const send of [() => conn.send(data), () => conn.sendmsg([data, data])]) {
          await fill();
          for (let left = 2_000_000; left > 0;) {
            const taken = send();
            left -= taken;
            sent += taken;
          }
        }
        conn.close();
        assertEquals(await peer.line(), String(sent));
      },
    );
  });

  test(`signals: connect goes on (${mode})`, async () => {
    await interrupted(
      `
      server = socket.socket()
      server.bind(("127.0.0.1", 0))
      server.listen(0)
      print(server.getsockname()[1])
      # With a full queue the listener ignores a client, which then tries again after a second.
      fillers = [socket.socket() for i in range(3)]
      for filler in fillers:
          filler.setblocking(False)
          filler.connect_ex(server.getsockname())
      print("full")
      interrupt()
      for filler in fillers: filler.close()
      while (conn := server.accept()[0]).recv(10) != b"here":
          pass
      print("found")
      `,
      [],
      async (peer) => {
        const address = ["127.0.0.1", Number(await peer.line())] as const;
        assertEquals(await peer.line(), "full");
        using s = socket();
        prepare(s as Socket);
        s.connect(address);
        assertEquals(s.getpeername(), [...address]);
        s.sendall(encode("here"));
        assertEquals(await peer.line(), "found");
      },
    );
  });
}
