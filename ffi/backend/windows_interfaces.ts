/** Network interfaces by the IP helper. Their names are those of NDIS: `ethernet_32769`. */
import { windows as errno } from "../../constants/errno/windows.ts";
import { windows as constants } from "../../constants/windows.ts";
import { type Memory, terminated } from "../memory.ts";
import { viewOf } from "../struct/fields.ts";
import type { Bytes, InterfaceCalls, LookupCalls, Result } from "./contract.ts";
import { untilNul } from "./posix_answers.ts";
import { errnoOf } from "./windows_errors.ts";
import { makeInterfaceAddresses } from "./windows_ifaddrs.ts";
import type { WindowsSymbols } from "./windows_libraries.ts";
import { fromWide } from "./windows_text.ts";

/** GetIfTable2Ex's MibIfTableRaw, as Python asks: every interface, as it is (netioapi.h). */
const RAW = 1;

// MIB_IF_TABLE2: a count, then rows; of each the LUID and the index that begin it.
const FIRST_ROW = 8n;
const ROW = 1352n;
const LUID = 8;
const HEAD = 12;

/** The room for a name with its NUL: NDIS_IF_MAX_STRING_SIZE + 1. */
const NAME_ROOM = 257;

/** Makes the calls. */
export function makeInterfaces(
  c: WindowsSymbols,
  memory: Memory,
):
  & InterfaceCalls
  & Pick<LookupCalls, "if_nameindex" | "if_nametoindex" | "if_indextoname"> {
  /** The name of an interface by its locally unique identifier. */
  function nameOf(luid: Bytes): Bytes | Result {
    const name = new Uint8Array(NAME_ROOM * 2);
    const code = c.ConvertInterfaceLuidToNameW(luid, name, NAME_ROOM);
    return code === 0 ? fromWide(name) : -errnoOf(code);
  }

  // These two say no more than that they failed.
  const index = (name: Uint8Array): number => c.if_nametoindex(terminated(name));
  function name(index: number): Bytes | Result {
    const room = new Uint8Array(constants.IF_NAMESIZE + 1);
    return c.if_indextoname(index, room) === 0n ? -errno.ENXIO : untilNul(room);
  }

  return {
    if_nameindex() {
      const where = new BigUint64Array(1);
      const code = c.GetIfTable2Ex(RAW, where);
      if (code !== 0) return -errnoOf(code);
      const [table = 0n] = where;
      try {
        const interfaces: { index: number; name: Bytes }[] = [];
        const rows = viewOf(memory.read(table, 4)).getUint32(0, true);
        for (let row = 0; row < rows; row++) {
          const head = memory.read(table + FIRST_ROW + BigInt(row) * ROW, HEAD);
          const name = nameOf(head.slice(0, LUID));
          if (typeof name === "number") return name;
          interfaces.push({ index: viewOf(head).getUint32(LUID, true), name });
        }
        return interfaces;
      } finally {
        c.FreeMibTable(table);
      }
    },
    if_nametoindex: (name) => index(name) || -errno.ENXIO,
    if_indextoname: name,
    // There are no network namespaces that a socket could be of.
    interface_index: (_fd, name) => index(name) || -errno.ENODEV,
    interface_name: (_fd, index) => name(index),
    getifaddrs: makeInterfaceAddresses(c, memory, nameOf),
  };
}
