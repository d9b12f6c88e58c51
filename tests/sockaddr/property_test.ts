/** What every codec of addresses promises, tried on addresses, bytes and nonsense made up at random. */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import fc from "fast-check";
import { sockaddr_storage } from "../../ffi/layout.ts";
import type { Address } from "../../src/addresses.ts";
import { OSError } from "../../src/errors.ts";
import { decodeAddress, encodeAddress } from "../../src/sockaddr/mod.ts";
import { scaled } from "../support/scale.ts";
import { lookups, type Subject, subjects } from "./subjects.ts";

const encode = ({ family, layout, socket }: Subject, address: unknown) =>
  encodeAddress(family, address, layout, lookups, socket);
const decode = ({ layout, socket }: Subject, bytes: Uint8Array, length: number) =>
  decodeAddress(bytes, length, layout, lookups, socket);

/** Runs the property, whose failure says the seed and the path that bring it back; returns how often. */
function check<T extends [unknown, ...unknown[]]>(
  property: fc.IProperty<T>,
  most: number,
): number {
  const seed = Deno.env.get("SEED");
  const numRuns = scaled(most);
  fc.assert(property, { numRuns, ...(seed === undefined ? {} : { seed: Number(seed) }) });
  return numRuns;
}

/** What `encode` gives, or undefined where it refuses in one of the three ways that it may. */
function tried(subject: Subject, address: unknown): Uint8Array<ArrayBuffer> | undefined {
  try {
    return encode(subject, address);
  } catch (e) {
    const allowed = e instanceof TypeError || e instanceof RangeError || e instanceof OSError;
    if (!allowed) throw e;
    return undefined;
  }
}

/** A sockaddr's header, which every decoding begins with. */
function withHeader(subject: Subject, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  const { lengthByte } = subject.layout;
  copy.set(
    lengthByte ? [bytes.length, subject.header] : [subject.header, 0].slice(0, copy.length),
  );
  return copy;
}

const nonsense = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withObjectString: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
});

/** Any code point but the halves of surrogate pairs: what fast-check has for it takes seconds to make. */
const character = fc.nat(0x10ffff).filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));

/** An address of which something is nonsense: a member, how many there are, or all of it. */
function almost(addresses: fc.Arbitrary<Address>): fc.Arbitrary<unknown> {
  const member = fc.oneof(
    nonsense,
    fc.string({ unit: character, maxLength: 200, size: "max" }),
    fc.uint8Array({ maxLength: 200, size: "max" }),
    fc.double(),
    fc.integer(),
    fc.bigInt(),
    fc.maxSafeInteger(),
  );
  const spoilt = fc.tuple(addresses, fc.nat(6), fc.nat(2), fc.array(member, { maxLength: 2 }));
  return fc.oneof(
    nonsense,
    fc.array(member, { maxLength: 6 }),
    spoilt.map(([address, at, removed, added]) => {
      const members: unknown[] | null = Array.isArray(address) ? address : null;
      return members === null ? added[0] : members.toSpliced(at, removed, ...added);
    }),
  );
}

for (const subject of subjects) {
  const { name, addresses } = subject;
  const room = fc.uint8Array({ minLength: 2, maxLength: sockaddr_storage + 12, size: "max" })
    .map((bytes) => withHeader(subject, bytes));

  Deno.test(`${name}: an address comes back from its bytes`, () => {
    check(
      fc.property(addresses, fc.uint8Array({ maxLength: 12 }), (address, after) => {
        const bytes = encode(subject, address);
        assert(bytes.length >= 2 && bytes.length <= sockaddr_storage);
        assertEquals(decode(subject, bytes, bytes.length), address);
        // A kernel fills in the beginning of a room.
        const inRoom = Uint8Array.from([...bytes, ...after]);
        assertEquals(decode(subject, inRoom, bytes.length), address);
      }),
      300,
    );
  });

  Deno.test(`${name}: whatever bytes there are, reading keeps to them`, () => {
    check(
      fc.property(room, fc.nat(sockaddr_storage + 20), (bytes, length) => {
        const before = new Uint8Array(bytes);
        const address = decode(subject, bytes, length);
        assertEquals(bytes, before, "it was written to");
        // The same with other bytes behind, with none behind, and after the room is overwritten.
        const other = bytes.map((byte, i) => i < length ? byte : ~byte);
        assertEquals(decode(subject, other, length), address);
        const available = Math.min(length, bytes.length);
        const inside = new Uint8Array(bytes.length + 2).fill(0xee);
        inside.set(bytes.subarray(0, available), 1);
        assertEquals(decode(subject, inside.subarray(1, 1 + available), length), address);
        bytes.fill(0xee);
        assertEquals(decode(subject, before, length), address);
        if (available < 2) assertStrictEquals(address, null);
      }),
      500,
    );
  });

  Deno.test(`${name}: what is read is accepted as it is, or refused`, () => {
    check(
      fc.property(room, (bytes) => {
        const address = decode(subject, bytes, bytes.length);
        const again = tried(subject, address);
        if (again !== undefined) assertEquals(decode(subject, again, again.length), address);
      }),
      500,
    );
  });

  Deno.test(`${name}: nonsense is refused by TypeError, RangeError or OSError`, () => {
    let accepted = 0;
    const runs = check(
      fc.property(almost(addresses), (address) => {
        const bytes = tried(subject, address);
        if (bytes === undefined) return;
        accepted++;
        assert(bytes.length <= sockaddr_storage || subject.name.endsWith("raw"));
        decode(subject, bytes, bytes.length);
      }),
      1000,
    );
    assert(accepted < 0.9 * runs, `${accepted} of ${runs} were accepted`);
  });
}
