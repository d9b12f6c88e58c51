/** Descriptors and credentials over AF_UNIX, typed, with a Python at the other end. */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  AF_UNIX,
  CMSG_SPACE,
  control_message,
  control_messages,
  errno,
  OSError,
  SO_PASSCRED,
  SO_PASSPIDFD,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type Socket,
  socket,
  socketpair,
  SOL_SOCKET,
  type UnixAddress,
} from "@bsd/socket";
import { test } from "../awaited/idle.ts";
import { decode, encode, pythonSocket, target } from "../socket/helpers.ts";

const TYPES = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET };
const ROOM = CMSG_SPACE(12) + CMSG_SPACE(8);
const MINE = { pid: Deno.pid, uid: Deno.uid() ?? -1, gid: Deno.gid() ?? -1 };

/** Which messages go along, in the order in which the sender names them. */
const ORDERS = [["SCM_RIGHTS", "SCM_CREDENTIALS"], ["SCM_CREDENTIALS", "SCM_RIGHTS"]] as const;

for (const [name, type] of Object.entries(TYPES)) {
  test(`${name}: rights and credentials at once, from Python and to it`, async () => {
    using server = socket(AF_UNIX, type);
    server.bind("");
    if (type !== SOCK_DGRAM) server.listen();
    await using peer = pythonSocket(
      `
      S = socket.SOL_SOCKET
      s = socket.socket(socket.AF_UNIX, int(sys.argv[2]))
      s.setsockopt(S, socket.SO_PASSCRED, 1)
      s.bind(b"")
      s.connect(bytes.fromhex(sys.argv[1]))
      r, w = os.pipe()
      mine = (S, socket.SCM_CREDENTIALS, struct.pack("iII", os.getpid(), os.getuid(), os.getgid()))
      rights = (S, socket.SCM_RIGHTS, struct.pack("ii", w, w))
      for order in [rights, mine], [mine, rights]:
          # Nothing is sent before it is asked to: the receiver sets its options first.
          sys.stdin.readline()
          s.sendmsg([b"hello"], order)
          for i in range(2): print(os.read(r, 10).decode())
          data, ancdata, flags, address = s.recvmsg(100, 512)
          print(data.decode(), flags & ~socket.MSG_CMSG_CLOEXEC)
          for level, kind, value in ancdata:
              if kind == socket.SCM_CREDENTIALS: print(level == S, *struct.unpack("iII", value))
              if kind == socket.SCM_RIGHTS: os.write(*struct.unpack("i", value), b"works")
      `,
      (server.getsockname() as Uint8Array).toHex(),
      type,
    );
    using sock: Socket<UnixAddress> = type === SOCK_DGRAM
      ? socket(AF_UNIX, type, 0, server.detach())
      : server.accept()[0];
    sock.setsockopt(SOL_SOCKET, SO_PASSCRED, 1);
    const [a, b] = socketpair();
    using _a = a, _b = b;
    for (const [i, order] of ORDERS.entries()) {
      const face = [sock, sock.promises][i] ?? sock;
      await peer.send("go\n");
      const [data, ancdata, flags, address] = await face.recvmsg(100, ROOM);
      assertEquals([decode(data), flags], ["hello", 0]);
      using messages = control_messages(ancdata);
      assert(messages.every(({ name }) => name !== null));
      const credentials = messages.find(({ name }) => name === "SCM_CREDENTIALS");
      assertEquals(credentials?.value, { ...MINE, pid: peer.pid });
      const rights = messages.find((message) => message.name === "SCM_RIGHTS");
      assertEquals(rights?.value.length, 2);
      for (const fd of rights?.value ?? []) {
        Deno.writeTextFileSync(`/proc/self/fd/${fd}`, "a line");
        assertEquals(await peer.line(), "a line");
      }

      const values = { SCM_RIGHTS: [a.fileno()], SCM_CREDENTIALS: MINE };
      const along = order.map((name) => control_message(name, values[name]));
      const to = type === SOCK_DGRAM ? address : null;
      assertEquals(await face.sendmsg([encode("and back")], along, 0, to), 8);
      assertEquals(await peer.line(), "and back 0");
      assertEquals(await peer.line(), `True ${Object.values(MINE).join(" ")}`);
      assertEquals(decode(await b.promises.recv(10)), "works");
    }
    await peer.end();
  });

  test(`${name}: sendmmsg and recvmmsg carry rights and credentials of each message`, async () => {
    const [a, b] = socketpair(AF_UNIX, type);
    using _a = a, _b = b;
    b.setsockopt(SOL_SOCKET, SO_PASSCRED, 1);
    for (const [sending, receiving] of [[a, b], [a.promises, b.promises]] as const) {
      const sent = await sending.sendmmsg(ORDERS.map((order) => [
        encode(order[0]),
        null,
        order.map((name) =>
          name === "SCM_RIGHTS"
            ? control_message(name, [a.fileno(), b.fileno()])
            : control_message(name, MINE)
        ),
      ]));
      assertEquals(sent, 2);
      const batch = await receiving.recvmmsg(2, 100, ROOM);
      assertEquals(batch.map(([data]) => decode(data)), ORDERS.map(([first]) => first));
      for (const [, ancdata] of batch) {
        using messages = control_messages(ancdata);
        const [credentials, rights] = messages;
        assertEquals(credentials?.value, MINE);
        assert(rights?.name === "SCM_RIGHTS");
        assertEquals([...rights.value].map(target), [a.fileno(), b.fileno()].map(target));
      }
    }
  });
}

test("SCM_PIDFD: a descriptor of the sender's process, owned like any other", async () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  try {
    b.setsockopt(SOL_SOCKET, SO_PASSPIDFD, 1);
  } catch (error) {
    assert(error instanceof OSError && error.errno === errno.ENOPROTOOPT);
    return console.warn("this kernel has no SO_PASSPIDFD");
  }
  for (const face of [b, b.promises]) {
    a.send(encode("x"));
    const [, ancdata] = await face.recvmsg(10, ROOM);
    using messages = control_messages(ancdata);
    const [message] = messages;
    assert(message?.name === "SCM_PIDFD" && message.value.length === 1);
    const info = Deno.readTextFileSync(`/proc/self/fdinfo/${[...message.value]}`);
    assertMatch(info, new RegExp(`^Pid:\\s*${Deno.pid}$`, "m"));
  }
});

test("SCM_RIGHTS: no more than 253 descriptors, and each of them open", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  const send = (fds: number[]) => a.sendmsg([encode("x")], [control_message("SCM_RIGHTS", fds)]);
  assertEquals(send(new Array(253).fill(0)), 1);
  const [, ancdata] = b.recvmsg(10, CMSG_SPACE(4 * 253));
  using messages = control_messages(ancdata);
  const [rights] = messages;
  assert(rights?.name === "SCM_RIGHTS");
  assertEquals(rights.value.length, 253);
  assertEquals(assertThrows(() => send(new Array(254).fill(0)), OSError).errno, errno.EINVAL);
  assertEquals(assertThrows(() => send([0, 99999]), OSError).errno, errno.EBADF);
});

test("SCM_CREDENTIALS: who is not privileged can only be himself", () => {
  const [a, b] = socketpair();
  using _a = a, _b = b;
  b.setsockopt(SOL_SOCKET, SO_PASSCRED, 1);
  // No process has this number, whoever asks.
  const nobody = control_message("SCM_CREDENTIALS", { ...MINE, pid: 0x7fff_ffff });
  const error = assertThrows(() => a.sendmsg([encode("x")], [nobody]), OSError);
  assert(error.errno === errno.ESRCH || error.errno === errno.EPERM);
});
