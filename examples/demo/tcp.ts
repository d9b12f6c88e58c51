/** Part of the demo: TCP, with a server in a Worker. */
import { createHash } from "node:crypto";
import {
  create_connection,
  type Inet6Address,
  type InetAddress,
  IPPROTO_TCP,
  type Socket,
  TCP_NODELAY,
} from "@bsd/socket";
import { heading, optional, step } from "./show.ts";

/** What `sendfile` sends. */
const FILE = new URL("../../mod.ts", import.meta.url);

/** Starts the server; its address. */
function startServer(): Promise<InetAddress | Inet6Address> {
  const worker = new Worker(new URL("./server.ts", import.meta.url), { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
  });
}

/** Connects, does as it is told, and returns the line that the server answers. */
function ask(host: string, port: number, send: (client: Socket) => void): string {
  using client: Socket = create_connection([host, port], { timeout: 5 });
  client.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
  send(client);
  using file = client.makefile("r");
  return file.readline().trimEnd();
}

function sendLine(client: Socket, line: string): void {
  client.sendall(new TextEncoder().encode(`${line}\n`));
}

function echo(host: string, port: number): string {
  const [text, peer] = ask(host, port, (client) => sendLine(client, "echo hello")).split(" ");
  return `"${text}" came back, the server saw ${peer}`;
}

function sendFile(port: number): string {
  const sent = createHash("sha256").update(Deno.readFileSync(FILE)).digest("hex");
  let size = 0;
  const received = ask("127.0.0.1", port, (client) => {
    sendLine(client, `sha256 ${Deno.statSync(FILE).size}`);
    size = client.sendfile(FILE);
  });
  if (sent !== received) throw new Error(`SHA-256 ${sent} was sent, ${received} was received`);
  return `mod.ts, ${size} bytes; SHA-256 ${sent.slice(0, 8)}… on both ends`;
}

/** Shows clients by IPv4, IPv6 and name, and a file that arrives as it was. */
export async function tcp(): Promise<void> {
  heading("TCP, to a server in a Worker");
  let port = 0;
  await step("server", async () => {
    const address = await startServer();
    port = address[1];
    return `listens at ${address[0]} port ${port}`;
  });
  if (port === 0) return;
  try {
    await step("IPv4 client", () => echo("127.0.0.1", port));
    await optional("IPv6 client", () => echo("::1", port));
    await step("client by name", () => echo("localhost", port));
    await step("sendfile", () => sendFile(port));
  } finally {
    ask("127.0.0.1", port, (client) => sendLine(client, "stop"));
  }
}
