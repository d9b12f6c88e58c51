/** Sockets that nobody closed: the garbage collector closes them, and the program is told. */
import { fromFileUrl } from "@std/path";
import { assertEquals, assertMatch } from "@std/assert";
import { test } from "../support/census.ts";
import { denoPath } from "../support/runtime.ts";

const CONFIG = fromFileUrl(new URL("../../deno.json", import.meta.url));

/**
 * What the scripts share: `collect()` lets the garbage collector run until no more sockets are
 * closed by it; `sockets()` is how many the process has.
 */
const PRELUDE = `
import { socket, socketpair, setdefaulttimeout, close, AF_INET, SOCK_DGRAM, SOCK_STREAM } from "@bsd/socket";
import { backend } from ${JSON.stringify(import.meta.resolve("../../ffi/backend/mod.ts"))};
const winsock = backend().sharing !== null;
export function sockets() {
  let count = 0;
  if (winsock) {
    // Nobody tells which handles there are: small numbers, by fours.
    const kind = { family: 0, type: 0, proto: 0 };
    for (let handle = 4; handle < 2048; handle += 4) {
      if (backend().describe(handle, kind) >= 0) count++;
    }
    return count;
  }
  for (const { name } of Deno.readDirSync("/proc/self/fd")) {
    try {
      if (Deno.readLinkSync("/proc/self/fd/" + name).startsWith("socket:")) count++;
    } catch {}
  }
  return count;
}
export async function collect(until = -1) {
  for (let i = 0; i < (until < 0 ? 5 : 200) && sockets() !== until; i++) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
socket().close();
const before = sockets();
`;

/** Runs a script in a Deno that lets it collect garbage; what it prints, and what it is warned of. */
async function run(script: string): Promise<{ printed: string; warnings: string[] }> {
  const url = `data:application/typescript,${encodeURIComponent(PRELUDE + script)}`;
  const options = ["--allow-all", "--quiet", "--config", CONFIG, "--v8-flags=--expose-gc"];
  const { success, stdout, stderr } = await new Deno.Command(denoPath, {
    args: ["run", ...options, url],
    env: { NO_COLOR: "1" },
  }).output();
  const errors = new TextDecoder().decode(stderr);
  if (!success) throw new Error(errors);
  return {
    printed: new TextDecoder().decode(stdout),
    warnings: errors.split(/\r?\n/).filter((line) => line !== ""),
  };
}

test("unclosed: each socket is closed and told of once", async () => {
  const { printed, warnings } = await run(`
    (() => {
      const s = socket(AF_INET, SOCK_STREAM);
      s.bind(["127.0.0.1", 0]);
      s.listen();
      console.log(String(s));
      const [a, b] = socketpair();
      console.log(String(a));
      console.log(String(b));
      console.log(sockets() - before);
    })();
    await collect(before);
    console.log(sockets() - before);
    await collect();
  `);
  const lines = printed.split("\n");
  assertEquals(lines.slice(3), ["3", "0", ""]);
  const told = warnings.map((line) => line.replace(/^\(node:\d+\) /, ""));
  assertEquals(
    told.sort(),
    lines.slice(0, 3).map((text) => `ResourceWarning: unclosed ${text}`).sort(),
  );
  assertMatch(lines[0] ?? "", /family=AF_INET, .*laddr=\('127.0.0.1', \d+\)>$/);
});

test("unclosed: not those that were closed, detached, or whose number is another's", async () => {
  const { printed, warnings } = await run(`
    const kept = (() => {
      socket().close();
      { using s = socket(); }
      const fds = [socket().detach(), socket(AF_INET, SOCK_DGRAM).detach()];
      const adopted = socket({ fileno: socket().detach() });
      const closed = socket();
      const number = closed.fileno();
      closed.close();
      const heir = socket();
      if (!winsock && heir.fileno() !== number) throw new Error("not the same number");
      return { fds, adopted, heir };
    })();
    await collect();
    console.log(sockets() - before);
    kept.fds.forEach(close);
    kept.adopted.close();
    kept.heir.close();
    console.log(sockets() - before);
  `);
  assertEquals([printed, warnings], ["4\n0\n", []]);
});

test("unclosed: not those that could not be made, whose descriptor is closed or the caller's", async () => {
  const { printed, warnings } = await run(`
    const fd = socket().detach();
    const { set_nonblocking } = backend();
    backend().set_nonblocking = () => -1;
    setdefaulttimeout(1);
    for (const options of [{}, { fileno: fd }]) {
      try {
        socket(options);
      } catch (error) {
        console.log(error.syscall, sockets() - before);
      }
    }
    backend().set_nonblocking = set_nonblocking;
    await collect();
    console.log(sockets() - before);
    close(fd);
  `);
  assertEquals([printed, warnings], ["ioctl 1\nioctl 1\n1\n", []]);
});

test("unclosed: a file keeps its socket; the last of them tells", async () => {
  const { printed, warnings } = await run(`
    const [a, b] = socketpair();
    let file: { read(): Uint8Array | null } | null = a.dup().makefile("rb");
    b.sendall(new TextEncoder().encode("read"));
    a.close();
    b.close();
    await collect();
    console.log(new TextDecoder().decode(file.read()!), sockets() - before);
    file = null;
    await collect(before);
    console.log(sockets() - before);
  `);
  assertEquals(printed, "read 1\n0\n");
  assertEquals(warnings.length, 1);
  assertMatch(warnings[0] ?? "", /ResourceWarning: unclosed <Socket fd=\d+, family=AF_(UNIX|INET)/);
});

test("unclosed: at the end of the program there is no word", async () => {
  const { printed, warnings } = await run(`console.log(socket().fileno() > 2);`);
  assertEquals([printed, warnings], ["true\n", []]);
});
