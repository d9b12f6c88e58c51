/**
 * The name service by Winsock: GetAddrInfoW and its kin, the older look-ups, and the machine's name.
 * All of C's answers are copied, and given back at once.
 */
import { windows as errno } from "../../constants/errno/windows.ts";
import { windows as constants } from "../../constants/windows.ts";
import { windows as layout } from "../layout.ts";
import { type Memory, terminated } from "../memory.ts";
import { encodeHints, readAddrinfo } from "../struct/addrinfo.ts";
import { viewOf } from "../struct/fields.ts";
import { readHostent, readProtoent, readServent } from "../struct/netdb.ts";
import type {
  AddressEntry,
  AwaitedResolverCalls,
  Bytes,
  HostEntry,
  LookupCalls,
  LookupFailure,
} from "./contract.ts";
import type { Errors } from "./windows_errors.ts";
import type { WindowsSymbols } from "./windows_libraries.ts";
import { ansiString, fromWide, widened, wideString } from "./windows_text.ts";

const { AF_INET, AI_CANONNAME, NI_MAXHOST, NI_MAXSERV, NI_NAMEREQD, SOCK_STREAM } = constants;

/** GetComputerNameExW's ComputerNamePhysicalDnsHostname (sysinfoapi.h): what gethostname is to Python. */
const PHYSICAL_DNS_HOSTNAME = 5;
/** The room that any name of a machine fits, in UTF-16 units. */
const MACHINE_ROOM = 256;

const POINTER = 8;

/** What the calls have in common: they fail by a code of Winsock's. */
function makeAnswers(c: WindowsSymbols, memory: Memory, { message }: Errors) {
  return {
    failure: (code: number): LookupFailure => ({ failure: code, text: message(code), errno: 0 }),
    addresses(list: bigint): AddressEntry[] {
      try {
        const entries: AddressEntry[] = [];
        for (let at = list; at !== 0n;) {
          const node = readAddrinfo(viewOf(memory.read(at, layout.addrinfo.size)), layout);
          entries.push({
            family: node.family,
            type: node.type,
            proto: node.protocol,
            canonname: wideString(c, memory, node.canonname),
            address: memory.read(node.addr, node.addrlen),
          });
          at = node.next;
        }
        return entries;
      } finally {
        c.FreeAddrInfoW(list);
      }
    },
  };
}

type Answers = ReturnType<typeof makeAnswers>;

/** The look-ups on threads of the runtime's pool; all their memory is C's, as on POSIX. */
function makeAwaited(c: WindowsSymbols, memory: Memory, answers: Answers): AwaitedResolverCalls {
  async function lending<T>(
    call: (lend: (bytes: Bytes | null) => bigint) => Promise<T>,
  ): Promise<T> {
    const lent: bigint[] = [];
    try {
      return await call((bytes) => {
        if (bytes === null) return 0n;
        const address = memory.allocate(bytes.length);
        lent.push(address);
        memory.write(address, bytes);
        return address;
      });
    } finally {
      lent.forEach(memory.free);
    }
  }

  const getaddrinfo: AwaitedResolverCalls["getaddrinfo"] = (host, service, hints) =>
    lending(async (lend) => {
      const list = lend(new Uint8Array(POINTER));
      const { proto: protocol, ...rest } = hints;
      const code = await c.GetAddrInfoW_awaited(
        lend(widened(host)),
        lend(widened(service)),
        lend(encodeHints({ ...rest, protocol }, layout)),
        list,
      );
      if (code !== 0) return answers.failure(code);
      return answers.addresses(viewOf(memory.read(list, POINTER)).getBigUint64(0, true));
    });

  const getnameinfo: AwaitedResolverCalls["getnameinfo"] = (address, flags) =>
    lending(async (lend) => {
      const host = lend(new Uint8Array(NI_MAXHOST * 2));
      const service = lend(new Uint8Array(NI_MAXSERV * 2));
      const code = await c.GetNameInfoW_awaited(
        lend(address),
        address.length,
        host,
        NI_MAXHOST,
        service,
        NI_MAXSERV,
        flags,
      );
      if (code !== 0) return answers.failure(code);
      return {
        host: fromWide(memory.read(host, NI_MAXHOST * 2)),
        service: fromWide(memory.read(service, NI_MAXSERV * 2)),
      };
    });

  return {
    getaddrinfo,
    getnameinfo,
    // The older calls answer in memory of their thread, which is gone or another's by the time
    // that the answer could be read here. These two are what Windows makes them of.
    async gethostbyname(name) {
      const hints = { family: AF_INET, type: SOCK_STREAM, proto: 0, flags: AI_CANONNAME };
      const found = await getaddrinfo(name, null, hints);
      if ("failure" in found) return found;
      const canonname = found[0]?.canonname ?? new Uint8Array(0);
      return {
        name: canonname.length > 0 ? canonname : new Uint8Array(name),
        aliases: [],
        family: AF_INET,
        addresses: found.map(({ address }) => address.slice(4, 8)),
      };
    },
    async gethostbyaddr(address, family) {
      const found = await getnameinfo(sockaddrOf(address, family), NI_NAMEREQD);
      if ("failure" in found) return found;
      return { name: found.host, aliases: [], family, addresses: [address.slice()] };
    },
  };
}

/** A sockaddr with the address, of 4 or 16 bytes. */
function sockaddrOf(address: Bytes, family: number): Bytes {
  const sockaddr = new Uint8Array(address.length === 4 ? 16 : 28);
  sockaddr[0] = family;
  sockaddr.set(address, address.length === 4 ? 4 : 8);
  return sockaddr;
}

/** Makes the name service. */
export function makeLookups(
  c: WindowsSymbols,
  memory: Memory,
  errors: Errors,
): Omit<LookupCalls, "if_nameindex" | "if_nametoindex" | "if_indextoname"> {
  const answers = makeAnswers(c, memory, errors);
  const text = (at: bigint): Bytes => ansiString(c, memory, at);

  /** What a call has left in the thread's memory, copied before the next one. */
  function host(at: bigint): HostEntry | LookupFailure {
    if (at === 0n) return answers.failure(c.WSAGetLastError());
    const entry = readHostent(viewOf(memory.read(at, layout.hostent.size)), layout);
    return {
      name: text(entry.name),
      aliases: memory.pointers(entry.aliases).map(text),
      family: entry.addrtype,
      addresses: memory.pointers(entry.addr_list).map((at) => memory.read(at, entry.length)),
    };
  }

  function service(at: bigint) {
    return at === 0n ? null : readServent(viewOf(memory.read(at, layout.servent.size)), layout);
  }

  const cname = (name: Uint8Array | null): Bytes | null => name && terminated(name);

  return {
    getaddrinfo(host, service, { proto: protocol, ...hints }) {
      const list = new BigUint64Array(1);
      const wanted = encodeHints({ ...hints, protocol }, layout);
      const code = c.GetAddrInfoW(
        widened(host),
        widened(service),
        wanted,
        list,
      );
      return code === 0 ? answers.addresses(list[0] ?? 0n) : answers.failure(code);
    },
    getnameinfo(address, flags) {
      const host = new Uint8Array(NI_MAXHOST * 2);
      const service = new Uint8Array(NI_MAXSERV * 2);
      const code = c.GetNameInfoW(
        address,
        address.length,
        host,
        NI_MAXHOST,
        service,
        NI_MAXSERV,
        flags,
      );
      return code === 0
        ? { host: fromWide(host), service: fromWide(service) }
        : answers.failure(code);
    },
    gethostbyname: (name) => host(c.gethostbyname(terminated(name))),
    gethostbyaddr: (address, family) => host(c.gethostbyaddr(address, address.length, family)),
    awaited: makeAwaited(c, memory, answers),
    getservbyname: (name, proto) =>
      service(c.getservbyname(terminated(name), cname(proto)))?.port ?? null,
    getservbyport(port, proto) {
      const found = service(c.getservbyport((port & 0xff) << 8 | port >> 8, cname(proto)));
      return found === null ? null : text(found.name);
    },
    getprotobyname(name) {
      const at = c.getprotobyname(terminated(name));
      if (at === 0n) return null;
      return readProtoent(viewOf(memory.read(at, layout.protoent.size)), layout).proto;
    },
    gethostname() {
      const name = new Uint8Array(MACHINE_ROOM * 2);
      const length = new Uint32Array([MACHINE_ROOM]);
      const result = errors.granted(
        c.GetComputerNameExW(PHYSICAL_DNS_HOSTNAME, name, length),
      );
      return result < 0 ? result : fromWide(name);
    },
    // Windows takes a new name at its next start alone, which is another thing.
    sethostname: () => -errno.ENOSYS,
  };
}
