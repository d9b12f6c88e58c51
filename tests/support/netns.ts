/**
 * Network namespaces (network_namespaces(7)) for what must not touch this machine's own network, or
 * has to cross a link. They need no process and no file: one is there while a descriptor of it is.
 */
import { AF_INET, IFF_RUNNING, IFF_UP, SOCK_DGRAM, socket } from "@bsd/socket";
import type { test } from "./census.ts";
import { missing, testUnless } from "./family.ts";
import { tempDir } from "./temp.ts";

const CLONE_NEWNET = 0x40000000;
const O_RDONLY_CLOEXEC = 0o2000000;

// struct ifreq and its requests, netdevice(7).
const IFREQ = 40;
const IFR_FLAGS = 16;
const SIOCGIFFLAGS = 0x8913n;
const SIOCSIFFLAGS = 0x8914n;

/** The namespace of the calling thread; `/proc/self` is that of the process's first one. */
const MINE = new TextEncoder().encode("/proc/thread-self/ns/net\0");

/** A namespace of its own, whose `lo` is up; `using` ends it. */
export interface Namespace extends Disposable {
  /** A name of it for `ip link … netns`. */
  readonly path: string;
  /**
   * Calls a function in the namespace. The sockets that it makes and the processes that it starts
   * are of this namespace for ever; what it leaves for later is not.
   */
  inside<T>(fn: () => T extends PromiseLike<unknown> ? never : T): T;
  /** The flags of an interface, IFF_UP…, which the second argument changes. */
  flags(ifname: string, set?: number): number;
  /** Runs commands of ip(8) in it: `"addr add 10.0.0.1/8 dev lo"`. */
  ip(...commands: string[]): void;
}

function openLibc() {
  return Deno.dlopen("libc.so.6", {
    unshare: { parameters: ["i32" /* int flags */], result: "i32" },
    setns: {
      parameters: [
        "i32", // int fd
        "i32", // int nstype
      ],
      result: "i32",
    },
    open: {
      parameters: [
        "buffer", // const char *path
        "i32", // int flags
      ],
      result: "i32",
    },
    close: { parameters: ["i32" /* int fd */], result: "i32" },
    ioctl: {
      parameters: [
        "i32", // int fd
        "u64", // unsigned long request
        "buffer", // struct ifreq *
      ],
      result: "i32",
    },
  });
}

/** Makes a namespace. */
export function namespace(): Namespace {
  const library = openLibc();
  const c = library.symbols;
  const home = c.open(MINE, O_RDONLY_CLOEXEC);
  if (home < 0 || c.unshare(CLONE_NEWNET) !== 0) {
    c.close(home);
    library.close();
    throw new Deno.errors.PermissionDenied("unshare refuses a new network namespace");
  }
  const fd = c.open(MINE, O_RDONLY_CLOEXEC);
  enter(home);

  function enter(namespace: number): void {
    if (c.setns(namespace, CLONE_NEWNET) !== 0) throw new Error("setns failed");
  }

  function inside<T>(fn: () => T): T {
    enter(fd);
    try {
      return fn();
    } finally {
      enter(home);
    }
  }

  function flags(ifname: string, set?: number): number {
    using s = inside(() => socket(AF_INET, SOCK_DGRAM));
    const request = new Uint8Array(IFREQ);
    request.set(new TextEncoder().encode(ifname));
    const view = new DataView(request.buffer);
    if (set !== undefined) view.setUint16(IFR_FLAGS, set, true);
    if (c.ioctl(s.fileno(), set === undefined ? SIOCGIFFLAGS : SIOCSIFFLAGS, request) !== 0) {
      throw new Error(`no flags of ${ifname}`);
    }
    return view.getUint16(IFR_FLAGS, true);
  }

  flags("lo", IFF_UP | (IFF_RUNNING ?? 0));
  return {
    path: `/proc/${Deno.pid}/fd/${fd}`,
    inside,
    flags,
    ip: (...commands) => {
      using directory = tempDir();
      const batch = `${directory.path}/batch`;
      Deno.writeTextFileSync(batch, commands.map((command) => `${command}\n`).join(""));
      inside(() => ip("-batch", batch));
    },
    [Symbol.dispose]() {
      c.close(fd);
      c.close(home);
      library.close();
    },
  };
}

/** Runs ip(8) in the thread's namespace and returns what it prints. */
export function ip(...args: string[]): string {
  const { success, stdout, stderr } = new Deno.Command("ip", { args }).outputSync();
  const text = new TextDecoder();
  if (!success) throw new Error(`ip ${args.join(" ")}: ${text.decode(stderr)}`);
  return text.decode(stdout);
}

/** One of two machines on a link. */
export interface Host extends Namespace {
  /** The name of its end of the link. */
  readonly ifname: string;
  /** Its number. */
  readonly index: number;
  /** Its hardware address. */
  readonly mac: Uint8Array<ArrayBuffer>;
  /** Its address of 10.7.0.0/24. */
  readonly ipv4: string;
  /** Its address of fd00:7::/64. */
  readonly ipv6: string;
  /** Its address of fe80::/64. */
  readonly local: string;
}

/** Two machines, joined by a link. */
export interface Hosts extends Disposable {
  readonly left: Host;
  readonly right: Host;
}

/** Makes two namespaces joined by a veth(4) pair that is up, with addresses that can be used at once. */
export function twoHosts(): Hosts {
  using made = new DisposableStack();
  const left = host(made.use(namespace()), 1);
  const right = host(made.use(namespace()), 2);
  // With different numbers on both sides the kernel takes the link into use without a delay.
  const commands = ({ ifname, ipv4, ipv6, local }: Host) => [
    `link set ${ifname} addrgenmode none up`,
    `addr add ${ipv4}/24 brd + dev ${ifname}`,
    `addr add ${ipv6}/64 dev ${ifname} nodad`,
    `addr add ${local}/64 dev ${ifname} nodad`,
  ];
  left.ip(
    `link add ${left.ifname} index ${left.index} address ${text(left.mac)} type veth ` +
      `peer name ${right.ifname} index ${right.index} address ${
        text(right.mac)
      } netns ${right.path}`,
    ...commands(left),
  );
  right.ip(...commands(right));
  for (const { flags, ifname } of [left, right]) {
    while ((flags(ifname) & (IFF_RUNNING ?? 0)) === 0);
  }
  const all = made.move();
  return { left, right, [Symbol.dispose]: () => all.dispose() };
}

function host(namespace: Namespace, number: number): Host {
  return {
    ...namespace,
    ifname: `veth${number}`,
    index: 10 + number,
    mac: Uint8Array.of(2, 0, 0, 0, 7, number),
    ipv4: `10.7.0.${number}`,
    ipv6: `fd00:7::${number}`,
    local: `fe80::7:${number}`,
  };
}

function text(mac: Uint8Array): string {
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, "0")).join(":");
}

/** Why there are no namespaces to be had here; null if there are. */
function refusal(): string | null {
  if (Deno.build.os !== "linux") return "only Linux has network namespaces";
  try {
    using place = namespace();
    place.inside(() => ip("link"));
    return null;
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) return error.message;
    if (error instanceof Deno.errors.NotFound) return "ip(8) is not installed";
    throw error;
  }
}

let refused: string | null | undefined;

/**
 * `test` of what needs namespaces and, inside them, sockets of a kind; skipped where either is
 * missing: `const test = namespaceTest("AF_PACKET", AF_PACKET, SOCK_RAW, 0)`.
 *
 * @param name What is skipped, where it is.
 */
export function namespaceTest(
  name: string,
  ...socket: Parameters<typeof missing> | []
): typeof test {
  refused ??= refusal();
  if (refused !== null || socket.length === 0) return testUnless(refused, name);
  using inside = namespace();
  return testUnless(inside.inside(() => missing(...socket)), name);
}
