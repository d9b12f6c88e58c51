/** Socket activation: sockets that systemd, or whoever speaks its protocol, opened for this program. */
import { backend } from "../ffi/backend/mod.ts";
import type { Address } from "./addresses.ts";
import { flag } from "./arguments.ts";
import { failure } from "./failure.ts";
import { Socket } from "./socket/socket.ts";
import { getdefaulttimeout } from "./socket/timeouts.ts";

/** The variables of the protocol, sd_listen_fds(3). */
const VARIABLES = ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] as const;

/** The first descriptor that is passed. */
const SD_LISTEN_FDS_START = 3;

/** How many there can be: a descriptor is a C int. */
const MOST = 0x7fffffff - SD_LISTEN_FDS_START;

/** What `listen_fds` takes by name. */
export interface ListenFdsOptions {
  /**
   * Removes LISTEN_PID, LISTEN_FDS and LISTEN_FDNAMES from the environment, also if there is an
   * error: true unless given.
   */
  readonly unset_environment?: boolean | number;
}

/** A socket that was passed, and what it is called. */
export type NamedSocket = [socket: Socket<Address>, name: string];

let adopted = false;

/**
 * The sockets that systemd opened for this program, as it starts a service for a `.socket` unit:
 * Python's `systemd.daemon.listen_fds()`, sd_listen_fds(3), but sockets in place of numbers.
 *
 * They are the descriptors from 3 on, as many as LISTEN_FDS says, if LISTEN_PID is this process.
 * Family, type and protocol are found out from each; they block or not as new sockets do, children
 * do not inherit them, and closing them is the program's business, as of any other socket. Needs
 * `--allow-env=LISTEN_PID,LISTEN_FDS,LISTEN_FDNAMES`.
 *
 * @param options Whether to leave the environment as it is.
 * @returns The sockets in the order of the unit's lines; none if nothing was passed to this process.
 * @throws {RangeError} A variable makes no sense: not a number, or not as many names as descriptors.
 * @throws {OSError} ENOTSOCK, EBADF: a descriptor is something else, or not open; the message says
 *   which. None is closed or adopted then.
 * @throws {Error} They were adopted before: `unset_environment` was false.
 * @throws {Deno.errors.NotCapable} The program may not read or change the variables.
 *
 * @example
 * ```ts
 * import { create_server, listen_fds } from "@bsd/socket";
 *
 * // Started by systemd, its socket; started by hand, one of its own.
 * const [server = create_server(["127.0.0.1", 0])] = listen_fds();
 * using _ = server;
 * console.log("Listening on", server.getsockname());
 * ```
 */
export function listen_fds(options: ListenFdsOptions = {}): Socket<Address>[] {
  return listen_fds_with_names(options).map(([socket]) => socket);
}

/**
 * The sockets of `listen_fds()`, each with the name that the unit gives it (FileDescriptorName=):
 * Python's `systemd.daemon.listen_fds_with_names()`, sd_listen_fds_with_names(3).
 *
 * @param options Whether to leave the environment as it is.
 * @returns Pairs, since several sockets may share a name; `"unknown"` where no names were passed.
 * @throws {RangeError} A variable makes no sense.
 * @throws {OSError} A descriptor is not a socket.
 * @throws {Error} They were adopted before.
 * @throws {Deno.errors.NotCapable} The program may not read or change the variables.
 *
 * @example
 * ```ts
 * import { listen_fds_with_names } from "@bsd/socket";
 *
 * for (const [socket, name] of listen_fds_with_names()) {
 *   console.log(name, socket.getsockname()); // http [ "0.0.0.0", 80 ]
 * }
 * ```
 */
export function listen_fds_with_names(
  { unset_environment = true }: ListenFdsOptions = {},
): NamedSocket[] {
  const unset = flag(unset_environment, "unset_environment");
  try {
    return adopt(announced());
  } finally {
    if (unset) VARIABLES.forEach((name) => Deno.env.delete(name));
  }
}

/** The names of the descriptors that were passed to this process. */
function announced(): Iterable<string> {
  const [pid, fds, names] = VARIABLES.map((name) => Deno.env.get(name));
  // They may be meant for a parent process, from which this one has inherited them.
  if (pid === undefined || whole("LISTEN_PID", pid, 0x7fffffff) !== Deno.pid) return [];
  if (fds === undefined) return [];
  const count = whole("LISTEN_FDS", fds, MOST);
  if (names === undefined) return unnamed(count);
  const found = names.split(":");
  if (found.length === count) return found;
  throw new RangeError(
    `LISTEN_FDNAMES must have as many names as LISTEN_FDS says, ${count}, not "${names}"`,
  );
}

/** Names made one by one, since the count may be any number whatever was passed. */
function* unnamed(count: number): Generator<string> {
  for (let i = 0; i < count; i++) yield "unknown";
}

function whole(name: string, value: string, most: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : NaN;
  if (number >= 1 && number <= most) return number;
  throw new RangeError(`${name} must be a number from 1 to ${most}, not "${value}"`);
}

/** Makes sockets of the descriptors: of all of them, or of none. */
function adopt(names: Iterable<string>): NamedSocket[] {
  const found: NamedSocket[] = [];
  try {
    for (const name of names) {
      if (adopted) throw new Error("the sockets that LISTEN_FDS announces were adopted before");
      const fileno = SD_LISTEN_FDS_START + found.length;
      const result = backend().describe(fileno, { family: 0, type: 0, proto: 0 });
      if (result < 0) {
        throw failure(-result, "getsockopt", undefined, `descriptor ${fileno} of LISTEN_FDS`);
      }
      const socket: Socket<Address> = new Socket({ fileno });
      found.push([socket, name]);
      socket.set_inheritable(false);
      // The unit may have made it non-blocking (NonBlocking=), of which the object would not know.
      socket.settimeout(getdefaulttimeout());
    }
  } catch (error) {
    for (const [socket] of found) socket.detach();
    throw error;
  }
  adopted ||= found.length > 0;
  return found;
}
