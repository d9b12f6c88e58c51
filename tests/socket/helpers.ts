/** What the tests of sockets share: text and bytes, whole streams, and Python peers with a limit. */
import { createHash } from "node:crypto";
import {
  type AddressFamily,
  AF_INET,
  AF_INET6,
  AF_UNIX,
  errno,
  type Inet6Address,
  type InetAddress,
  SOCK_DGRAM,
  type Socket,
  socket,
  socketpair,
} from "@bsd/socket";
import { backend } from "../../ffi/backend/mod.ts";
import { census } from "../support/census.ts";
import { missing } from "../support/family.ts";
import { type Peer, python } from "../support/peer.ts";

/** Whether the sockets are Winsock's: handles, with errors of their own. */
export const winsock: boolean = backend().sharing !== null;

/** The error of a descriptor that is closed. */
export const CLOSED: number = winsock ? errno.ENOTSOCK : errno.EBADF;
/** The error of what would have to wait. */
export const WOULD_BLOCK: number = winsock ? errno.EWOULDBLOCK : errno.EAGAIN;
/** The error of a connection that is under way. */
export const IN_PROGRESS: number = winsock ? errno.EWOULDBLOCK : errno.EINPROGRESS;

/** Whether this OS has all of AF_UNIX; Windows has streams of it at most. */
export const unix: boolean = missing(AF_UNIX, SOCK_DGRAM, 0) === null;

/** Whether /proc tells of this process's descriptors: which there are, and their modes. */
export const tellsDescriptors: boolean = census().size > 0;

/** How many seconds a peer may live: a test that waits for one that hangs then fails. */
const LIFETIME = 30;

/** An address of either IP version. */
export type IpAddress = InetAddress | Inet6Address;

/** What tests of both IP versions run over. */
export const LOOPBACK: readonly {
  readonly name: string;
  readonly family: AddressFamily<IpAddress>;
  /** The family's name: its number is another OS's, where the Python runs on another. */
  readonly af: string;
  readonly host: string;
}[] = [
  { name: "IPv4", family: AF_INET, af: "AF_INET", host: "127.0.0.1" },
  { name: "IPv6", family: AF_INET6, af: "AF_INET6", host: "::1" },
];

/** The text's bytes. */
export function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** The bytes' text. */
export function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** So many bytes in which no part is like another near it: what is missing or moved is noticed. */
export function pattern(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = i * 31 + (i >> 8);
  return bytes;
}

/** A digest to compare with what a peer computes, in hexadecimal. */
export function sha256(data: Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** The parts as one. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What `receiveAll` needs of a socket. */
interface Receiver {
  recv(bufsize: number): Uint8Array<ArrayBuffer>;
}

/** Receives to the end of the stream. */
export function receiveAll(sock: Receiver): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (let part = sock.recv(65536); part.length > 0; part = sock.recv(65536)) parts.push(part);
  return concat(parts);
}

/** Receives exactly so many bytes, or what there is before the end of the stream. */
export function receiveExactly(sock: Receiver, length: number): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  for (let left = length; left > 0;) {
    const part = sock.recv(left);
    if (part.length === 0) break;
    parts.push(part);
    left -= part.length;
  }
  return concat(parts);
}

/**
 * Starts a Python that has imported `hashlib`, `os`, `select`, `signal`, `socket`, `struct`, `sys` and `time`, with
 * functions `read_all(sock)` and `sha256(data)` as the ones here. It ends after some seconds
 * whatever happens.
 */
export function pythonSocket(code: string, ...args: (string | number)[]): Peer {
  const indent = /^\n*( *)/.exec(code)?.[1] ?? "";
  const prelude = `
import hashlib, os, select, signal, socket, struct, sys, time
signal.alarm(${LIFETIME})
def read_all(sock):
    return b"".join(iter(lambda: sock.recv(65536), b""))
def sha256(data):
    return hashlib.sha256(data).hexdigest()
`;
  return python(prelude.replaceAll("\n", `\n${indent}`) + "\n" + code, ...args.map(String));
}

/** What a descriptor of this process refers to: `socket:[1234]`; the same for duplicates. */
export function target(fd: number): string {
  return Deno.readLinkSync(`/proc/self/fd/${fd}`);
}

/**
 * What a descriptor refers to, undefined if it is not open: as in `target`, but where nobody tells,
 * the same for all handles.
 */
export function referent(fd: number): string | undefined {
  if (tellsDescriptors) return census().get(fd);
  return backend().get_inheritable(fd) < 0 ? undefined : "a handle";
}

/** The O_ flags of a descriptor of this process, O_NONBLOCK and O_CLOEXEC among them (proc(5)). */
export function statusFlags(fd: number): number {
  const [, octal = ""] = /^flags:\s*([0-7]+)$/m.exec(
    Deno.readTextFileSync(`/proc/self/fdinfo/${fd}`),
  ) ?? [];
  return parseInt(octal, 8);
}

const O_NONBLOCK = 0o4000;

/** Whether a socket's descriptor does not wait; where nobody tells, whether the socket means it so. */
export function isNonblocking(sock: Pick<Socket, "fileno" | "gettimeout">): boolean {
  return tellsDescriptors
    ? (statusFlags(sock.fileno()) & O_NONBLOCK) !== 0
    : sock.gettimeout() !== null;
}

/** Two connected sockets of datagrams: of AF_UNIX, where there are such. */
export function datagramPair(): [Socket, Socket] {
  if (unix) return socketpair(AF_UNIX, SOCK_DGRAM);
  const [a, b] = [socket(AF_INET, SOCK_DGRAM), socket(AF_INET, SOCK_DGRAM)];
  for (const each of [a, b]) each.bind(["127.0.0.1", 0]);
  a.connect(b.getsockname());
  b.connect(a.getsockname());
  return [a, b];
}
