/** What the tests of streams have in common. */
import { type Socket, socket } from "@bsd/socket";
import { backend } from "../../ffi/backend/mod.ts";
import { pythonSocket } from "../socket/helpers.ts";
import type { Random } from "../support/seed.ts";
import { turns } from "./support.ts";

export type Bytes = Uint8Array<ArrayBuffer>;

/** Whether a promise is settled after the event loop had some turns. */
export async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.then(() => settled = true, () => settled = true);
  await turns(20);
  return settled;
}

/** Whether there is something to receive. */
export function isReadable(sock: Socket): boolean {
  return backend().wait(sock.fileno(), true, false, 0) > 0;
}

/** All chunks of a stream. */
export function chunks<T>(stream: ReadableStream<T>): Promise<T[]> {
  return Array.fromAsync(stream);
}

/** Sends from another process what was made of a seed. */
export function pythonSender(sock: Socket, random: Random, length: number) {
  const [, port] = sock.getsockname() as [string, number];
  return pythonSocket(
    `
    import random
    data = random.Random(int(sys.argv[2])).randbytes(int(sys.argv[3]))
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:
        s.sendall(data)
        s.shutdown(socket.SHUT_WR)
        print(sha256(data), sha256(read_all(s)))
    `,
    port,
    random.int(0, 1e9),
    length,
  );
}

/** A listening TCP socket of this process. */
export function listener(): Socket {
  const server = socket();
  server.bind(["127.0.0.1", 0]);
  server.listen();
  return server;
}
