/**
 * The enumerations of Python's `socket` module: as types for what the constants are, and as objects
 * that map names to numbers and back, for printing.
 */
import type { Address } from "../src/addresses.ts";
import type * as addressInfo from "./address_info.ts";
import type * as families from "./families.ts";
import type * as kinds from "./kinds.ts";
import type * as messages from "./messages.ts";
import { table } from "./table.ts";

declare const carries: unique symbol;

/**
 * What a number that carries a type seems to have; it never does, the compiler alone knows of it.
 *
 * @internal
 */
export interface Carrying<A> {
  /** The carried type. */
  readonly [carries]?: A;
}

/** Names to numbers, and numbers to names; a name or number the OS lacks gives undefined. */
export type BothWays<Names> = Readonly<Names> & { readonly [value: number]: string | undefined };

/**
 * Names that share their number with the one Python prints; of others that share one it prints the
 * alphabetically first.
 */
const secondary: ReadonlySet<string> = new Set(["AF_LOCAL"]);

const numbers: Readonly<Record<string, number | string>> = table;
const names = Object.keys(numbers);

/** The constants whose names begin so. */
function bothWays<Names>(prefix: string): BothWays<Names> {
  const both: Record<string | number, string | number> = {};
  const members = names.filter((name) => name.startsWith(prefix)).sort();
  for (const name of members) {
    const value = numbers[name];
    if (typeof value !== "number") continue;
    both[name] = value;
    if (!secondary.has(name)) both[value] ??= name;
  }
  return Object.freeze(both) as BothWays<Names>;
}

/** An address family: a number that carries the type of the family's addresses. */
export type AddressFamily<A = Address> = number & Carrying<A>;

declare const decides: unique symbol;

/**
 * What the number of a protocol seems to have, and any other number not.
 *
 * @internal
 */
export interface Deciding<A> {
  /** The type of the addresses. */
  readonly [decides]: A;
}

/**
 * A protocol that decides the form of its family's addresses, such as CAN_ISOTP: a number that
 * carries the type of these addresses.
 */
export type Protocol<A = Address> = number & Deciding<A>;

/**
 * The address families of the running OS, names to numbers and back; Python's `AddressFamily`.
 *
 * @example
 * ```ts
 * import { AddressFamily } from "@bsd/socket";
 *
 * console.log(AddressFamily.AF_INET); // 2
 * console.log(AddressFamily[2]); // AF_INET
 * ```
 */
export const AddressFamily: BothWays<typeof families> = bothWays("AF_");

/** A socket type, perhaps with `SOCK_CLOEXEC` and `SOCK_NONBLOCK` OR'ed to it. */
export type SocketKind = number;

/**
 * The socket types of the running OS, names to numbers and back; Python's `SocketKind`.
 *
 * @example
 * ```ts
 * import { SocketKind } from "@bsd/socket";
 *
 * console.log(SocketKind.SOCK_STREAM); // 1
 * console.log(SocketKind[1]); // SOCK_STREAM
 * ```
 */
export const SocketKind: BothWays<typeof kinds> = bothWays("SOCK_");

/** Flags of a send or receive call, OR'ed together. */
export type MsgFlag = number;

/**
 * The message flags of the running OS, names to numbers and back; Python's `MsgFlag`.
 *
 * @example
 * ```ts
 * import { MsgFlag } from "@bsd/socket";
 *
 * console.log(MsgFlag.MSG_PEEK); // 2
 * console.log(MsgFlag[2]); // MSG_PEEK
 * ```
 */
export const MsgFlag: BothWays<typeof messages> = bothWays("MSG_");

/** Flags of `getaddrinfo`, OR'ed together. */
export type AddressInfo = number;

/**
 * The flags of `getaddrinfo` on the running OS, names to numbers and back; Python's `AddressInfo`.
 *
 * @example
 * ```ts
 * import { AddressInfo } from "@bsd/socket";
 *
 * console.log(AddressInfo.AI_PASSIVE); // 1
 * console.log(AddressInfo[1]); // AI_PASSIVE
 * ```
 */
export const AddressInfo: BothWays<typeof addressInfo> = bothWays("AI_");
