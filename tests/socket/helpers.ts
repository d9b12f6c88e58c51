/** What the tests of sockets share: text and bytes, whole streams, and Python peers with a limit. */
import { createHash } from "node:crypto";
import {
  type AddressFamily,
  AF_INET,
  AF_INET6,
  type Inet6Address,
  type InetAddress,
} from "@bsd/socket";
import { type Peer, python } from "../support/peer.ts";

/** How many seconds a peer may live: a test that waits for one that hangs then fails. */
const LIFETIME = 30;

/** An address of either IP version. */
export type IpAddress = InetAddress | Inet6Address;

/** What tests of both IP versions run over. */
export const LOOPBACK: readonly {
  readonly name: string;
  readonly family: AddressFamily<IpAddress>;
  readonly host: string;
}[] = [
  { name: "IPv4", family: AF_INET, host: "127.0.0.1" },
  { name: "IPv6", family: AF_INET6, host: "::1" },
];

/** The text's bytes. */
export function encode(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** The bytes' text. */
export function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
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

/** The O_ flags of a descriptor of this process, O_NONBLOCK and O_CLOEXEC among them (proc(5)). */
export function statusFlags(fd: number): number {
  const [, octal = ""] = /^flags:\s*([0-7]+)$/m.exec(
    Deno.readTextFileSync(`/proc/self/fdinfo/${fd}`),
  ) ?? [];
  return parseInt(octal, 8);
}
