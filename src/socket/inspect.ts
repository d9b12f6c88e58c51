/** How a socket prints: Python's repr. */
import { AddressFamily, SocketKind } from "../../constants/mod.ts";
import { show } from "../errors.ts";
import { localName, peerName } from "./names.ts";

/** What there is to say of a socket without the object itself. */
export interface Described {
  readonly fd: number;
  readonly family: number;
  readonly type: number;
  readonly proto: number;
}

/** `<Socket fd=3, family=AF_INET, type=SOCK_STREAM, proto=0, laddr=('127.0.0.1', 80)>` */
export function describe(socket: Described, closed = false): string {
  const { fd, family, type, proto } = socket;
  const parts = [
    `fd=${fd}`,
    `family=${AddressFamily[family] ?? family}`,
    `type=${SocketKind[type] ?? type}`,
    `proto=${proto}`,
  ];
  if (fd >= 0) {
    const bearer = { proto, fileno: () => fd };
    for (
      const [label, name] of [["laddr", localName(bearer)], ["raddr", peerName(bearer)]] as const
    ) {
      const failed = typeof name === "number" && name < 0;
      const unnamed = failed || name === null || name === "";
      if (!unnamed) parts.push(`${label}=${show(name)}`);
    }
  }
  return `<Socket${closed ? " [closed]" : ""} ${parts.join(", ")}>`;
}
