/** What C and Python make of the addresses of Linux's families, on any Linux. */
import { compile } from "../support/compile.ts";
import { start } from "../support/peer.ts";
import { newestPython } from "../support/pythons.ts";

/**
 * The bytes of C structures, as hexadecimal.
 *
 * @param header The header that has the structure.
 * @param type The structure: `"struct sockaddr_vm"`.
 * @param initializers What each one is initialized with: `"{ .svm_family = AF_VSOCK }"`.
 */
export function inC(header: string, type: string, initializers: readonly string[]): string[] {
  const source = `
    #include <stdio.h>
    #include <sys/socket.h>
    #include <${header}>
    int main(void) {
      ${type} all[] = { ${initializers.join(", ")} };
      for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        for (size_t j = 0; j < sizeof *all; j++) printf("%02x", ((unsigned char *) &all[i])[j]);
        printf("\\n");
      }
    }`;
  const { stdout } = new Deno.Command(compile(source)).outputSync();
  return new TextDecoder().decode(stdout).trimEnd().split("\n");
}

// Keeps one address, of whatever socket: bind puts it there, getsockname and getsockopt tell it.
const PRELOADED = `
#define _GNU_SOURCE
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static unsigned char kept[256];
static socklen_t length;

static int tell(void *to, socklen_t *n) {
  memcpy(to, kept, length);
  *n = length;
  return 0;
}

int socket(int family, int type, int protocol) {
  return syscall(SYS_socket, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}
int bind(int fd, const struct sockaddr *a, socklen_t n) {
  memcpy(kept, a, length = n);
  return 0;
}
int getsockname(int fd, struct sockaddr *a, socklen_t *n) { return tell(a, n); }
int getsockopt(int fd, int l, int o, void *v, socklen_t *n) { return tell(v, n); }
`;

const PYTHON = `
import json, socket, sys
family, *addresses = json.loads(sys.argv[1])
s = socket.socket(getattr(socket, family), socket.SOCK_DGRAM)
raw = socket.socket(socket.AF_UNIX)
for address in addresses:
    s.bind(tuple(address))
    print(json.dumps([raw.getsockopt(0, 0, 256).hex(), s.getsockname()]))
`;

/**
 * What Python makes of addresses, without the kernel: the bytes, and the address it reads in them.
 *
 * @param family The family's name: `"AF_VSOCK"`.
 * @param addresses The addresses, of strings and numbers.
 */
export async function inPython(
  family: string,
  addresses: readonly (readonly unknown[])[],
): Promise<[hex: string, address: unknown][]> {
  const LD_PRELOAD = compile(PRELOADED, ["-shared", "-fPIC"]);
  const args = ["-I", "-c", PYTHON, JSON.stringify([family, ...addresses])];
  await using peer = start(newestPython().path, args, { env: { LD_PRELOAD } });
  return (await peer.end()).trimEnd().split("\n").map((line) => JSON.parse(line));
}
