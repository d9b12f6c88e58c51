/**
 * Audit hooks (Python's `sys.addaudithook`, PEP 578): functions that see each security-relevant
 * operation before it happens and may forbid it by throwing.
 */
import type { AnyArgument, Inet6Argument, InetArgument } from "./addresses.ts";

/** The arguments of each event, as Python's socket page names them; `self` is the Socket. */
export interface AuditEvents {
  /** A socket is about to be made or adopted; a number that was not given is -1 when adopting. */
  "socket.__new__": [self: object, family: number, type: number, proto: number];
  /** `bind`, once the address is resolved. */
  "socket.bind": [self: object, address: AnyArgument];
  /** `connect` and `connect_ex`, once the address is resolved. */
  "socket.connect": [self: object, address: AnyArgument];
  /** `sendto`, once the address is resolved. */
  "socket.sendto": [self: object, address: AnyArgument];
  /** `sendmsg`, `send_fds`, and `sendmmsg` for each message; null: to the connected peer. */
  "socket.sendmsg": [self: object, address: AnyArgument | null];
  /** `getaddrinfo`, also by `create_connection`; not the look-up of a name in an address. */
  "socket.getaddrinfo": [
    host: string | Uint8Array | null,
    port: string | number | Uint8Array | null,
    family: number,
    type: number,
    proto: number,
  ];
  /** `gethostbyaddr`. */
  "socket.gethostbyaddr": [ip_address: string | Uint8Array];
  /** `gethostbyname` and `gethostbyname_ex`. */
  "socket.gethostbyname": [hostname: string | Uint8Array];
  /** `gethostname`, also by `getfqdn`. */
  "socket.gethostname": [];
  /** `getnameinfo`. */
  "socket.getnameinfo": [sockaddr: InetArgument | Inet6Argument];
  /** `getservbyname`. */
  "socket.getservbyname": [servicename: string, protocolname: string | null];
  /** `getservbyport`. */
  "socket.getservbyport": [port: number, protocolname: string | null];
  /** `sethostname`. */
  "socket.sethostname": [name: string | Uint8Array];
  /** `addaudithook`: one more hook is about to be added. */
  "sys.addaudithook": [];
}

/** The name of an audit event. */
export type AuditEvent = keyof AuditEvents;

/** An audit hook; it forbids the operation by throwing. */
export type AuditHook = <E extends AuditEvent>(event: E, args: AuditEvents[E]) => void;

const hooks: AuditHook[] = [];

/**
 * Adds a function that is called before each operation that Python's page lists with an audit
 * event; what it throws, the operation throws, and does not happen. As in Python there is no way
 * to remove a hook, and the hooks that are there already are asked first.
 *
 * Mirrors `sys.addaudithook` and the audit events of Python's `socket` page. A Worker has hooks
 * of its own.
 *
 * @param hook Called with the event's name and its arguments.
 * @throws What an earlier hook throws on the event `sys.addaudithook`; the new one is then not added.
 *
 * @example
 * ```ts
 * import { addaudithook } from "@bsd/socket";
 *
 * addaudithook((event, args) => {
 *   if (event === "socket.connect") console.error("connecting to", args[1]);
 * });
 * ```
 */
export function addaudithook(hook: AuditHook): void {
  if (typeof hook !== "function") {
    throw new TypeError(`an audit hook must be a function, not ${String(hook)}`);
  }
  audit("sys.addaudithook");
  hooks.push(hook);
}

/** Whether there are hooks: code of the program's that runs in the middle of an operation. */
export function hooked(): boolean {
  return hooks.length > 0;
}

/** Tells every hook of an operation that is about to happen. */
export function audit<E extends AuditEvent>(event: E, ...args: AuditEvents[E]): void {
  for (const hook of hooks) hook(event, args);
}
