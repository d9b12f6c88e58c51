/**
 * A chat server: each line goes to everybody else. Each client has a loop of its own that awaits
 * what it waits for, and nobody waits for those who do not read.
 *
 *     deno run --allow-ffi examples/chat-server.ts
 *     nc localhost 50007
 */
import { create_server, type InetAddress, OSError, type Socket } from "@bsd/socket";
import { interrupted } from "./support/interrupted.ts";
import { portNumber, program } from "./support/program.ts";

/** How many characters of a line are passed on. */
const LINE = 1000;
/** How many bytes may wait for a client that does not read, before it has to go. */
const BACKLOG = 1_000_000;

/** A client, nameless until it has said its name. */
interface Client {
  readonly sock: Socket<InetAddress>;
  name?: string;
  /** How many bytes wait to be sent. */
  waiting: number;
}

const clients = new Set<Client>();

/** Queues a line for a client. It is not awaited: whoever reads slowly holds up nobody else. */
function tell(client: Client, line: string): void {
  const data = new TextEncoder().encode(`${line}\n`);
  client.waiting += data.length;
  if (client.waiting > BACKLOG) return client.sock.close();
  // What several calls send goes out in the order of the calls.
  client.sock.promises.sendall(data).then(
    () => client.waiting -= data.length,
    () => client.sock.close(),
  );
}

function tellOthers(speaker: Client, line: string): void {
  for (const client of clients) {
    if (client !== speaker && client.name !== undefined) tell(client, line);
  }
}

/** What a client says, without what could play tricks on the others' terminals. */
async function* linesOf({ sock }: Client): AsyncGenerator<string> {
  let rest = "";
  for await (const text of sock.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = (lines.pop() ?? "").slice(0, LINE);
    for (const line of lines) yield line.slice(0, LINE).replace(/\p{Cc}/gu, "");
  }
}

async function serve(sock: Socket<InetAddress>): Promise<void> {
  using _ = sock;
  const client: Client = { sock, waiting: 0 };
  clients.add(client);
  try {
    tell(client, "Your name?");
    for await (const line of linesOf(client)) {
      if (client.name !== undefined) {
        tellOthers(client, `${client.name}: ${line}`);
      } else if (line !== "") {
        const others = [...clients].flatMap(({ name }) => name ?? []);
        tell(client, `* here: ${others.join(", ") || "nobody else"}`);
        client.name = line;
        tellOthers(client, `* ${line} has come`);
      }
    }
  } catch (error) {
    if (!(error instanceof OSError)) throw error; // The peer is gone, or was sent away.
  }
  clients.delete(client);
  if (client.name !== undefined) tellOthers(client, `* ${client.name} has left`);
}

await program({
  usage: "chat-server [HOST [PORT]]",
  about:
    `Passes each client's lines on to all others, until interrupted. The first line is its name.

  HOST  the address to listen on, localhost unless given; "" for all of this machine's
  PORT  50007 unless given; 0 for any that is free`,
  most: 2,
}, async (_, host = "localhost", port = "50007") => {
  using server = create_server([host, portNumber(port)]);
  console.log("Listening on", server.getsockname());
  interrupted().addEventListener("abort", () => server.close());
  for await (const [sock] of server) void serve(sock);
  for (const { sock } of clients) sock.close();
});
