/** The queue of errors: what ICMP says of a datagram, on the loopback and across a router. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  AF_INET,
  BlockingIOError,
  control_message,
  control_messages,
  type ControlMessage,
  type ControlValues,
  errno,
  IP_RECVERR,
  IP_RECVTTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_RECVERR,
  IPV6_RECVHOPLIMIT,
  MSG_DONTWAIT,
  MSG_ERRQUEUE,
  OSError,
  SO_EE_ORIGIN_ICMP,
  SO_EE_ORIGIN_ICMP6,
  SO_EE_ORIGIN_LOCAL,
  SOCK_DGRAM,
  type Socket,
  socket,
} from "@bsd/socket";
import { test } from "../awaited/idle.ts";
import { decode, encode, type IpAddress, LOOPBACK } from "../socket/helpers.ts";
import { namespaceTest } from "../support/netns.ts";
import { ROUTE, route } from "./router.ts";

const ROOM = 512;

/** ICMP's types and codes, RFC 792 and RFC 4443. */
const UNREACHABLE = { type: 3, port: 3 };
const UNREACHABLE6 = { type: 1, port: 4 };
const [TIME_EXCEEDED, TIME_EXCEEDED6] = [11, 3];

/** A socket that is told of errors, and of the TTL of what tells of them. */
function telling(family: number): Socket<IpAddress> {
  const sock = socket(family, SOCK_DGRAM) as Socket<IpAddress>;
  if (family === AF_INET) {
    sock.setsockopt(IPPROTO_IP, IP_RECVERR, 1);
    sock.setsockopt(IPPROTO_IP, IP_RECVTTL, 1);
  } else {
    sock.setsockopt(IPPROTO_IPV6, IPV6_RECVERR, 1);
    sock.setsockopt(IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
  }
  return sock;
}

const errorQueue = MSG_ERRQUEUE ?? -1;

/** The error among the messages. */
function errorOf(
  messages: readonly ControlMessage[],
): ControlValues["IP_RECVERR"] | ControlValues["IPV6_RECVERR"] {
  const found = messages.find(({ name }) => name === "IP_RECVERR" || name === "IPV6_RECVERR");
  assert(found?.name === "IP_RECVERR" || found?.name === "IPV6_RECVERR");
  return found.value;
}

/** A port of the loopback where nobody is. */
function unusedPort(family: number, host: string): number {
  using sock = socket(family, SOCK_DGRAM) as Socket<IpAddress>;
  sock.bind([host, 0]);
  return sock.getsockname()[1];
}

for (const { name, family, host } of LOOPBACK) {
  test(`${name}: a port where nobody is, from the queue of errors`, async () => {
    using sock = telling(family);
    for (const face of [sock, sock.promises]) {
      const port = unusedPort(family, host);
      assertEquals(await face.sendto(encode("anybody?"), [host, port]), 8);
      const [data, ancdata, flags, address] = await face.recvmsg(100, ROOM, errorQueue);
      assertEquals(decode(data), "anybody?");
      assertEquals(flags & errorQueue, errorQueue);
      assertEquals(address.slice(0, 2), [host, port], "where it was to go");
      const messages = control_messages(ancdata);
      assertEquals(errorOf(messages), {
        ee_errno: errno.ECONNREFUSED,
        ee_origin: family === AF_INET ? SO_EE_ORIGIN_ICMP ?? -1 : SO_EE_ORIGIN_ICMP6 ?? -1,
        ee_type: family === AF_INET ? UNREACHABLE.type : UNREACHABLE6.type,
        ee_code: family === AF_INET ? UNREACHABLE.port : UNREACHABLE6.port,
        ee_info: 0,
        ee_data: 0,
        offender: family === AF_INET ? [host, 0] : [host, 0, 0, 0],
      } as never);
      // The TTL of the ICMP message itself.
      const limit = messages.find(({ name }) => name === "IP_TTL" || name === "IPV6_HOPLIMIT");
      assertEquals(limit?.value, 64);
      // The error was also the next call's to fail with, until it was read from the queue.
      assertThrows(() => sock.recvmsg(10, ROOM, errorQueue | (MSG_DONTWAIT ?? 0)), BlockingIOError);
    }
  });
}

test("an error that this machine finds by itself has no offender", () => {
  using sock = telling(AF_INET);
  // IP_MTU_DISCOVER = IP_PMTUDISC_DO: what is too long for the interface is refused here.
  sock.setsockopt(IPPROTO_IP, 10, 2);
  const port = unusedPort(AF_INET, "127.0.0.1");
  sock.connect(["127.0.0.1", port]);
  assertEquals(
    assertThrows(() => sock.send(new Uint8Array(65507 + 1)), OSError).errno,
    errno.EMSGSIZE,
  );
  const messages = control_messages(sock.recvmsg(10, ROOM, errorQueue)[1]);
  const { ee_errno, ee_origin, offender } = errorOf(messages);
  assertEquals([ee_errno, ee_origin, offender], [errno.EMSGSIZE, SO_EE_ORIGIN_LOCAL, null]);
});

const routed = namespaceTest("a router between network namespaces");

for (const { name, family } of LOOPBACK) {
  const { far, near, nowhere } = family === AF_INET ? ROUTE.ipv4 : ROUTE.ipv6;
  const limit = (hops: number) =>
    control_message(family === AF_INET ? "IP_TTL" : "IPV6_HOPLIMIT", hops);

  routed(`${name}: a TTL that is over at the router, which says so`, async () => {
    using machines = route();
    using sock = machines.left.inside(() => telling(family));
    sock.settimeout(10);
    const probe = (hops: number) => sock.sendmsg([encode("probe")], [limit(hops)], 0, [far, 33434]);
    const receptions = [
      () => {
        probe(1);
        return sock.recvmsg(100, ROOM, errorQueue);
      },
      () => {
        // Waited for before there is anything.
        const received = sock.promises.recvmsg(100, ROOM, errorQueue);
        probe(1);
        return received;
      },
    ];
    for (const receive of receptions) {
      const [data, ancdata, , [host, port]] = await receive();
      assertEquals([decode(data), host, port], ["probe", far, 33434]);
      const error = errorOf(control_messages(ancdata));
      assertEquals([error.ee_errno, error.ee_type, error.ee_code], [
        errno.EHOSTUNREACH,
        family === AF_INET ? TIME_EXCEEDED : TIME_EXCEEDED6,
        0,
      ]);
      assertEquals(error.offender?.[0], near);
    }
    // One hop more arrives, where nobody listens.
    probe(2);
    const arrived = errorOf(control_messages(sock.recvmsg(100, ROOM, errorQueue)[1]));
    assertEquals([arrived.ee_errno, arrived.offender?.[0]], [errno.ECONNREFUSED, far]);
  });

  routed(`${name}: a network to which the router knows no way`, () => {
    using machines = route();
    using sock = machines.left.inside(() => telling(family));
    sock.settimeout(10);
    sock.sendto(encode("lost"), [nowhere, 9]);
    const error = errorOf(control_messages(sock.recvmsg(100, ROOM, errorQueue)[1]));
    assertEquals([error.ee_type, error.offender?.[0]], [
      family === AF_INET ? UNREACHABLE.type : UNREACHABLE6.type,
      near,
    ]);
    assert([errno.ENETUNREACH, errno.EHOSTUNREACH].includes(error.ee_errno));
  });
}
