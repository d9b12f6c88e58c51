/**
 * A very small syslogd: prints the datagrams that `logger.ts`, or any program that uses syslog(3)'s
 * format, sends to a socket in the file system.
 *
 *     deno run --allow-ffi --allow-read=log.sock --allow-write=log.sock examples/log-receiver.ts
 *     deno run --allow-ffi examples/logger.ts --socket log.sock "hello"
 */
import { AF_UNIX, ConnectionRefusedError, OSError, SOCK_DGRAM, socket } from "@bsd/socket";
import { print, program, whole } from "./support/program.ts";

/** Whether a path is a socket that nobody reads any more: its process is gone, the file is not. */
function isStale(path: string): boolean {
  if (!Deno.lstatSync(path).isSocket) return false;
  try {
    using probe = socket(AF_UNIX, SOCK_DGRAM);
    probe.connect(path);
    return false;
  } catch (error) {
    return error instanceof ConnectionRefusedError;
  }
}

await program({
  usage: "log-receiver [--count N] [PATH]",
  about: `Prints what is logged to a socket.

  --count N  end after N messages; goes on until interrupted unless given
  PATH       where to make the socket, log.sock unless given`,
  options: { count: { type: "string" } },
  most: 1,
}, ({ count }, path = "log.sock") => {
  const last = count === undefined ? Infinity : whole(count, "--count", 1, 2 ** 31);
  using receiver = socket(AF_UNIX, SOCK_DGRAM);
  try {
    receiver.bind(path);
  } catch (error) {
    if (!(error instanceof OSError && error.code === "EADDRINUSE" && isStale(path))) throw error;
    Deno.removeSync(path);
    receiver.bind(path);
  }
  console.log("Listening on", receiver.getsockname());

  for (let n = 0; n < last; n++) {
    const line = new TextDecoder().decode(receiver.recv(8192)).replace(/[\0\n]+$/, "");
    const [, number, text] = /^<(\d+)>(.*)/s.exec(line) ?? [];
    const [facility, severity] = [Number(number) >> 3, Number(number) & 7];
    print(number ? `facility ${facility}, severity ${severity}: ${text}` : line);
  }
  // The file outlives its socket; whoever made it removes it.
  Deno.removeSync(path);
});
