/** The programs that write and read a log, with each other and with Python. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { AF_UNIX, SOCK_DGRAM, socket } from "@bsd/socket";
import { join } from "@std/path";
import { test } from "../support/census.ts";
import { python } from "../support/peer.ts";
import { tempDir } from "../support/temp.ts";
import { example, failure } from "./example.ts";

function permissions(path: string): string[] {
  return ["--allow-ffi", `--allow-read=${path}`, `--allow-write=${path}`];
}

test("logger: a Python receives priority, time, tag and text", async () => {
  using dir = tempDir();
  const path = join(dir.path, "log");
  await using log = python(
    `
    import socket, sys, time
    s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    s.bind(sys.argv[1])
    s.settimeout(30)
    print("ready")
    for _ in range(3):
        line = s.recv(1000).decode()
        pri, rest = line[1:].split(">")
        then = time.strptime(str(time.localtime().tm_year) + rest[:15], "%Y%b %d %H:%M:%S")
        print(pri, len(rest[:15]), abs(time.mktime(then) - time.time()) < 600, rest[15:])
    `,
    path,
  );
  assertEquals(await log.line(), "ready");
  const options = ["--socket", path, "--priority", "mail.warning", "--tag", "disk"];
  await using one = example("logger", [...options, "nearly", "full", "--", "--help"]);
  assertEquals(await one.end(), "");
  assertEquals(await log.line(), `20 15 True  disk[${one.pid}]: nearly full --help`);

  await using lines = example("logger", ["-u", path]);
  await lines.send("first\n\nsecond");
  assertEquals(await lines.end(), "");
  assertEquals(
    await log.end(),
    `13 15 True  logger[${lines.pid}]: first\n13 15 True  logger[${lines.pid}]: second\n`,
  );
});

test("log-receiver: prints what Python's logging sends, and removes its socket", async () => {
  using dir = tempDir();
  const path = join(dir.path, "log");
  await using log = example("log-receiver", ["--count", 2, path], permissions(path));
  assertEquals(await log.line(), `Listening on ${path}`);
  await using sender = python(
    `
    import logging, logging.handlers, sys
    facility = logging.handlers.SysLogHandler.LOG_LOCAL3
    handler = logging.handlers.SysLogHandler(sys.argv[1], facility)
    logging.getLogger().addHandler(handler)
    logging.error("it broke")
    handler.socket.send(b"not in the format")
    `,
    path,
  );
  await sender.end();
  assertEquals(await log.end(), "facility 19, severity 3: it broke\nnot in the format\n");
  assertEquals([...Deno.readDirSync(dir.path)], []);
});

test("log-receiver: takes over a dead socket's path, from logger", async () => {
  using dir = tempDir();
  const path = join(dir.path, "log");
  {
    using dead = socket(AF_UNIX, SOCK_DGRAM);
    dead.bind(path);
  }
  await using nobody = example("logger", ["--socket", path, "hello"]);
  assertEquals(
    await failure(nobody, 1),
    `logger: [Errno 111] connect: Connection refused '${path}'`,
  );

  await using log = example("log-receiver", ["--count", 1, path], permissions(path));
  assertEquals(await log.line(), `Listening on ${path}`);
  await using sender = example("logger", ["--socket", path, "--priority", "kern.emerg", "hello"]);
  await sender.end();
  assertMatch(await log.end(), /^facility 0, severity 0: .* logger\[\d+\]: hello\n$/);
});

test("log-receiver: leaves the path alone if it is in use or no socket", async () => {
  using dir = tempDir();
  const path = join(dir.path, "log");
  const problem = `log-receiver: [Errno 98] bind: Address already in use '${path}'`;
  {
    using alive = socket(AF_UNIX, SOCK_DGRAM);
    alive.bind(path);
    await using log = example("log-receiver", [path], permissions(path));
    assertEquals(await failure(log, 1), problem);
    assert(Deno.statSync(path).isSocket);
    Deno.removeSync(path);
  }
  Deno.writeTextFileSync(path, "precious");
  await using log = example("log-receiver", [path], permissions(path));
  assertEquals(await failure(log, 1), problem);
  assertEquals(Deno.readTextFileSync(path), "precious");
});
