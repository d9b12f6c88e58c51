import { assert, assertEquals, assertThrows } from "@std/assert";
import { darwin, linux, windows } from "../../ffi/layout.ts";
import { encodeHints, readAddrinfo } from "../../ffi/struct/addrinfo.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { encodeIovecs, readMsghdr, writeMsghdr } from "../../ffi/struct/msghdr.ts";
import { readHostent, readIfNameindex, readProtoent, readServent } from "../../ffi/struct/netdb.ts";
import { makePollfds, readRevents, writePollfd } from "../../ffi/struct/pollfd.ts";
import { compile } from "../support/compile.ts";

const LAYOUTS = [linux, darwin, windows];
const P1 = 0x8899aabbccddeef1n;
const P2 = 0x1122334455667702n;
const P3 = 0x7fff00000000fff3n;

/** Structures with values in all members, as hexadecimal lines; padding is zero. */
const C = `
#include <net/if.h>
#include <netdb.h>
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

static void dump(const char *name, const void *from, size_t size) {
  printf("%s ", name);
  for (size_t i = 0; i < size; i++) printf("%02x", ((const unsigned char *) from)[i]);
  printf("\\n");
}
#define MAKE(type, name) struct type name; memset(&name, 0, sizeof name)
#define DUMP(name) dump(#name, &name, sizeof name)
#define P1 ((void *) 0x8899aabbccddeef1)
#define P2 ((void *) 0x1122334455667702)
#define P3 ((void *) 0x7fff00000000fff3)

int main(void) {
  MAKE(addrinfo, hints);
  hints.ai_flags = 0x12345; hints.ai_family = -3; hints.ai_socktype = 70000; hints.ai_protocol = 255;
  DUMP(hints);
  MAKE(addrinfo, node);
  node = hints; node.ai_addrlen = 28; node.ai_addr = P1; node.ai_canonname = P2; node.ai_next = P3;
  DUMP(node);
  MAKE(hostent, host);
  host.h_name = P1; host.h_aliases = P2; host.h_addrtype = 10; host.h_length = 16; host.h_addr_list = P3;
  DUMP(host);
  MAKE(servent, service);
  service.s_name = P1; service.s_aliases = P2; service.s_port = htons(40001); service.s_proto = P3;
  DUMP(service);
  MAKE(protoent, protocol);
  protocol.p_name = P1; protocol.p_aliases = P2; protocol.p_proto = 262;
  DUMP(protocol);
  struct if_nameindex interfaces[2]; memset(interfaces, 0, sizeof interfaces);
  interfaces[1].if_index = 0x80000001; interfaces[1].if_name = P2;
  DUMP(interfaces);
  struct iovec buffers[3]; memset(buffers, 0, sizeof buffers);
  buffers[0].iov_base = P1; buffers[0].iov_len = 5; buffers[2].iov_base = P2; buffers[2].iov_len = 0x123456789;
  DUMP(buffers);
  MAKE(msghdr, message);
  message.msg_name = P1; message.msg_namelen = 128; message.msg_iov = P2; message.msg_iovlen = 3;
  message.msg_control = P3; message.msg_controllen = 0x10203; message.msg_flags = 0x40000020;
  DUMP(message);
  struct pollfd polled[2]; memset(polled, 0, sizeof polled);
  polled[0].fd = -1; polled[0].events = POLLIN; polled[1].fd = 70000; polled[1].events = POLLIN | POLLOUT;
  DUMP(polled);
  polled[1].revents = POLLHUP | POLLERR;
  dump("answered", polled, sizeof polled);
}
`;

const here = [linux, darwin].find((layout) => layout.os === Deno.build.os);

Deno.test({
  name: "structures are the C compiler's, byte for byte",
  ignore: here === undefined, // the C program is for POSIX
  fn() {
    assert(here !== undefined);
    const { success, stdout } = new Deno.Command(compile(C)).outputSync();
    assert(success);
    const c = new Map<string, Uint8Array>();
    for (const line of new TextDecoder().decode(stdout).trimEnd().split("\n")) {
      const [name = "", hex = ""] = line.split(" ");
      c.set(name, Uint8Array.fromHex(hex));
    }
    const bytes = (name: string) => c.get(name) ?? new Uint8Array(0);
    const view = (name: string) => viewOf(bytes(name));

    const hints = { flags: 0x12345, family: -3, type: 70000, protocol: 255 };
    assertEquals(encodeHints(hints, here), bytes("hints"));
    assertEquals(
      readAddrinfo(view("node"), here),
      { ...hints, addrlen: 28, addr: P1, canonname: P2, next: P3 },
    );
    assertEquals(
      readHostent(view("host"), here),
      { name: P1, aliases: P2, addrtype: 10, length: 16, addr_list: P3 },
    );
    assertEquals(
      readServent(view("service"), here),
      { name: P1, aliases: P2, port: 40001, proto: P3 },
    );
    assertEquals(readProtoent(view("protocol"), here), { name: P1, aliases: P2, proto: 262 });
    const interfaces = view("interfaces");
    assertEquals(readIfNameindex(interfaces, 0, here), { index: 0, name: 0n });
    assertEquals(readIfNameindex(interfaces, 1, here), { index: 0x80000001, name: P2 });
    assertEquals(encodeIovecs([[P1, 5], [0n, 0], [P2, 0x123456789]], here), bytes("buffers"));

    const header = new Uint8Array(here.msghdr.size);
    writeMsghdr(viewOf(header), message, here);
    assertEquals(header, bytes("message"));
    assertEquals(
      readMsghdr(view("message"), here),
      { namelen: 128, controllen: 0x10203, flags: 0x40000020 },
    );

    const polled = makePollfds(2, here);
    writePollfd(viewOf(polled), 0, -1, 1, here);
    writePollfd(viewOf(polled), 1, 70000, 5, here);
    assertEquals(polled, bytes("polled"));
    assertEquals([0, 1].map((i) => readRevents(view("answered"), i, here)), [0, 0x18]);
  },
});

const message = {
  name: P1,
  namelen: 128,
  iov: P2,
  iovlen: 3,
  control: P3,
  controllen: 0x10203,
  flags: 0x40000020,
};

/** The bytes of a structure whose members are put at offsets by hand. */
function structure(size: number, members: readonly (readonly [number, number, bigint])[]) {
  const bytes = new Uint8Array(size);
  for (const [offset, width, value] of members) {
    for (let i = 0; i < width; i++) bytes[offset + i] = Number((value >> BigInt(8 * i)) & 0xffn);
  }
  return bytes;
}

Deno.test("darwin: where it differs from linux", () => {
  const node = structure(48, [[4, 4, 30n], [16, 4, 28n], [24, 8, P2], [32, 8, P1], [40, 8, P3]]);
  assertEquals(
    readAddrinfo(viewOf(node), darwin),
    { flags: 0, family: 30, type: 0, protocol: 0, addrlen: 28, addr: P1, canonname: P2, next: P3 },
  );
  const header = new Uint8Array(48);
  writeMsghdr(viewOf(header), message, darwin);
  const pointers = [[0, 8, P1], [8, 4, 128n], [16, 8, P2], [32, 8, P3]] as const;
  const rest = [[24, 4, 3n], [40, 4, 0x10203n], [44, 4, 0x40000020n]] as const;
  assertEquals(header, structure(48, [...pointers, ...rest]));
});

Deno.test("windows: where it differs from the others", () => {
  const node = structure(48, [[4, 4, 23n], [16, 8, 28n], [24, 8, P2], [32, 8, P1], [40, 8, P3]]);
  assertEquals(
    readAddrinfo(viewOf(node), windows),
    { flags: 0, family: 23, type: 0, protocol: 0, addrlen: 28, addr: P1, canonname: P2, next: P3 },
  );
  const names = [[0, 8, P1], [8, 8, P2]] as const;
  const host = structure(32, [...names, [16, 2, 23n], [18, 2, 16n], [20, 4, 0xffffffffn], [
    24,
    8,
    P3,
  ]]);
  assertEquals(
    readHostent(viewOf(host), windows),
    { name: P1, aliases: P2, addrtype: 23, length: 16, addr_list: P3 },
  );
  const service = structure(32, [...names, [16, 8, P3], [24, 2, 0x419cn], [26, 4, 0xffffffffn]]);
  assertEquals(readServent(viewOf(service), windows), {
    name: P1,
    aliases: P2,
    port: 40001,
    proto: P3,
  });
  const protocol = structure(24, [...names, [16, 2, 255n], [18, 4, 0xffffffffn]]);
  assertEquals(readProtoent(viewOf(protocol), windows), { name: P1, aliases: P2, proto: 255 });
  assertThrows(() => readIfNameindex(viewOf(host), 0, windows), TypeError, "windows");

  const header = new Uint8Array(56);
  writeMsghdr(viewOf(header), message, windows);
  const pointers = [[0, 8, P1], [8, 4, 128n], [16, 8, P2], [40, 8, P3]] as const;
  const rest = [[24, 4, 3n], [32, 4, 0x10203n], [48, 4, 0x40000020n]] as const;
  assertEquals(header, structure(56, [...pointers, ...rest]));
  const buffers = encodeIovecs([[P1, 2 ** 32 - 1], [P2, 7]], windows);
  assertEquals(
    buffers,
    structure(32, [[0, 4, 0xffffffffn], [8, 8, P1], [16, 4, 7n], [24, 8, P2]]),
  );
  assertThrows(() => encodeIovecs([[P1, 2 ** 32]], windows), RangeError, "4294967296");

  const polled = makePollfds(2, windows);
  writePollfd(viewOf(polled), 0, -1, 0x300, windows);
  writePollfd(viewOf(polled), 1, 2 ** 33 + 5, 0x10, windows);
  assertEquals(
    polled,
    structure(32, [[0, 8, 0xffffffffffffffffn], [8, 2, 0x300n], [16, 8, 2n ** 33n + 5n], [
      24,
      2,
      0x10n,
    ]]),
  );
});

Deno.test("a pollfd that is written again forgets what was answered", () => {
  for (const layout of LAYOUTS) {
    const bytes = makePollfds(1, layout).fill(0xff);
    const view = viewOf(bytes);
    assertEquals(readRevents(view, 0, layout), 0xffff);
    writePollfd(view, 0, 3, 1, layout);
    assertEquals(readRevents(view, 0, layout), 0);
  }
});

Deno.test("a message header that is written again keeps nothing", () => {
  for (const layout of LAYOUTS) {
    const view = new DataView(new ArrayBuffer(layout.msghdr.size));
    writeMsghdr(view, message, layout);
    assertEquals(readMsghdr(view, layout), {
      namelen: 128,
      controllen: 0x10203,
      flags: 0x40000020,
    });
    const empty = {
      name: 0n,
      namelen: 0,
      iov: 0n,
      iovlen: 0,
      control: 0n,
      controllen: 0,
      flags: 0,
    };
    writeMsghdr(view, empty, layout);
    assertEquals(new Uint8Array(view.buffer), new Uint8Array(layout.msghdr.size));
  }
});

Deno.test("values that do not fit are refused", () => {
  const hints = { flags: 0, family: 0, type: 0, protocol: 0 };
  assertThrows(() => encodeHints({ ...hints, family: 2 ** 31 }, linux), RangeError, "family");
  assertThrows(() => encodeHints({ ...hints, flags: NaN }, linux), TypeError, "flags");
});
