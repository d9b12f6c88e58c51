/**
 * An echo between a virtual machine and its host, or within one machine, and a client for it.
 *
 *     deno run --allow-ffi examples/vsock-echo.ts
 *     deno run --allow-ffi examples/vsock-echo.ts --to local 50007 "Hello, world"
 */
import {
  AF_VSOCK,
  OSError,
  SHUT_WR,
  SOCK_STREAM,
  type Socket,
  socket,
  VMADDR_CID_ANY,
  VMADDR_CID_HOST,
  VMADDR_CID_LOCAL,
  VMADDR_PORT_ANY,
  type VsockAddress,
} from "@bsd/socket";
import { interrupted } from "./support/interrupted.ts";
import { program, UsageError, whole } from "./support/program.ts";

/** The highest context id and port; one more is "any". */
const MOST = 0xfffffffe;

/** A context id by its number, or by the name of one that is always the same. */
function contextId(text: string): number {
  const named = text === "local" ? VMADDR_CID_LOCAL : text === "host" ? VMADDR_CID_HOST : undefined;
  return named ?? whole(text, "the context id", 0, MOST);
}

/** A port that may be "any". */
function boundPort(text: string): number {
  const port = whole(text, "the port", 0, MOST);
  return port === 0 && VMADDR_PORT_ANY !== undefined ? VMADDR_PORT_ANY : port;
}

/** Sends everything back, to the end. */
async function echo(sock: Socket<VsockAddress>): Promise<void> {
  using _ = sock;
  try {
    await sock.readable.pipeTo(sock.writable);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
    console.log("Lost", error.message);
  }
}

async function serve(port: number): Promise<void> {
  using server = socket(AF_VSOCK, SOCK_STREAM);
  server.bind([VMADDR_CID_ANY ?? MOST, port]);
  server.listen();
  const [, own] = server.getsockname();
  console.log("Listening on port", own);
  interrupted().addEventListener("abort", () => server.close());
  for await (const [connection, [cid, from]] of server) {
    console.log(`Connected by context ${cid}, port ${from}`);
    void echo(connection);
  }
}

async function say(cid: number, port: number, text: string): Promise<void> {
  using sock = socket(AF_VSOCK, SOCK_STREAM);
  await sock.promises.connect([cid, port]);
  await sock.promises.sendall(new TextEncoder().encode(text));
  sock.shutdown(SHUT_WR);
  console.log("Received", await new Response(sock.readable).text());
}

await program({
  usage: "vsock-echo [--to CONTEXT] [PORT [TEXT]]",
  about:
    `Sends back what comes over AF_VSOCK, until interrupted; or sends something to be sent back.
Linux, and macOS as the host.

  --to CONTEXT  sends TEXT to the context: its number, "host" for the host of this virtual
                machine, "local" for this machine
  PORT          50007 unless given; to listen, 0 for any that is free
  TEXT          what to send, "Hello, world" unless given`,
  uses: { AF_VSOCK },
  options: { to: { type: "string" } },
  most: 2,
}, async ({ to }, port = "50007", text) => {
  if (to !== undefined) {
    await say(contextId(to), whole(port, "the port", 0, MOST), text ?? "Hello, world");
  } else if (text !== undefined) {
    throw new UsageError("there is nowhere to send the text: --to is missing");
  } else {
    await serve(boundPort(port));
  }
});
