/** Part of the demo: Unix sockets, by path and by abstract name, and a descriptor passed through one. */
import { closeSync, openSync } from "node:fs";
import {
  AF_UNIX,
  close,
  recv_fds,
  SCM_RIGHTS,
  send_fds,
  SOCK_DGRAM,
  SOCK_STREAM,
  socket,
  socketpair,
} from "@bsd/socket";
import { absent, heading, optional, step } from "./show.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function byPath(): string {
  const directory = Deno.makeTempDirSync();
  try {
    using server = socket(AF_UNIX, SOCK_STREAM);
    using client = socket(AF_UNIX, SOCK_STREAM);
    server.bind(`${directory}/socket`);
    server.listen();
    // The connection waits in the backlog until it is accepted.
    client.connect(`${directory}/socket`);
    const [connection] = server.accept();
    using _connection = connection;
    client.sendall(encoder.encode("hello"));
    return `"${decoder.decode(connection.recv(100))}" through ${client.getpeername()}`;
  } finally {
    Deno.removeSync(directory, { recursive: true });
  }
}

function byAbstractName(): string {
  const name = `bsd-socket-demo-${Deno.pid}`;
  using receiver = socket(AF_UNIX, SOCK_DGRAM);
  using sender = socket(AF_UNIX, SOCK_DGRAM);
  receiver.bind(`\0${name}`);
  sender.sendto(encoder.encode("hello"), `\0${name}`);
  return `"${decoder.decode(receiver.recv(100))}" through \\0${name}`;
}

function passDescriptor(): string {
  const [one, other] = socketpair();
  using _one = one, _other = other;
  const sent = openSync(new URL("../../LICENSE", import.meta.url), "r");
  send_fds(one, [encoder.encode("LICENSE")], [sent]);
  closeSync(sent);
  // Only the descriptor in the message keeps the file open now.
  const [name, [received]] = recv_fds(other, 100, 1);
  if (received === undefined) throw new Error("no descriptor came");
  try {
    one.sendfile(received);
  } finally {
    close(received);
  }
  using text = other.makefile("r");
  return `${decoder.decode(name)} came as ${received}: "${text.readline().trimEnd()}"`;
}

/** Shows a path, an abstract name, and an open file that is passed and then read. */
export async function unix(): Promise<void> {
  heading("Unix sockets");
  // Windows passes no descriptors, and older ones have no Unix sockets at all.
  const passes = SCM_RIGHTS !== undefined;
  await (passes ? step : optional)("path", byPath);
  await optional("abstract name", byAbstractName); // Linux has them, other systems do not.
  if (passes) await step("descriptor", passDescriptor);
  else absent("descriptor", "this system passes none");
}
