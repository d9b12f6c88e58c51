/**
 * Two processes: the parent opens a file and a listening socket and passes both, as descriptors,
 * to a child that may open neither; the child serves the file.
 *
 *     deno run --allow-ffi --allow-read --allow-write --allow-run examples/pass-descriptors.ts
 */
import { closeSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  AF_UNIX,
  close,
  create_connection,
  create_server,
  recv_fds,
  send_fds,
  socket,
} from "@bsd/socket";
import { program } from "./support/program.ts";

const RUN = ["run", "--no-prompt", "--allow-ffi"];

async function parent(path: string): Promise<void> {
  using server = create_server(["127.0.0.1", 0]);
  const address = server.getsockname();
  const file = openSync(path, "r");
  const directory = Deno.makeTempDirSync();
  using meeting = socket(AF_UNIX);
  meeting.settimeout(30); // The child may fail to come.
  let started: Deno.ChildProcess;
  try {
    meeting.bind(`${directory}/meeting`);
    meeting.listen();
    started = new Deno.Command(Deno.execPath(), {
      args: [...RUN, import.meta.url, "--child", `${directory}/meeting`],
    }).spawn();
    const [child] = meeting.accept();
    using _child = child;
    console.log(`parent: passing descriptors ${server.fileno()} (a socket) and ${file} (${path})`);
    // Descriptors travel with data, a byte at least.
    send_fds(child, [new TextEncoder().encode("serve this")], [server.fileno(), file]);
  } finally {
    // The child has descriptors of its own; with these closed, nobody but the child can answer.
    server.close();
    closeSync(file);
    Deno.removeSync(directory, { recursive: true });
  }
  using client = create_connection(address);
  using answer = client.makefile("r");
  console.log(`parent: the child's answer begins "${answer.readline().trimEnd()}"`);
  await started.status;
}

function child(path: string): void {
  using meeting = socket(AF_UNIX);
  meeting.connect(path);
  const [message, [listening, file]] = recv_fds(meeting, 100, 2);
  if (listening === undefined || file === undefined) throw new Error("no descriptors came");
  const text = new TextDecoder().decode(message);
  console.log(`child:  received descriptors ${listening} and ${file} with the words "${text}"`);
  // What the kernel passed is open, whatever this process may open itself.
  using server = socket({ fileno: listening });
  const [connection] = server.accept();
  using _connection = connection;
  console.log(`child:  served ${connection.sendfile(file)} bytes`);
  close(file);
}

await program({
  usage: "pass-descriptors [FILE]",
  about: `Passes an open file and a listening socket to a child process, which serves the file.

  FILE  this program's text unless given`,
  options: { child: { type: "string" } },
  most: 1,
}, (values, file = fileURLToPath(import.meta.url)) => {
  if (values.child !== undefined) child(values.child);
  else return parent(file);
});
