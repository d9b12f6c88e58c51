/** The names and numbers of interfaces as a socket's network namespace has them, netdevice(7). */
import { linux as errno } from "../../constants/errno/linux.ts";
import { linux as constants } from "../../constants/linux.ts";
import { viewOf } from "../struct/fields.ts";
import type { LinuxSymbols } from "../symbols/linux.ts";
import type { InterfaceCalls, Result } from "./contract.ts";
import { untilNul } from "./posix_answers.ts";

// struct ifreq (net/if.h): a name, and a union that holds the index.
const SIZE = 40;
const NAME_ROOM = 16;
const INDEX = 16;

const BY_NAME = BigInt(constants.SIOCGIFINDEX);
const BY_INDEX = BigInt(constants.SIOCGIFNAME);

/** Asks through a socket, for the thread itself may be in another namespace. */
export function makeInterfaces(
  c: Pick<LinuxSymbols, "ioctl">,
  done: (result: number) => Result,
): Pick<InterfaceCalls, "interface_index" | "interface_name"> {
  return {
    interface_index(fd, name) {
      // The kernel would cut a longer one off, and find another interface.
      if (name.length >= NAME_ROOM) return -errno.ENODEV;
      const request = new Uint8Array(SIZE);
      request.set(name);
      const result = done(c.ioctl(fd, BY_NAME, request));
      return result < 0 ? result : viewOf(request).getInt32(INDEX, true);
    },
    interface_name(fd, index) {
      const request = new Uint8Array(SIZE);
      viewOf(request).setInt32(INDEX, index, true);
      const result = done(c.ioctl(fd, BY_INDEX, request));
      return result < 0 ? result : untilNul(request.slice(0, NAME_ROOM));
    },
  };
}
