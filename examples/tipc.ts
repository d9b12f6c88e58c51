/**
 * A named service on TIPC: clients find it by a number wherever in the cluster it is, and can be told
 * when it comes and goes.
 *
 *     deno run --allow-ffi examples/tipc.ts watch 18888
 *     deno run --allow-ffi examples/tipc.ts serve 18888 17
 *     deno run --allow-ffi examples/tipc.ts ask 18888 17 "Hello, world"
 */
import {
  AF_TIPC,
  SOCK_RDM,
  SOCK_SEQPACKET,
  socket,
  TIPC_ADDR_NAME,
  TIPC_ADDR_NAMESEQ,
  tipc_event,
  TIPC_MAX_USER_MSG_SIZE,
  TIPC_PUBLISHED,
  TIPC_SUB_PORTS,
  tipc_subscr,
  TIPC_TOP_SRV,
  TIPC_WAIT_FOREVER,
  type TipcArgument,
} from "@bsd/socket";
import { interrupted } from "./support/interrupted.ts";
import { program, UsageError, whole } from "./support/program.ts";

const MOST = 0xffffffff;

// Here as below, the constants are there wherever AF_TIPC is.
const SIZE = TIPC_MAX_USER_MSG_SIZE ?? 0;

/** The name of an instance. */
function nameOf(type: number, instance: number): TipcArgument {
  return [TIPC_ADDR_NAME ?? 0, type, instance, 0];
}

async function serve(type: number, lower: number, upper: number): Promise<void> {
  using sock = socket(AF_TIPC, SOCK_RDM);
  sock.bind([TIPC_ADDR_NAMESEQ ?? 0, type, lower, upper]);
  console.log(`Serving ${type}, instances ${lower} to ${upper}`);
  const signal = interrupted();
  for (;;) {
    const [data, client] = await sock.promises.recvfrom(SIZE, 0, { signal });
    console.log("Asked by", client);
    const answer = new TextDecoder().decode(data).toUpperCase();
    await sock.promises.sendto(new TextEncoder().encode(answer), client);
  }
}

function ask(type: number, instance: number, text: string): void {
  using sock = socket(AF_TIPC, SOCK_RDM);
  sock.settimeout(10);
  sock.sendto(new TextEncoder().encode(text), nameOf(type, instance));
  const [answer, service] = sock.recvfrom(SIZE);
  console.log(`${service} answers ${new TextDecoder().decode(answer)}`);
}

/** Passes on an error that is not the end that the user asked for. */
function unlessAborted(error: unknown): void {
  if (!(error instanceof DOMException) || error.name !== "AbortError") throw error;
}

/** Connects to the topology service, which every node has, and prints what it tells. */
async function watch(type: number): Promise<void> {
  using sock = socket(AF_TIPC, SOCK_SEQPACKET);
  const top = TIPC_TOP_SRV ?? 0;
  await sock.promises.connect(nameOf(top, top));
  await sock.promises.send(tipc_subscr.encode({
    seq: { type, lower: 0, upper: MOST },
    timeout: TIPC_WAIT_FOREVER ?? 0,
    filter: TIPC_SUB_PORTS ?? 0,
    usr_handle: new Uint8Array(8),
  }));
  console.log("Watching", type);
  const signal = interrupted();
  for (;;) {
    const data = await sock.promises.recv(tipc_event.size, 0, { signal });
    const { event, found_lower, found_upper, port } = tipc_event.decode(data);
    const what = event === TIPC_PUBLISHED ? "came" : "went";
    console.log(`${found_lower} to ${found_upper} ${what} at ${port.node}:${port.ref}`);
  }
}

await program({
  usage: "tipc serve|ask|watch TYPE [INSTANCE [LAST|TEXT]]",
  about: `Offers, asks and watches a service on TIPC. Linux only.

  serve  answers in capitals as INSTANCE, or all from it to LAST, until interrupted
  ask    sends TEXT, "Hello, world" unless given, to INSTANCE and prints its answer
  watch  prints which instances there are, come and go, until interrupted
  TYPE   the service's number, 64 to ${MOST}`,
  uses: { AF_TIPC },
  most: 4,
}, async (_, command, type, instance, last) => {
  if (type === undefined) throw new UsageError("there is no command, or no type");
  const service = whole(type, "the type", 64, MOST);
  const number = (text = "") => whole(text, "the instance", 0, MOST);
  switch (command) {
    case "serve":
      return await serve(service, number(instance), number(last ?? instance)).catch(unlessAborted);
    case "ask":
      return ask(service, number(instance), last ?? "Hello, world");
    case "watch":
      return await watch(service).catch(unlessAborted);
    default:
      throw new UsageError(`no such command: "${command}"`);
  }
});
