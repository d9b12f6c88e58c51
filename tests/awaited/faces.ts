/**
 * The two faces of a socket behind one interface, so that a behaviour is written down once: the
 * blocking methods, and the awaited ones of `socket.promises`.
 */
import { assertInstanceOf } from "@std/assert";
import {
  type Address,
  type AddressArgument,
  type AncillaryArgument,
  type AncillaryData,
  type BytesLike,
  type Constant,
  OSError,
  type SendfileSource,
  type Socket,
  type SourceAddress,
} from "@bsd/socket";
import { backend } from "../../ffi/backend/mod.ts";
import { winsock } from "../socket/helpers.ts";

/** What a blocking method returns, or a promise of it. */
export type Maybe<T> = T | Promise<T>;

type Bytes = Uint8Array<ArrayBuffer>;

/** What receives in both faces. */
export interface Receiving<From = unknown> {
  recv(bufsize: number, ...rest: [flags?: Constant]): Maybe<Bytes>;
  recv_into(buffer: BytesLike, ...rest: [nbytes?: number, flags?: Constant]): Maybe<number>;
  recvfrom(bufsize: number, ...rest: [flags?: Constant]): Maybe<[data: Bytes, address: From]>;
  recvfrom_into(
    buffer: BytesLike,
    ...rest: [nbytes?: number, flags?: Constant]
  ): Maybe<[nbytes: number, address: From]>;
  recvmsg(
    bufsize: number,
    ...rest: [ancbufsize?: number, flags?: Constant]
  ): Maybe<[data: Bytes, ancdata: AncillaryData[], flags: number, address: From]>;
  recvmsg_into(
    buffers: Iterable<BytesLike>,
    ...rest: [ancbufsize?: number, flags?: Constant]
  ): Maybe<[nbytes: number, ancdata: AncillaryData[], flags: number, address: From]>;
}

/** What sends in both faces, to whom the socket is connected or to where it is told. */
export interface Sending<To> {
  send(data: BytesLike, ...rest: [flags?: Constant]): Maybe<number>;
  sendall(data: BytesLike, ...rest: [flags?: Constant]): Maybe<void>;
  sendto(data: BytesLike, address: To): Maybe<number>;
  sendto(data: BytesLike, flags: Constant, address: To): Maybe<number>;
  sendmsg(
    buffers: Iterable<BytesLike>,
    ...rest: [
      ancdata?: Iterable<AncillaryArgument>,
      flags?: Constant,
      address?: To | null,
    ]
  ): Maybe<number>;
  sendfile(file: SendfileSource, offset?: number, count?: number | null): Maybe<number>;
}

/** What both faces have in common. */
export interface Operations<A extends Address>
  extends Receiving<SourceAddress<A>>, Sending<AddressArgument<A>> {
  accept(): Maybe<[connection: Socket<A>, address: A]>;
  connect(address: AddressArgument<A>): Maybe<void>;
}

/** One face of a socket. */
export type Face = <A extends Address>(sock: Socket<A>) => Operations<A>;

/** Behaviours by name, each to be had from either face. */
export type Cases = Readonly<Record<string, (on: Face) => Promise<void>>>;

/** The methods that block. */
export const blocking: Face = (sock) => sock;

/** Those of `socket.promises`, of which each call must return a promise, whatever is wrong with it. */
export const awaited: Face = <A extends Address>(sock: Socket<A>) =>
  new Proxy<Operations<A>>(sock.promises, {
    get: (target, name) => (...args: unknown[]) => {
      const result = Reflect.apply(Reflect.get(target, name), target, args);
      assertInstanceOf(result, Promise);
      return result;
    },
  });

export { winsock };

/** A descriptor that is closed. */
export const CLOSED = winsock ? "ENOTSOCK" : "EBADF";
/** What would have to wait. */
export const WOULD_BLOCK = winsock ? "EWOULDBLOCK" : "EAGAIN";
/** What the kind of socket cannot do. */
export const UNSUPPORTED = winsock ? "EOPNOTSUPP" : "ENOTSUP";
/** The C function that sends a file of which the runtime's number is known. */
export const SENDFILE = backend().knows_files ? "sendfile" : "send";

/** What is to be known of an error. */
export type Refusal = readonly [name: string, code?: string | null, ...about: unknown[]];

/**
 * The error of an operation that fails: of an OSError its class, its code or, without one, its
 * text, the C function and, if there was one, the address; of any other its class and message.
 */
export async function refusal(fn: () => Maybe<unknown>): Promise<Refusal> {
  let value: unknown;
  try {
    value = await fn();
  } catch (error) {
    assertInstanceOf(error, Error);
    if (!(error instanceof OSError)) return [error.name, error.message];
    const { name, code, strerror, syscall, address } = error;
    return [name, code ?? strerror, syscall, ...address === undefined ? [] : [address]];
  }
  throw new Error(`expected a failure, got ${Deno.inspect(value)}`);
}
