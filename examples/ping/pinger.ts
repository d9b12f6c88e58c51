/** Sockets that send echo requests and receive the replies. */
import {
  type AddrInfo,
  AF_INET6,
  BlockingIOError,
  control_messages,
  IP_RECVERR,
  IP_RECVTTL,
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_RECVERR,
  IPV6_RECVHOPLIMIT,
  MSG_ERRQUEUE,
  OSError,
  SOCK_DGRAM,
  SOCK_RAW,
  type Socket,
  socket,
  TimeoutError,
} from "@bsd/socket";
import { ECHO, echo, parse } from "./echo.ts";

/** What is different about the two versions of IP. */
const VERSIONS = {
  ipv4: {
    ...ECHO.ipv4,
    proto: IPPROTO_ICMP,
    level: IPPROTO_IP,
    wanted: [IP_RECVTTL, IP_RECVERR],
  },
  ipv6: {
    ...ECHO.ipv6,
    proto: IPPROTO_ICMPV6,
    level: IPPROTO_IPV6,
    wanted: [IPV6_RECVHOPLIMIT, IPV6_RECVERR],
  },
} as const;

/** The longest header of IPv4, and that of ICMP. */
const HEADERS = 60 + 8;
/** More than enough for a hop limit and an error with its address. */
const CONTROL = 512;

/** What became of a request: its reply, what went wrong, or null where nothing came in time. */
export type Outcome =
  | {
    readonly kind: "reply";
    /** The bytes of the ICMP message. */
    readonly length: number;
    /** How many more machines the reply could have crossed; null where the OS does not tell. */
    readonly ttl: number | null;
    readonly milliseconds: number;
  }
  | {
    readonly kind: "problem";
    readonly text: string;
    /** Who says so; null: this machine. */
    readonly from: string | null;
  }
  | null;

/** A socket for one host. */
export interface Pinger extends Disposable {
  /** Whether it took a raw socket. */
  readonly isRaw: boolean;
  /**
   * Sends a request and waits for its reply.
   *
   * @param timeout How long, in milliseconds.
   */
  ping(seq: number, payload: Uint8Array, timeout: number, signal: AbortSignal): Promise<Outcome>;
}

type Family = AddrInfo[0];
type IpAddress = AddrInfo[4];

/** A datagram socket of ICMP, or a raw one where the OS refuses that. */
function open(family: Family, proto: number): Socket<IpAddress> {
  try {
    return socket(family, SOCK_DGRAM, proto);
  } catch (refused) {
    if (!(refused instanceof OSError)) throw refused;
    return socket(family, SOCK_RAW, proto);
  }
}

/** Sets an option that a ping can do without: not every OS has it. */
function ask(sock: Socket<IpAddress>, level: number, option: number | undefined): void {
  try {
    if (option !== undefined) sock.setsockopt(level, option, 1);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
  }
}

/** Makes a socket for an address. */
export function pinger(family: Family, address: IpAddress): Pinger {
  const { request, reply, proto, level, wanted } = VERSIONS[family === AF_INET6 ? "ipv6" : "ipv4"];
  using unfinished = new DisposableStack();
  const sock = unfinished.use(open(family, proto));
  for (const option of wanted) ask(sock, level, option);
  sock.connect(address);
  const isRaw = sock.type === SOCK_RAW;
  // Linux gives a datagram socket a number of its own, which it puts into the requests.
  const [, port] = sock.getsockname();
  const id = !isRaw && port > 0 ? port : Deno.pid & 0xffff;

  async function ping(
    seq: number,
    payload: Uint8Array,
    timeout: number,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const start = performance.now();
    try {
      await sock.promises.send(echo(request, id, seq, payload), 0, { signal });
      for (;;) {
        const left = timeout - (performance.now() - start);
        if (left <= 0) return null;
        sock.settimeout(left / 1000);
        const [packet, ancdata] = await sock.promises
          .recvmsg(payload.length + HEADERS, CONTROL, 0, { signal });
        const milliseconds = performance.now() - start;
        const bytes = withoutIpHeader(packet);
        const message = parse(bytes);
        // Replies to others come too, and those that are late.
        if (message?.type !== reply || message.id !== id || message.seq !== seq) continue;
        return { kind: "reply", length: bytes.length, ttl: ttlIn(ancdata), milliseconds };
      }
    } catch (error) {
      if (error instanceof TimeoutError) return null;
      if (!(error instanceof OSError)) throw error;
      return { kind: "problem", text: error.strerror, from: offender(sock) };
    }
  }

  const kept = unfinished.move();
  return { isRaw, ping, [Symbol.dispose]: () => kept.dispose() };
}

/** The message in what came: IPv4's raw sockets get the header too, on macOS the others as well. */
function withoutIpHeader(packet: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const [first = 0] = packet;
  // A version of 4, then the header's length in words; an echo reply begins with 0 or 129.
  return first >> 4 === 4 ? packet.subarray((first & 15) * 4) : packet;
}

function ttlIn(ancdata: Parameters<typeof control_messages>[0]): number | null {
  using messages = control_messages(ancdata);
  for (const { name, value } of messages) {
    if (name === "IP_TTL" || name === "IPV6_HOPLIMIT") return value;
  }
  return null;
}

/** Empties the queue of errors, and returns who sent the last one: a router, or the host itself. */
function offender(sock: Socket<IpAddress>): string | null {
  if (MSG_ERRQUEUE === undefined) return null;
  let found: string | null = null;
  sock.settimeout(0);
  try {
    for (;;) {
      const [, ancdata] = sock.recvmsg(HEADERS, CONTROL, MSG_ERRQUEUE);
      using messages = control_messages(ancdata);
      for (const { name, value } of messages) {
        if (name === "IP_RECVERR" || name === "IPV6_RECVERR") found = value.offender?.[0] ?? null;
      }
    }
  } catch (error) {
    if (!(error instanceof BlockingIOError)) throw error;
    return found;
  }
}
