/** `struct pollfd`, poll(2) and WSAPoll: an array of descriptors to wait for. */
import type { Layout } from "../layout.ts";
import { getUnsigned, setInteger } from "./fields.ts";

/** Makes room for `count` descriptors. */
export function makePollfds(count: number, layout: Layout): Uint8Array<ArrayBuffer> {
  return new Uint8Array(count * layout.pollfd.size);
}

/**
 * Writes one entry and clears what the last call returned in it.
 *
 * @param view The array, from its start.
 * @param index Which entry, from 0.
 * @param fd The descriptor; poll skips a negative one.
 * @param events The POLL flags to wait for.
 * @param layout The OS's layout.
 */
export function writePollfd(
  view: DataView,
  index: number,
  fd: number,
  events: number,
  layout: Layout,
): void {
  const struct = layout.pollfd;
  const base = index * struct.size;
  setInteger(view, base, struct.fd, fd);
  setInteger(view, base, struct.events, events);
  setInteger(view, base, struct.revents, 0);
}

/** Reads the POLL flags that poll returned for entry `index` of an array. */
export function readRevents(view: DataView, index: number, layout: Layout): number {
  return getUnsigned(view, index * layout.pollfd.size, layout.pollfd.revents);
}
