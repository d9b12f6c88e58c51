/** `sockaddr_tipc` (linux/tipc.h): `[addr_type, v1, v2, v3, scope]`. */
import { linux } from "../../constants/linux.ts";
import type { Layout } from "../../ffi/layout.ts";
import { viewOf } from "../../ffi/struct/fields.ts";
import { kind } from "../../ffi/struct/values.ts";
import type { RawAddress, TipcAddress } from "../addresses.ts";
import { integer, uint32 } from "../arguments.ts";
import { type Bearer, type Codec, type Lookups, newSockaddr } from "./codec.ts";
import { raw } from "./raw.ts";

const { TIPC_ADDR_NAMESEQ, TIPC_ADDR_NAME, TIPC_ADDR_ID, TIPC_CLUSTER_SCOPE } = linux;

const ADDRTYPE = 2;
const SCOPE = 3;
/** The union of all forms, three words. */
const UNION = 4;
const SIZE = 16;

/** The codec of AF_TIPC; an address of another form is raw. */
export const tipc: Codec<TipcAddress | RawAddress> = { encode, decode, shortest: SIZE };

function encode(address: unknown, layout: Layout): Uint8Array<ArrayBuffer> {
  if (!Array.isArray(address) || address.length < 4 || address.length > 5) {
    throw new TypeError(
      `AF_TIPC address must be [addr_type, v1, v2, v3, scope?], not ${kind(address)}`,
    );
  }
  const [addrType, v1, v2, v3, scope = TIPC_CLUSTER_SCOPE]: unknown[] = address;
  const bytes = newSockaddr(linux.AF_TIPC, SIZE, layout);
  const view = viewOf(bytes);
  const values = [uint32(v1, "v1"), uint32(v2, "v2"), uint32(v3, "v3")] as const;
  wordsOf(addrType, values).forEach((word, i) => view.setUint32(UNION + 4 * i, word, true));
  view.setUint8(ADDRTYPE, Number(addrType));
  // A signed char: a negative one takes a name back that was bound.
  view.setInt8(SCOPE, integer(scope, "scope", -128, 127));
  return bytes;
}

/** The words of the union; an id has its reference first. */
function wordsOf(
  addrType: unknown,
  [v1, v2, v3]: readonly [number, number, number],
): readonly number[] {
  switch (addrType) {
    case TIPC_ADDR_NAMESEQ:
      return [v1, v2, v3];
    case TIPC_ADDR_NAME:
      return [v1, v2];
    case TIPC_ADDR_ID:
      return [v2, v1];
    default:
      throw new TypeError(
        `addr_type must be TIPC_ADDR_NAMESEQ, TIPC_ADDR_NAME or TIPC_ADDR_ID, not ${
          typeof addrType === "number" ? addrType : kind(addrType)
        }`,
      );
  }
}

function decode(
  bytes: Uint8Array,
  length: number,
  layout: Layout,
  lookups: Lookups,
  socket: Bearer,
): TipcAddress | RawAddress {
  const view = viewOf(bytes);
  const [addrType, scope] = [view.getUint8(ADDRTYPE), view.getInt8(SCOPE)];
  const word = (i: number) => view.getUint32(UNION + 4 * i, true);
  switch (addrType) {
    case TIPC_ADDR_NAMESEQ:
      return [addrType, word(0), word(1), word(2), scope];
    case TIPC_ADDR_NAME:
      return [addrType, word(0), word(1), word(1), scope];
    case TIPC_ADDR_ID:
      return [addrType, word(1), word(0), 0, scope];
    default:
      return raw.decode(bytes, length, layout, lookups, socket);
  }
}
