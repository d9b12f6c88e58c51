/**
 * HTTP/1.1 (RFC 9112) on bare sockets: GET and HEAD, persistent connections, pipelining.
 *
 *     deno run --allow-ffi examples/http-server.ts
 *     curl -i http://localhost:8080/hello
 */
import { create_server, type InetAddress, OSError, SHUT_WR, type Socket } from "@bsd/socket";
import { interrupted } from "./support/interrupted.ts";
import { portNumber, program } from "./support/program.ts";

/** How many seconds a connection may be idle. */
const IDLE = 30;
/** The most characters of a request's head. */
const HEAD = 16384;

const pages = new Map([
  ["/", "A socket that speaks HTTP. See also /hello\n"],
  ["/hello", "Hello, world!\n"],
]);

/** What the head of a request says; undefined where it is none. */
function parse(head: string) {
  const [first = "", ...fields] = head.split("\r\n");
  const [, method, target, minor] = /^(\S+) (\S+) HTTP\/1\.(\d)$/.exec(first) ?? [];
  if (method === undefined || target === undefined) return undefined;
  try {
    const headers = new Headers(fields.map((field) => field.split(/:(.*)/, 2) as [string, string]));
    // A proxy's requests have the host in front of the path.
    const [path = ""] = target.replace(/^https?:\/\/[^/?]*/i, "").split("?", 1);
    return { method, path: path || "/", headers, isOld: minor === "0" };
  } catch {
    return undefined; // Not the name or not the value of a header.
  }
}

/** The response to the head of a request, and whether the connection ends after it. */
function respond(head: string): [response: Uint8Array, isLast: boolean] {
  const { method = "", path = "", headers = new Headers(), isOld = true } = parse(head) ?? {};
  const page = pages.get(path);
  const isOne = method !== "" && (isOld || headers.get("host")?.includes(",") === false);
  const [status, text] = !isOne
    ? ["400 Bad Request", "That is not HTTP/1.1.\n"]
    : method !== "GET" && method !== "HEAD"
    ? ["405 Method Not Allowed\r\nAllow: GET, HEAD", "GET or HEAD.\n"]
    : page === undefined
    ? ["404 Not Found", "There is no such page.\n"]
    : ["200 OK", page];
  // What may follow the head is not read, so that nothing can be read after it.
  const hasBody = headers.has("transfer-encoding") || Number(headers.get("content-length")) !== 0;
  const options = headers.get("connection")?.toLowerCase().split(/\s*,\s*/) ?? [];
  const isLast = !isOne || hasBody ||
    (isOld ? !options.includes("keep-alive") : options.includes("close"));
  const bytes = new TextEncoder().encode(text);
  const lines = [
    `HTTP/1.1 ${status}`,
    `Date: ${new Date().toUTCString()}`,
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${bytes.length}`,
    `Connection: ${isLast ? "close" : "keep-alive"}`,
  ];
  const response = `${lines.join("\r\n")}\r\n\r\n${method === "HEAD" ? "" : text}`;
  return [new TextEncoder().encode(response), isLast];
}

/** Answers a client's requests in turn; the signal ends that between two of them. */
async function serve(sock: Socket<InetAddress>, signal: AbortSignal): Promise<void> {
  using _ = sock;
  sock.settimeout(IDLE);
  let received = "";
  for (let isLast = false; !isLast;) {
    received = received.replace(/^[\r\n]+/, ""); // As clients may send after a request.
    const end = received.indexOf("\r\n\r\n");
    if (end < 0 && received.length <= HEAD) {
      const data = await sock.promises.recv(65536, 0, { signal });
      if (data.length === 0) return;
      received += new TextDecoder("latin1").decode(data);
      continue;
    }
    let response: Uint8Array;
    [response, isLast] = respond(end < 0 ? "" : received.slice(0, end));
    received = received.slice(end + 4);
    await sock.promises.sendall(response);
  }
  // To close while the client still sends would be a reset, at which it might lose the response.
  sock.shutdown(SHUT_WR);
  const enough = AbortSignal.any([signal, AbortSignal.timeout(2000)]);
  await sock.readable.pipeTo(new WritableStream(), { signal: enough });
}

await program({
  usage: "http-server [HOST [PORT]]",
  about: `Serves two small pages, until interrupted.

  HOST  the address to listen on, localhost unless given; "" for all of this machine's
  PORT  8080 unless given; 0 for any that is free`,
  most: 2,
}, async (_, host = "localhost", port = "8080") => {
  using server = create_server([host, portNumber(port)], { backlog: 1024 });
  console.log("Listening on", server.getsockname());
  const signal = interrupted();
  signal.addEventListener("abort", () => server.close());
  for await (const [sock] of server) {
    serve(sock, signal).catch((error) => {
      // The client is gone, idle or does not stop; or the server ends.
      const isExpected = error instanceof OSError || error instanceof DOMException;
      if (!isExpected) throw error;
    });
  }
});
