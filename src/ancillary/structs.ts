/** C structures in ancillary data, for every OS's layout on any OS. */
import type { Layout } from "../../ffi/layout.ts";
import { everyStructs } from "../structs/codec.ts";
import type { Struct } from "../structs/struct.ts";
// Each of these tells of its structures when it is loaded.
import "../structs/credentials.ts";
import "../structs/extended_error.ts";
import "../structs/packet.ts";
import "../structs/packet_info.ts";
import "../structs/time.ts";

/** A structure by its name in C, as an OS has it that has a control message with it. */
export function structOf<T>(name: string, { os }: Layout): Struct<T> {
  const found = everyStructs.get(name)?.[os] ?? null;
  if (found === null) throw new TypeError(`${os} has no struct ${name}`);
  return found as Struct<T>;
}
