/** The name service of macOS: memory that it gives is read by its layout, and given back. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { darwin as constants } from "../../constants/darwin.ts";
import { darwin as errno } from "../../constants/errno/darwin.ts";
import type { Bytes } from "../../ffi/backend/contract.ts";
import { makeBackend } from "../../ffi/backend/darwin.ts";
import { darwin as layout } from "../../ffi/layout.ts";
import { makeMemory, terminated } from "../../ffi/memory.ts";
import { setInteger, setPointer, viewOf } from "../../ffi/struct/fields.ts";
import type { DarwinSymbols } from "../../ffi/symbols/darwin.ts";
import { memoryOf, record, type Recording } from "./recording.ts";

const { AF_INET, EAI_NONAME, EAI_SYSTEM, HOST_NOT_FOUND } = constants;
const ignore = memoryOf === null; // no POSIX C library to take memory from

const encode = (text: string) => new TextEncoder().encode(text);

/** Memory of C's, as its functions give it, and what is still in use. */
class Heap implements Disposable {
  readonly used: bigint[] = [];
  readonly #memory;

  constructor() {
    assert(memoryOf !== null);
    this.#memory = makeMemory(memoryOf);
  }

  put(bytes: Bytes): bigint {
    const address = this.#memory.allocate(bytes.length);
    this.#memory.write(address, bytes);
    this.used.push(address);
    return address;
  }

  text(value: string): bigint {
    return this.put(terminated(encode(value)));
  }

  pointers(...addresses: bigint[]): bigint {
    return this.put(new Uint8Array(new BigUint64Array([...addresses, 0n]).buffer));
  }

  struct(size: number, fill: (view: DataView) => void): bigint {
    const bytes = new Uint8Array(size);
    fill(viewOf(bytes));
    return this.put(bytes);
  }

  hostent(): bigint {
    const { size, h_name, h_aliases, h_addrtype, h_length, h_addr_list } = layout.hostent;
    const name = this.text("host.example");
    const aliases = this.pointers(this.text("host"), this.text("www"));
    const list = this.pointers(
      this.put(new Uint8Array([127, 0, 0, 1])),
      this.put(new Uint8Array([192, 0, 2, 1])),
    );
    return this.struct(size, (view) => {
      setPointer(view, 0, h_name, name);
      setPointer(view, 0, h_aliases, aliases);
      setInteger(view, 0, h_addrtype, AF_INET);
      setInteger(view, 0, h_length, 4);
      setPointer(view, 0, h_addr_list, list);
    });
  }

  [Symbol.dispose](): void {
    this.used.forEach(this.#memory.free);
  }
}

const host = {
  name: encode("host.example"),
  aliases: [encode("host"), encode("www")],
  family: AF_INET,
  addresses: [new Uint8Array([127, 0, 0, 1]), new Uint8Array([192, 0, 2, 1])],
};

function setInt(at: unknown, value: number): void {
  if (at instanceof Int32Array) at[0] = value;
  else if (typeof at === "bigint") {
    memoryOf?.write_memory(at, new Int32Array([value]), 4);
  }
}

/** Names and addresses that the calls get, whether in JavaScript's memory or C's. */
function given(at: unknown, length: number): string {
  const bytes = new Uint8Array(length);
  if (at instanceof Uint8Array) bytes.set(at.subarray(0, length));
  else if (typeof at === "bigint") memoryOf?.read_memory(bytes, at, length);
  return bytes.toHex();
}

Deno.test({
  name: "darwin hosts: copied, and given back, on this thread and on another",
  ignore,
  async fn() {
    using heap = new Heap();
    const at = heap.hostent();
    const asked: unknown[] = [];
    const freed: unknown[] = [];
    const byName = (name: unknown, family: number, flags: number) => {
      asked.push([given(name, 3), family, flags]);
      return at;
    };
    const byAddress = (address: unknown, length: unknown, family: number) => {
      asked.push([given(address, Number(length)), family]);
      return at;
    };
    const { library } = record("x86_64", {
      getipnodebyname: byName,
      getipnodebyaddr: byAddress,
      getipnodebyname_awaited: (name, family, flags) =>
        Promise.resolve(byName(name, family, flags)),
      getipnodebyaddr_awaited: (at, length, family) =>
        Promise.resolve(byAddress(at, length, family)),
      freehostent: (at) => void freed.push(at),
    });
    const os = makeBackend(library);
    const address = new Uint8Array([127, 0, 0, 1]);
    for (const resolver of [os, os.awaited]) {
      assertEquals(await resolver.gethostbyname(encode("ab")), host);
      assertEquals(await resolver.gethostbyaddr(address, AF_INET), host);
    }
    const once = [["616200", AF_INET, 0], ["7f000001", AF_INET]];
    assertEquals(asked, [...once, ...once]);
    assertEquals(freed, [at, at, at, at]);
  },
});

Deno.test({
  name: "darwin hosts: given back also when reading fails",
  ignore,
  fn() {
    using heap = new Heap();
    const at = heap.hostent();
    const freed: unknown[] = [];
    const { library } = record("x86_64", {
      getipnodebyname: () => at,
      freehostent: (at) => void freed.push(at),
    });
    const broken = {
      ...library.symbols,
      read_memory() {
        throw new Error("cannot read");
      },
    };
    const os = makeBackend({ arch: "x86_64", symbols: broken as unknown as DarwinSymbols });
    assertThrows(() => os.gethostbyname(encode("a")), Error, "cannot read");
    assertEquals(freed, [at]);
  },
});

Deno.test({
  name: "darwin hosts: each call has an error number of its own",
  ignore,
  async fn() {
    using heap = new Heap();
    const text = heap.text("Why");
    const codes: unknown[] = [];
    let code = constants.TRY_AGAIN;
    const fail = (at: unknown) => (setInt(at, code), 0n);
    const { library } = record("x86_64", {
      getipnodebyname: (_name, _family, _flags, error) => fail(error),
      getipnodebyaddr: (_address, _length, _family, error) => fail(error),
      getipnodebyname_awaited: (_name, _family, _flags, error) => Promise.resolve(fail(error)),
      getipnodebyaddr_awaited: (_at, _length, _family, error) => Promise.resolve(fail(error)),
      hstrerror: (code) => (codes.push(code), text),
      freehostent: () => codes.push("freed"),
    });
    const os = makeBackend(library);
    for (const resolver of [os, os.awaited]) {
      for (const [set, told] of [[constants.TRY_AGAIN, constants.TRY_AGAIN], [0, HOST_NOT_FOUND]]) {
        code = set ?? 0;
        const failure = { failure: told, text: "Why", errno: 0 };
        assertEquals<unknown>(await resolver.gethostbyname(encode("a")), failure);
        assertEquals<unknown>(await resolver.gethostbyaddr(new Uint8Array(4), 99), failure);
      }
    }
    assertEquals(codes, [2, 2, 1, 1, 2, 2, 1, 1]);
  },
});

Deno.test({
  name: "darwin services and protocols",
  ignore,
  fn() {
    using heap = new Heap();
    const { s_name, s_port } = layout.servent;
    const { p_name, p_proto } = layout.protoent;
    const name = heap.text("http");
    const service = heap.struct(layout.servent.size, (view) => {
      setPointer(view, 0, s_name, name);
      view.setUint16(s_port[0], 8080);
    });
    const protocol = heap.struct(layout.protoent.size, (view) => {
      setPointer(view, 0, p_name, name);
      setInteger(view, 0, p_proto, 17);
    });
    let found = true;
    const recording = record("x86_64", {
      getservbyname: () => found ? service : 0n,
      getservbyport: () => found ? service : 0n,
      getprotobyname: () => found ? protocol : 0n,
    });
    const os = makeBackend(recording.library);
    const answers = () => [
      os.getservbyname(encode("a"), encode("b")),
      os.getservbyname(encode("a"), null),
      os.getservbyport(0x1f90, null),
      os.getprotobyname(encode("c")),
    ];
    assertEquals(answers(), [8080, 8080, encode("http"), 17]);
    assertEquals(recording.since(), [
      ["getservbyname", "6100", "6200"],
      ["getservbyname", "6100", null],
      // In network order.
      ["getservbyport", 0x901f, null],
      ["getprotobyname", "6300"],
    ]);
    found = false;
    assertEquals(answers(), [null, null, null, null]);
  },
});

/** A list of two addresses as getaddrinfo of macOS gives it. */
function addresses(heap: Heap): bigint {
  // struct addrinfo of macOS (netdb.h): ai_canonname is at 24, ai_addr at 32.
  const node = (next: bigint, family: number, name: bigint, address: Bytes) =>
    heap.struct(48, (view) => {
      [0, family, 1, 6, address.length].forEach((value, index) =>
        view.setInt32(index * 4, value, true)
      );
      view.setBigUint64(24, name, true);
      view.setBigUint64(32, heap.put(address), true);
      view.setBigUint64(40, next, true);
    });
  const second = node(0n, 30, 0n, new Uint8Array(28).fill(6));
  return node(second, 2, heap.text("canon"), new Uint8Array(16).fill(4));
}

Deno.test({
  name: "darwin getaddrinfo: the list by its layout, on this thread and on another",
  ignore,
  async fn() {
    using heap = new Heap();
    const list = addresses(heap);
    const freed: unknown[] = [];
    const seen: unknown[] = [];
    const find = (host: unknown, service: unknown, hints: unknown) => {
      seen.push([given(host, 3), service === null || service === 0n, given(hints, 16)]);
      return 0;
    };
    const { library } = record("x86_64", {
      getaddrinfo(host, service, hints, into) {
        if (into instanceof BigUint64Array) into[0] = list;
        return find(host, service, hints);
      },
      getaddrinfo_awaited(host, service, hints, into) {
        memoryOf?.write_memory(BigInt(into), new BigUint64Array([list]), 8);
        return Promise.resolve(find(host, service, hints));
      },
      freeaddrinfo: (at) => void freed.push(at),
    });
    const os = makeBackend(library);
    const hints = { family: 30, type: 1, proto: 6, flags: 2 };
    for (const resolver of [os, os.awaited]) {
      assertEquals(await resolver.getaddrinfo(encode("ab"), null, hints), [
        {
          family: 2,
          type: 1,
          proto: 6,
          canonname: encode("canon"),
          address: new Uint8Array(16).fill(4),
        },
        {
          family: 30,
          type: 1,
          proto: 6,
          canonname: encode(""),
          address: new Uint8Array(28).fill(6),
        },
      ]);
    }
    assertEquals(seen, Array(2).fill(["616200", true, "020000001e0000000100000006000000"]));
    assertEquals(freed, [list, list]);
  },
});

Deno.test({
  name: "darwin getaddrinfo and getnameinfo: errno belongs to macOS's EAI_SYSTEM alone",
  ignore,
  fn() {
    using heap = new Heap();
    const text = heap.text("Why");
    let code: number = EAI_SYSTEM;
    const fail = () => (recording.fail(errno.EMFILE), code);
    const recording: Recording = record("x86_64", {
      getaddrinfo: fail,
      getnameinfo: fail,
      gai_strerror: () => text,
    });
    const os = makeBackend(recording.library);
    const hints = { family: 0, type: 0, proto: 0, flags: 0 };
    for (const [given, number] of [[EAI_SYSTEM, errno.EMFILE], [EAI_NONAME, 0]] as const) {
      code = given;
      const failure = { failure: given, text: "Why", errno: number };
      assertEquals<unknown>(os.getaddrinfo(encode("a"), null, hints), failure);
      assertEquals<unknown>(os.getnameinfo(new Uint8Array(16), 0), failure);
    }
  },
});

Deno.test({
  name: "darwin: the machine's name, its interfaces and their addresses",
  ignore,
  fn() {
    using heap = new Heap();
    const { if_index, if_name, size } = layout.if_nameindex ??
      { size: 0, if_index: [0, 0], if_name: [0, 0] };
    const lo0 = heap.text("lo0");
    const list = heap.struct(size * 2, (view) => {
      setInteger(view, 0, if_index, 1);
      setPointer(view, 0, if_name, lo0);
    });
    // A link's address is as long as it says, and so is a netmask, which may be cut off.
    const link = heap.put(
      new Uint8Array([20, 18, 1, 0, 24, 3, 0, 0, 108, 111, 48, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    );
    const mask = heap.put(new Uint8Array([5, 0, 0, 0, 255, 0, 0, 0]));
    const entry = heap.struct(layout.ifaddrs?.size ?? 0, (view) => {
      view.setBigUint64(8, lo0, true);
      view.setUint32(16, 0x8049, true);
      view.setBigUint64(24, link, true);
      view.setBigUint64(32, mask, true);
    });
    const recording: Recording = record("x86_64", {
      gethostname(name) {
        if (name instanceof Uint8Array) name.set(encode("mac.local"));
        return 0;
      },
      if_nameindex: () => list,
      getifaddrs(into) {
        if (into instanceof BigUint64Array) into[0] = entry;
        return 0;
      },
    });
    const os = makeBackend(recording.library);
    assertEquals(os.gethostname(), encode("mac.local"));
    assertEquals(os.if_nameindex(), [{ index: 1, name: encode("lo0") }]);
    assertEquals(os.getifaddrs(), [{
      name: encode("lo0"),
      flags: 0x8049,
      address: new Uint8Array([20, 18, 1, 0, 24, 3, 0, 0, 108, 111, 48, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      netmask: new Uint8Array([5, 0, 0, 0, 255]),
      destination: null,
    }]);
    const given = recording.since().filter(([name]) => name.includes("free"));
    assertEquals(given, [["if_freenameindex", list], ["freeifaddrs", entry]]);
  },
});
