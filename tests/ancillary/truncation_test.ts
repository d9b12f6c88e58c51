/**
 * Control messages in rooms of every size: what comes, what is said to be cut off and what is open
 * afterwards, beside a C program that does the same.
 */
import { assert, assertEquals } from "@std/assert";
import {
  AF_UNIX,
  type AncillaryArgument,
  type AncillaryData,
  close,
  CMSG_LEN,
  CMSG_SPACE,
  control_message,
  control_messages,
  OSError,
  recv_fds,
  SCM_PIDFD,
  SCM_RIGHTS,
  SO_PASSCRED,
  SO_PASSPIDFD,
  SOCK_DGRAM,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  type Socket,
  socketpair,
  SOL_SOCKET,
  ucred,
  type UnixAddress,
} from "@bsd/socket";
import { c } from "../support/peer.ts";
import { test } from "../awaited/idle.ts";
import { encode, statusFlags, target } from "../socket/helpers.ts";

const O_CLOEXEC = 0o2000000;

/** How many descriptors this process has: quicker than a census, which also asks what each one is. */
function openDescriptors(): number {
  return [...Deno.readDirSync("/proc/self/fd")].length;
}

/** What goes along with the descriptors, and in which order the sender names the two. */
const COMPANY = ["nothing", "credentials before", "credentials after", "a pidfd"] as const;

/**
 * For each kind of socket, company, number of descriptors and size of the room, a line: the
 * message's flags, how many descriptors were opened, and each message's type and length of data.
 */
const ORACLE = String.raw`
#define _GNU_SOURCE
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int opened(void) {
  int count = 0;
  DIR *directory = opendir("/proc/self/fd");
  while (readdir(directory)) count++;
  closedir(directory);
  return count;
}

int main(int argc, char **argv) {
  int type = atoi(argv[1]), company = atoi(argv[2]), n = atoi(argv[3]), most = atoi(argv[4]);
  int pair[2], one = 1;
  if (socketpair(AF_UNIX, type, 0, pair)) return 1;
  if ((company == 1 || company == 2) && setsockopt(pair[1], SOL_SOCKET, SO_PASSCRED, &one, sizeof one)) return 2;
  if (company == 3 && setsockopt(pair[1], SOL_SOCKET, ${
  SO_PASSPIDFD ?? -1
}, &one, sizeof one)) return 3;
  for (int size = 0; size <= most; size++) {
    char out[256] = {0}, in[256], byte = 'x';
    struct iovec iov = {&byte, 1};
    struct msghdr message = {.msg_iov = &iov, .msg_iovlen = 1, .msg_control = out, .msg_controllen = sizeof out};
    struct cmsghdr *cmsg = CMSG_FIRSTHDR(&message);
    size_t length = 0;
    for (int part = 0; part < 2; part++) {
      if (part == (company == 1)) {
        *cmsg = (struct cmsghdr){CMSG_LEN(n * sizeof(int)), SOL_SOCKET, SCM_RIGHTS};
        for (int i = 0; i < n; i++) memcpy(CMSG_DATA(cmsg) + i * sizeof(int), &pair[i % 2], sizeof(int));
        length += CMSG_SPACE(n * sizeof(int));
      } else if (company == 1 || company == 2) {
        struct ucred me = {getpid(), getuid(), getgid()};
        *cmsg = (struct cmsghdr){CMSG_LEN(sizeof me), SOL_SOCKET, SCM_CREDENTIALS};
        memcpy(CMSG_DATA(cmsg), &me, sizeof me);
        length += CMSG_SPACE(sizeof me);
      }
      cmsg = (struct cmsghdr *)(out + length);
    }
    message.msg_controllen = length;
    if (sendmsg(pair[0], &message, 0) != 1) return 4;
    memset(in, 0, sizeof in);
    message.msg_control = size ? in : NULL;
    message.msg_controllen = size;
    int before = opened();
    if (recvmsg(pair[1], &message, MSG_CMSG_CLOEXEC) != 1) return 5;
    printf("%d %d %d:", size, message.msg_flags & ~MSG_CMSG_CLOEXEC, opened() - before);
    for (cmsg = CMSG_FIRSTHDR(&message); cmsg; cmsg = CMSG_NXTHDR(&message, cmsg)) {
      long end = in + message.msg_controllen - (char *)CMSG_DATA(cmsg);
      long data = cmsg->cmsg_len - CMSG_LEN(0);
      if (data > end) data = end;
      printf(" %d/%ld", cmsg->cmsg_type, data);
      if (cmsg->cmsg_type == SCM_RIGHTS || cmsg->cmsg_type == ${SCM_PIDFD ?? -1})
        for (int i = 0; i < data / (long)sizeof(int); i++) close(((int *)CMSG_DATA(cmsg))[i]);
    }
    puts("");
  }
}
`;

/** A pair whose second socket receives what the company is made of; null where this kernel has none. */
function pairFor(type: number, company: number): [Socket<UnixAddress>, Socket<UnixAddress>] | null {
  using pair = new DisposableStack();
  const [a, b] = socketpair(AF_UNIX, type);
  pair.use(a);
  pair.use(b);
  try {
    if (company === 1 || company === 2) b.setsockopt(SOL_SOCKET, SO_PASSCRED, 1);
    if (company === 3) b.setsockopt(SOL_SOCKET, SO_PASSPIDFD, 1);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
    return null;
  }
  pair.move();
  return [a, b];
}

function messages(company: number, fds: number[]): AncillaryArgument[] {
  const rights = control_message("SCM_RIGHTS", fds);
  if (company !== 1 && company !== 2) return [rights];
  const me = { pid: Deno.pid, uid: Deno.uid() ?? -1, gid: Deno.gid() ?? -1 };
  const credentials = control_message("SCM_CREDENTIALS", me);
  return company === 1 ? [credentials, rights] : [rights, credentials];
}

type Reception = [flags: number, ancdata: AncillaryData[]];

/** Each way to receive a message, blocking and awaited. */
const OPERATIONS: Record<
  string,
  (sock: Socket<UnixAddress>, room: number) => Reception | Promise<Reception>
> = {
  recvmsg(sock, room) {
    const [, ancdata, flags] = sock.recvmsg(10, room);
    return [flags, ancdata];
  },
  async "await recvmsg"(sock, room) {
    const [, ancdata, flags] = await sock.promises.recvmsg(10, room);
    return [flags, ancdata];
  },
  recvmsg_into(sock, room) {
    const [, ancdata, flags] = sock.recvmsg_into([new Uint8Array(10)], room);
    return [flags, ancdata];
  },
  async "await recvmsg_into"(sock, room) {
    const [, ancdata, flags] = await sock.promises.recvmsg_into([new Uint8Array(10)], room);
    return [flags, ancdata];
  },
  recvmmsg(sock, room) {
    const [[, ancdata, flags] = fail()] = sock.recvmmsg(1, 10, room);
    return [flags, ancdata];
  },
  async "await recvmmsg"(sock, room) {
    const [[, ancdata, flags] = fail()] = await sock.promises.recvmmsg(1, 10, room);
    return [flags, ancdata];
  },
};

function fail(): never {
  throw new Error("no message came");
}

for (const [name, type] of Object.entries({ SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET })) {
  for (const [company, along] of COMPANY.entries()) {
    test(`${name}: descriptors and ${along} at every size of the room, as in C`, async () => {
      const pair = pairFor(type, company);
      if (pair === null) return console.warn("this kernel has no SO_PASSPIDFD");
      const [a, b] = pair;
      using _a = a, _b = b;
      const own = [a.fileno(), b.fileno()];
      const [aTarget, bTarget] = own.map(target);
      for (const n of [1, 2, 3, 4]) {
        const fds = Array.from({ length: n }, (_, i) => own[i % 2] ?? -1);
        const most = CMSG_SPACE(n * 4) + 8 + (company === 0 ? 0 : CMSG_SPACE(ucred.size));
        await using oracle = c(ORACLE, { args: [type, company, n, most].map(String) });
        for (let size = 0; size <= most; size++) {
          const expected = await oracle.line();
          for (const [operation, receive] of Object.entries(OPERATIONS)) {
            a.sendmsg([encode("x")], messages(company, fds));
            const before = openDescriptors();
            const [flags, ancdata] = await receive(b, size);
            const opened = openDescriptors() - before;
            const parts = ancdata.map(([, type, data]) => ` ${type}/${data.length}`);
            assertEquals(
              `${size} ${flags} ${opened}:${parts.join("")}`,
              expected,
              `${operation}, ${n} descriptors`,
            );
            using found = control_messages(ancdata);
            for (const message of found) {
              if (message.name !== "SCM_RIGHTS") continue;
              for (const [i, fd] of [...message.value].entries()) {
                assertEquals(target(fd), i % 2 === 0 ? aTarget : bTarget);
                assert((statusFlags(fd) & O_CLOEXEC) !== 0, "a child would get it");
              }
            }
            found[Symbol.dispose]();
            assertEquals(openDescriptors(), before);
          }
        }
        await oracle.end();
      }
    });
  }
}

for (const [name, type] of Object.entries({ SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET })) {
  for (const [company, along] of COMPANY.entries()) {
    test(`${name}: recv_fds gets descriptors and ${along}, and lets none of them go`, async () => {
      const pair = pairFor(type, company);
      if (pair === null) return console.warn("this kernel has no SO_PASSPIDFD");
      const [a, b] = pair;
      using _a = a, _b = b;
      for (const n of [1, 2, 3, 4]) {
        const fds = new Array<number>(n).fill(a.fileno());
        const most = CMSG_LEN(4 * 24);
        await using oracle = c(ORACLE, { args: [type, company, n, most].map(String) });
        const expected: string[] = [];
        for await (const line of oracle.lines) expected.push(line);
        await oracle.end();
        for (let maxfds = 0; maxfds <= 24; maxfds++) {
          a.sendmsg([encode("x")], messages(company, fds));
          const before = openDescriptors();
          const [, received, flags] = recv_fds(b, 10, maxfds);
          assertEquals(openDescriptors() - before, received.length, "those that are returned");
          const line = expected[CMSG_LEN(4 * maxfds)] ?? "";
          assertEquals(flags, Number(line.split(" ")[1]));
          const rights = new RegExp(` ${SCM_RIGHTS}/(\\d+)`).exec(line)?.[1] ?? 0;
          assertEquals(received.length, Number(rights) / 4);
          received.forEach(close);
        }
      }
    });
  }
}
