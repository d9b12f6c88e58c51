/** What the types promise: addresses follow from the family, and misuse does not compile. */
import { assertEquals } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import {
  type Address,
  AF_CAN,
  AF_INET,
  AF_INET6,
  AF_UNIX,
  type BufferedReader,
  type BufferedRWPair,
  type BufferedWriter,
  create_connection,
  create_server,
  fromfd,
  type Inet6Address,
  type InetAddress,
  MSG_DONTWAIT,
  MSG_PEEK,
  recv_fds,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOCK_STREAM,
  Socket,
  socket,
  type SocketIO,
  socketpair,
  SOL_SOCKET,
  type TextIOWrapper,
  type UnixAddress,
} from "@bsd/socket";

// Nothing in here is called: the type checker does the testing.
function families() {
  assertType<IsExact<ReturnType<typeof inet.accept>, [Socket<InetAddress>, InetAddress]>>(true);
  const inet = socket(AF_INET);
  const inet6 = socket(AF_INET6, SOCK_STREAM);
  const unix = socket(AF_UNIX, SOCK_DGRAM);
  const keywords = socket({ family: AF_INET6, type: SOCK_DGRAM });
  const number = socket(2 as number);
  const nothing = socket();
  assertType<IsExact<typeof inet, Socket<InetAddress>>>(true);
  assertType<IsExact<typeof inet6, Socket<Inet6Address>>>(true);
  assertType<IsExact<typeof unix, Socket<UnixAddress>>>(true);
  assertType<IsExact<typeof keywords, Socket<Inet6Address>>>(true);
  assertType<IsExact<typeof number, Socket<Address>>>(true);
  assertType<IsExact<typeof nothing, Socket<InetAddress>>>(true);
  assertType<IsExact<ReturnType<typeof inet6.getsockname>["length"], 4>>(true);
  assertType<IsExact<ReturnType<typeof inet.getpeername>["length"], 2>>(true);
  assertType<IsExact<ReturnType<typeof unix.getsockname>, string | Uint8Array<ArrayBuffer>>>(true);

  const constructed = new Socket(AF_INET6, SOCK_STREAM);
  assertType<IsExact<ReturnType<typeof constructed.getsockname>, Inet6Address>>(true);
  const [one] = socketpair();
  assertType<IsExact<typeof one, Socket<UnixAddress>>>(true);
  const copy = fromfd(3, AF_INET6, SOCK_STREAM);
  assertType<IsExact<typeof copy, Socket<Inet6Address>>>(true);
  const copied = inet6.dup();
  assertType<IsExact<typeof copied, Socket<Inet6Address>>>(true);
}

function senders(inet: Socket<InetAddress>, unix: Socket<UnixAddress>) {
  const [, from] = inet.recvfrom(1);
  assertType<IsExact<typeof from, InetAddress>>(true);
  // An AF_UNIX sender may have no name.
  const [, sender] = unix.recvfrom(1);
  assertType<IsExact<typeof sender, UnixAddress | null>>(true);
  const [, , , source] = recv_fds(unix, 1, 1);
  assertType<IsExact<typeof source, UnixAddress | null>>(true);
}

function helpers() {
  const server = create_server(["", 0]);
  assertType<IsExact<typeof server, Socket<InetAddress>>>(true);
  const server6 = create_server(["", 0], { family: AF_INET6, dualstack_ipv6: true });
  assertType<IsExact<typeof server6, Socket<Inet6Address>>>(true);
  const client = create_connection(["localhost", "http"], { timeout: null });
  assertType<IsExact<typeof client, Socket<InetAddress | Inet6Address>>>(true);
}

function files(s: Socket) {
  assertType<IsExact<ReturnType<typeof text>, TextIOWrapper>>(true);
  const text = () => s.makefile();
  const utf8 = s.makefile("rw", { encoding: "utf-8" });
  const reader = s.makefile("rb");
  const writer = s.makefile("wb");
  const both = s.makefile("rwb");
  const raw = s.makefile("rb", { buffering: 0 });
  assertType<IsExact<typeof utf8, TextIOWrapper>>(true);
  assertType<IsExact<typeof reader, BufferedReader>>(true);
  assertType<IsExact<typeof writer, BufferedWriter>>(true);
  assertType<IsExact<typeof both, BufferedRWPair>>(true);
  assertType<IsExact<typeof raw, SocketIO>>(true);
  assertType<IsExact<ReturnType<typeof utf8.readline>, string>>(true);
}

function lenient(inet6: Socket<Inet6Address>, any: Socket) {
  inet6.bind(["::1", 80]);
  inet6.bind(["::1", 80, 0]);
  inet6.connect(inet6.getsockname());
  inet6.sendto(new ArrayBuffer(1), ["::1", 80]);
  inet6.sendto(new DataView(new ArrayBuffer(1)), 0, ["::1", 80, 0, 0]);
  // A function for any socket takes each.
  any = inet6;
  any.connect(["localhost", 80]);
  // A constant that only some systems have may be passed as it is; there it is an error at run time.
  if (AF_CAN !== undefined) socket(AF_CAN);
  socket(AF_CAN);
  any.recv(1, MSG_DONTWAIT);
  any.setsockopt(SOL_SOCKET, SO_REUSEADDR, true);
  any.setsockopt(SOL_SOCKET, SO_REUSEADDR, null, 4);
}

function misuse(inet: Socket<InetAddress>, inet6: Socket<Inet6Address>, unix: Socket<UnixAddress>) {
  // @ts-expect-error An IPv4 address has no scope.
  inet.bind(["127.0.0.1", 80, 0, 0]);
  // @ts-expect-error A port is a number.
  inet.connect(["127.0.0.1", "80"]);
  // @ts-expect-error A path is no Internet address.
  inet6.connect("/run/socket");
  // @ts-expect-error An Internet address is no path.
  unix.connect(["127.0.0.1", 80]);
  // @ts-expect-error A string is not bytes.
  inet.send("hello");
  // @ts-expect-error A destination is missing.
  inet.sendto(new Uint8Array(1));
  // @ts-expect-error A null value needs a length.
  inet.setsockopt(SOL_SOCKET, SO_REUSEADDR, null);
  // @ts-expect-error A length goes with null alone.
  inet.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1, 4);
  // @ts-expect-error Where MSG_DONTWAIT is undefined, this would silently be MSG_PEEK alone.
  inet.recv(1, MSG_PEEK | MSG_DONTWAIT);
  // @ts-expect-error A time-out is a number or null.
  inet.settimeout("1");
  // @ts-expect-error The addresses of the two differ.
  inet6 = inet;
  // @ts-expect-error No such mode.
  inet.makefile("a");
  // @ts-expect-error A listening socket of IPv4 is not for both.
  const wrong: Socket<Inet6Address> = create_server(["", 0]);
  return wrong;
}

Deno.test("the types hold, and misuse does not compile", () => {
  const checked = [families, senders, helpers, files, lenient, misuse];
  assertEquals(checked.length, 6);
});
