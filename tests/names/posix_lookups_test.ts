/** What cannot be seen from outside: that C's lists are given back, that rooms grow, whose codes are whose. */
import { assert, assertEquals, assertInstanceOf, assertThrows, fail } from "@std/assert";
import { EAI_NONAME, EAI_SYSTEM, HOST_NOT_FOUND, NETDB_INTERNAL } from "../../constants/mod.ts";
import { errno } from "../../constants/errno.ts";
import { makeBackend } from "../../ffi/backend/linux.ts";
import { openLibrary } from "../../ffi/library.ts";
import { type LinuxSymbols, symbols } from "../../ffi/symbols/linux.ts";
import { BlockingIOError, gaierror, herror, PermissionError } from "../../src/errors.ts";
import { addrinfoFailure, hostFailure } from "../../src/names/failures.ts";
import { test } from "../support/census.ts";

const c = openLibrary({ paths: [], names: ["libc.so.6", "libc.so"] }, symbols);

const hints = { family: 0, type: 0, proto: 0, flags: 0 };
const encode = (text: string) => new TextEncoder().encode(text);

/** A backend over the C library with some of its functions replaced. */
function backendWith(replaced: Partial<LinuxSymbols>) {
  return makeBackend({ ...c, ...replaced });
}

test("a list that getaddrinfo gave is given back, also when reading it fails", () => {
  const given: bigint[] = [];
  const back: (number | bigint)[] = [];
  let failing = false;
  const os = backendWith({
    getaddrinfo(host, service, hints, list) {
      const code = c.getaddrinfo(host, service, hints, list);
      if (code === 0 && list instanceof BigUint64Array) given.push(list[0] ?? 0n);
      return code;
    },
    freeaddrinfo(list) {
      back.push(list);
      c.freeaddrinfo(list);
    },
    read_memory(into, from, length) {
      if (failing) throw new Error("cannot read");
      c.read_memory(into, from, length);
    },
  });
  const found = os.getaddrinfo(encode("127.0.0.1"), encode("80"), hints);
  assert(Array.isArray(found) && found.length > 1);
  assertEquals([given.length, back], [1, given]);

  failing = true;
  assertThrows(() => os.getaddrinfo(encode("127.0.0.1"), null, hints), Error, "cannot read");
  assertEquals([given.length, back], [2, given]);

  failing = false;
  const failure = os.getaddrinfo(encode("127.0.0.1"), encode("no-such-service"), hints);
  assert("failure" in failure);
  assertEquals([given.length, back], [2, given]);
});

test("getaddrinfo: nothing is left of the call before, nor taken from the answers before", () => {
  const asked: string[] = [];
  const text = (name: unknown) => name instanceof Uint8Array ? untilNul(name) : `${name}`;
  function untilNul(bytes: Uint8Array): string {
    const end = bytes.indexOf(0);
    assert(end >= 0, "no NUL");
    return new TextDecoder().decode(bytes.subarray(0, end));
  }
  const os = backendWith({
    getaddrinfo(host, service, hints, list) {
      assertInstanceOf(hints, Uint8Array);
      asked.push(`${text(host)} ${text(service)} ${new Int32Array(hints.buffer).subarray(0, 4)}`);
      assertEquals(hints.subarray(16), new Uint8Array(hints.length - 16));
      return c.getaddrinfo(host, service, hints, list);
    },
  });
  const numeric = { family: 0, type: 1, proto: 6, flags: 4 };
  const long = "x".repeat(1023);
  const names: [host: string | Uint8Array | null, service: string | Uint8Array | null][] = [
    ["127.0.0.1", "443"],
    ["::1", encode("80")],
    [null, "8"],
    [encode("127.1"), null],
    ["", "1"],
    ["é", "é"],
    [long, "1"],
    [`${long}x`, "1"],
    [`${long}xx`, `${long}xx`],
    ["1", null],
  ];
  for (const [host, service] of names) os.getaddrinfo(host, service, numeric);
  os.getaddrinfo("::1", "80", { ...hints, family: 10, type: 2 });
  const decoded = (name: string | Uint8Array | null) =>
    name instanceof Uint8Array ? new TextDecoder().decode(name) : name;
  assertEquals(asked, [
    ...names.map(([host, service]) => `${decoded(host)} ${decoded(service)} 4,0,1,6`),
    "::1 80 0,10,2,0",
  ]);

  const found = Array.from(
    { length: 600 },
    (_, i) => os.getaddrinfo(`10.1.${i >> 8}.${i & 255}`, null, numeric),
  );
  const addresses = found.map((list) =>
    Array.isArray(list) ? list[0]?.address.subarray(4, 8).join(".") : list
  );
  assertEquals(addresses, Array.from({ length: 600 }, (_, i) => `10.1.${i >> 8}.${i & 255}`));
});

test("a list that if_nameindex gave is given back, also when reading it fails", () => {
  const given: bigint[] = [];
  const back: (number | bigint)[] = [];
  let failing = false;
  const os = backendWith({
    if_nameindex() {
      const list = c.if_nameindex();
      given.push(list);
      return list;
    },
    if_freenameindex(list) {
      back.push(list);
      c.if_freenameindex(list);
    },
    read_memory(into, from, length) {
      if (failing) throw new Error("cannot read");
      c.read_memory(into, from, length);
    },
  });
  assert(Array.isArray(os.if_nameindex()));
  failing = true;
  assertThrows(() => os.if_nameindex(), Error, "cannot read");
  assertEquals([given.length, back], [2, given]);
});

test("getifaddrs: the list is given back, also when reading it fails", () => {
  const given: bigint[] = [];
  const back: (number | bigint)[] = [];
  let failing = false;
  const os = backendWith({
    getifaddrs(list) {
      const result = c.getifaddrs(list);
      if (list instanceof BigUint64Array) given.push(list[0] ?? 0n);
      return result;
    },
    freeifaddrs(list) {
      back.push(list);
      c.freeifaddrs(list);
    },
    read_memory(into, from, length) {
      if (failing) throw new Error("cannot read");
      c.read_memory(into, from, length);
    },
  });
  assert(Array.isArray(os.getifaddrs()));
  failing = true;
  assertThrows(() => os.getifaddrs(), Error, "cannot read");
  assertEquals([given.length, back], [2, given]);
});

test("getifaddrs: a failure is the error number, and frees nothing", () => {
  const os = backendWith({
    // A call that fails with EBADF.
    getifaddrs: () => c.close(-1),
    freeifaddrs: () => fail(),
  });
  assertEquals(os.getifaddrs(), -errno.EBADF);
});

test("the room for an answer grows until it fits, and stays grown", () => {
  const rooms: number[] = [];
  const os = backendWith({
    gethostbyname_r(name, struct, room, length, found, code) {
      rooms.push(Number(length));
      return length < 8000
        ? errno.ERANGE
        : c.gethostbyname_r(name, struct, room, length, found, code);
    },
    getservbyname_r(name, protocol, struct, room, length, found) {
      rooms.push(Number(length));
      return length < 16000
        ? errno.ERANGE
        : c.getservbyname_r(name, protocol, struct, room, length, found);
    },
  });
  const found = os.gethostbyname(encode("127.0.0.1"));
  assert("addresses" in found);
  assertEquals(found.addresses, [Uint8Array.of(127, 0, 0, 1)]);
  assertEquals(rooms, [1024, 2048, 4096, 8192]);
  assertEquals(os.getservbyname(encode("http"), encode("tcp")), 80);
  assertEquals(rooms.slice(4), [8192, 16384]);
});

test("an answer that is not found is not the one before", () => {
  const os = backendWith({});
  assertEquals(os.getservbyname(encode("http"), null), 80);
  assertEquals(os.getservbyname(encode("no-such-service"), null), null);
  assertEquals(os.getservbyport(80, encode("tcp")), encode("http"));
  assertEquals(os.getservbyport(0, null), null);
});

test("protocols are found where C has no getprotobyname_r", () => {
  const os = backendWith({ getprotobyname_r: null });
  assertEquals(os.getprotobyname(encode("udp")), 17);
  assertEquals(os.getprotobyname(encode("no-such-protocol")), null);
});

test("getaddrinfo and getnameinfo: errno belongs to EAI_SYSTEM alone", () => {
  const system = EAI_SYSTEM ?? 0;
  let code = system;
  const fail = () => {
    c.close(-1);
    return code;
  };
  const os = backendWith({ getaddrinfo: fail, getnameinfo: fail });
  const calls = [
    () => os.getaddrinfo(null, null, hints),
    () => os.getnameinfo(new Uint8Array(16), 0),
  ];
  for (const call of calls) {
    code = system;
    const failure = call();
    assert("failure" in failure);
    assertEquals([failure.failure, failure.errno], [system, errno.EBADF]);
    code = EAI_NONAME;
    assertEquals(call(), { failure: EAI_NONAME, text: "Name or service not known", errno: 0 });
  }
});

test("gethostbyname and gethostbyaddr: h_errno tells why, errno only where it says so", () => {
  const internal = NETDB_INTERNAL ?? 0;
  let reported: [h_errno: number, result: number] = [HOST_NOT_FOUND, 0];
  const fail = (code: unknown) => {
    assertInstanceOf(code, Int32Array);
    code[0] = reported[0];
    return reported[1];
  };
  const os = backendWith({
    gethostbyname_r: (_name, _struct, _room, _length, _found, code) => fail(code),
    gethostbyaddr_r: (_address, _size, _type, _struct, _room, _length, _found, code) => fail(code),
  });
  const calls = [
    () => os.gethostbyname(encode("host")),
    () => os.gethostbyaddr(new Uint8Array(4), 2),
  ];
  for (const call of calls) {
    reported = [HOST_NOT_FOUND, 0];
    assertEquals(call(), { failure: HOST_NOT_FOUND, text: "Unknown host", errno: 0 });
    reported = [internal, errno.ENOMEM];
    assertEquals(call(), {
      failure: internal,
      text: "Resolver internal error",
      errno: errno.ENOMEM,
    });
  }
});

test("calls that leave their reason in errno give it back negative", () => {
  const fail = <T>(result: T) => () => {
    c.close(-1);
    return result;
  };
  const os = backendWith({
    gethostname: fail(-1),
    sethostname: fail(-1),
    if_nameindex: fail(0n),
    if_nametoindex: fail(0),
    if_indextoname: fail(0n),
  });
  const name = encode("x");
  assertEquals([
    os.gethostname(),
    os.sethostname(name),
    os.if_nameindex(),
    os.if_nametoindex(name),
    os.if_indextoname(1),
  ], Array(5).fill(-errno.EBADF));
});

test("failures become exceptions of the class that fits, with the code's name", () => {
  const unknown = { failure: EAI_NONAME, text: "Name or service not known", errno: 0 };
  const notFound = addrinfoFailure(unknown, "getaddrinfo", "host");
  assertInstanceOf(notFound, gaierror);
  assertEquals([notFound.errno, notFound.code], [EAI_NONAME, "EAI_NONAME"]);
  assertEquals(
    notFound.message,
    `[Errno ${EAI_NONAME}] getaddrinfo: Name or service not known 'host'`,
  );

  const system = (errno: number) =>
    addrinfoFailure(
      { failure: EAI_SYSTEM ?? 0, text: "System error", errno },
      "getaddrinfo",
      "host",
    );
  assertInstanceOf(system(errno.EACCES), PermissionError);
  assertInstanceOf(system(errno.EAGAIN), BlockingIOError);

  const names: [number | undefined, string][] = [
    [NETDB_INTERNAL, "NETDB_INTERNAL"],
    [1, "HOST_NOT_FOUND"],
    [2, "TRY_AGAIN"],
    [3, "NO_RECOVERY"],
    [4, "NO_DATA"],
  ];
  for (const [failure = 0, name] of names) {
    const e = hostFailure({ failure, text: "reason", errno: 0 }, "gethostbyaddr", "192.0.2.1");
    assertInstanceOf(e, herror);
    assertEquals([e.errno, e.code, e.strerror], [failure, name, "reason"]);
  }
});
