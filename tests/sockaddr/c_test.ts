import { assert, assertEquals } from "@std/assert";
import { darwin, linux } from "../../ffi/layout.ts";
import type { Address } from "../../src/addresses.ts";
import { decodeAddress, encodeAddress } from "../../src/sockaddr/mod.ts";
import { compile } from "../support/compile.ts";

const here = [linux, darwin].find((layout) => layout.os === Deno.build.os);

/** Sample addresses as a C program fills them in, as hexadecimal lines. */
const C = `
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#ifdef __APPLE__
#define LENGTH(p, n) ((struct sockaddr *) p)->sa_len = n
#else
#define LENGTH(p, n)
#endif

static void dump(const void *from, size_t size) {
  for (size_t i = 0; i < size; i++) printf("%02x", ((const unsigned char *) from)[i]);
  printf("\\n");
}

static void in(const char *host, int port) {
  struct sockaddr_in a;
  memset(&a, 0, sizeof a);
  a.sin_family = AF_INET; a.sin_port = htons(port);
  LENGTH(&a, sizeof a);
  if (inet_pton(AF_INET, host, &a.sin_addr) != 1) printf("bad ");
  dump(&a, sizeof a);
}

static void in6(const char *host, int port, unsigned flowinfo, unsigned scope) {
  struct sockaddr_in6 a;
  memset(&a, 0, sizeof a);
  a.sin6_family = AF_INET6; a.sin6_port = htons(port);
  a.sin6_flowinfo = htonl(flowinfo); a.sin6_scope_id = scope;
  LENGTH(&a, sizeof a);
  if (inet_pton(AF_INET6, host, &a.sin6_addr) != 1) printf("bad ");
  dump(&a, sizeof a);
}

static void un(const char *path, size_t length) {
  struct sockaddr_un a;
  memset(&a, 0, sizeof a);
  a.sun_family = AF_UNIX;
  memcpy(a.sun_path, path, length);
  LENGTH(&a, offsetof(struct sockaddr_un, sun_path) + length);
  dump(&a, offsetof(struct sockaddr_un, sun_path) + length);
}

int main(void) {
  in("127.0.0.1", 80);
  in("255.254.1.0", 65535);
  in("0.0.0.0", 0);
  in6("::1", 443, 0, 0);
  in6("fe80::1:2a", 65535, 0xfffff, 0xffffffff);
  in6("::ffff:10.0.0.1", 258, 0x12345, 7);
  un("/tmp/socket", 12);
  un("\\303\\251", 3);
#ifdef __linux__
  un("", 0);
  un("\\0", 1);
  un("\\0name\\0\\0", 7);
#endif
}
`;

const portable: Address[][] = [
  [["127.0.0.1", 80], ["255.254.1.0", 65535], ["0.0.0.0", 0]],
  [
    ["::1", 443, 0, 0],
    ["fe80::1:2a", 65535, 0xfffff, 0xffffffff],
    ["::ffff:10.0.0.1", 258, 0x12345, 7],
  ],
  ["/tmp/socket", "é"],
];
const abstract = [new Uint8Array(1), new TextEncoder().encode("\0name\0\0")];

Deno.test({
  name: "addresses are the C compiler's, byte for byte, both ways",
  ignore: here === undefined, // the C program is for POSIX
  fn() {
    assert(here !== undefined);
    const layout = here;
    const { success, stdout } = new Deno.Command(compile(C)).outputSync();
    assert(success);
    const c = new TextDecoder().decode(stdout).trimEnd().split("\n");
    const families = [layout.AF_INET, layout.AF_INET6, layout.AF_UNIX];
    const addresses = portable.flatMap((some, i) =>
      some.map((a) => [families[i] ?? 0, a] as const)
    );
    if (layout.abstractNames) {
      for (const name of ["", ...abstract]) addresses.push([layout.AF_UNIX, name]);
    }
    assertEquals(addresses.map(([family, a]) => encodeAddress(family, a, layout).toHex()), c);
    const decoded = c.map((hex) => Uint8Array.fromHex(hex))
      .map((bytes) => decodeAddress(bytes, bytes.length, layout));
    assertEquals(decoded, addresses.map(([, address]) => address));
  },
});
