/** What packing or reading an address may have to ask the OS. */
import { backend } from "../../ffi/backend/mod.ts";
import { name as encoded } from "../arguments.ts";
import { check } from "../failure.ts";
import { resolve } from "../names/resolve.ts";
import type { Lookups } from "../sockaddr/mod.ts";

const text = new TextDecoder();

/** The questions, asked of the running OS; a host name blocks until it is resolved. */
export const lookups: Lookups = {
  resolve,
  interfaceIndex(fd, name) {
    return check(backend().interface_index(fd, encoded(name, "interface")), "ioctl", name);
  },
  interfaceName(fd, index) {
    const name = backend().interface_name(fd, index);
    return typeof name === "number" ? "" : text.decode(name);
  },
  controlId(fd, name) {
    const { control_id, layout } = backend();
    if (control_id === null) throw new TypeError(`${layout.os} has no kernel controls`);
    return check(control_id(fd, encoded(name, "control")), "ioctl", name);
  },
};
