/** The types of the constants. */
import { assertEquals } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import type {
  Address,
  CanAddress,
  Inet6Address,
  InetAddress,
  IsotpAddress,
  J1939Address,
  PacketAddress,
  RawAddress,
  UnixAddress,
} from "../../src/addresses.ts";
import {
  AddressFamily,
  AF_CAN,
  AF_INET,
  AF_INET6,
  AF_UNIX,
  AF_X25,
  type errno,
  errorcode,
  type HV_GUID_ZERO,
  type IPPROTO_TCP,
  MSG_DONTWAIT,
  MSG_PEEK,
  type PF_INET6,
  type PF_PACKET,
  type SO_MARK,
  type SO_REUSEADDR,
  type SOCK_NONBLOCK,
  type SOCK_STREAM,
  type SocketKind,
} from "../../constants/mod.ts";

/** What a socket of the family has as its addresses; it stands for `socket(family)`. */
function addressesOf<A = Address>(family: AddressFamily<A> | undefined): A | undefined {
  return family === undefined ? undefined : undefined;
}

Deno.test("a family constant carries the type of its addresses", () => {
  assertType<IsExact<typeof AF_INET, AddressFamily<InetAddress>>>(true);
  assertType<IsExact<typeof AF_INET6, AddressFamily<Inet6Address>>>(true);
  assertType<IsExact<typeof AF_UNIX, AddressFamily<UnixAddress>>>(true);
  assertType<IsExact<typeof PF_INET6, AddressFamily<Inet6Address>>>(true);
  assertType<
    IsExact<typeof PF_PACKET, AddressFamily<PacketAddress> | undefined>
  >(true);

  const inet = addressesOf(AF_INET);
  const inet6 = addressesOf(AF_INET6);
  const unix = addressesOf(AF_UNIX);
  const can = addressesOf(AF_CAN);
  const x25 = addressesOf(AF_X25);
  const member = addressesOf(AddressFamily.AF_INET6);
  assertType<IsExact<typeof inet, InetAddress | undefined>>(true);
  assertType<IsExact<typeof inet6, Inet6Address | undefined>>(true);
  assertType<IsExact<typeof unix, UnixAddress | undefined>>(true);
  assertType<IsExact<typeof can, CanAddress | IsotpAddress | J1939Address | undefined>>(true);
  assertType<IsExact<typeof member, Inet6Address | undefined>>(true);
  assertType<IsExact<typeof x25, RawAddress | undefined>>(true);
  assertEquals([inet, inet6, unix, can, x25, member], Array(6).fill(undefined));
});

Deno.test("one family is not another, but each is a number", () => {
  // @ts-expect-error an AF_INET6 address has four members
  const wrong: AddressFamily<Inet6Address> = AF_INET;
  const number: number = AF_INET;
  const computed: AddressFamily<InetAddress> = 2;
  assertEquals([wrong, number, computed], [2, 2, 2]);
});

Deno.test("a constant of all three OSes is a number, one that some OS lacks may be undefined", () => {
  assertType<IsExact<typeof SOCK_STREAM, SocketKind>>(true);
  assertType<IsExact<typeof IPPROTO_TCP, number>>(true);
  assertType<IsExact<typeof SO_REUSEADDR, number>>(true);
  assertType<IsExact<typeof SO_MARK, number | undefined>>(true);
  assertType<IsExact<typeof SOCK_NONBLOCK, SocketKind | undefined>>(true);
  assertType<IsExact<typeof HV_GUID_ZERO, string | undefined>>(true);
});

Deno.test("a flag that may be missing cannot be OR'ed by accident", () => {
  // @ts-expect-error MSG_DONTWAIT may be undefined, and 2 | undefined is 2
  const flags = MSG_PEEK | MSG_DONTWAIT;
  assertEquals(flags, MSG_PEEK | (MSG_DONTWAIT ?? 0));
});

Deno.test("enumerations and error names", () => {
  assertType<IsExact<typeof AddressFamily.AF_INET, AddressFamily<InetAddress>>>(true);
  assertType<
    IsExact<
      typeof AddressFamily.AF_CAN,
      AddressFamily<CanAddress | IsotpAddress | J1939Address> | undefined
    >
  >(true);
  const name = AddressFamily[2];
  assertType<IsExact<typeof name, string | undefined>>(true);
  // @ts-expect-error the enumerations cannot be written to
  const write = () => AddressFamily.AF_INET = 3;
  assertEquals(typeof write, "function");

  assertType<IsExact<typeof errno.EAGAIN, number>>(true);
  assertType<IsExact<typeof errno.EADV, number | undefined>>(true);
  const code = errorcode[2];
  assertType<IsExact<typeof code, string | undefined>>(true);
});
