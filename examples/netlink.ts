/**
 * Lists the network interfaces and their addresses, as `ip address` does, by asking the kernel in
 * its own words: netlink messages.
 *
 *     deno run --allow-ffi examples/netlink.ts
 */
import { AF_NETLINK, NETLINK_ROUTE, SOCK_RAW, socket } from "@bsd/socket";
import { type Address, type Interface, interfaces } from "./netlink/interfaces.ts";
import { program, UsageError } from "./support/program.ts";

function addressLine(found: Address): string {
  const { family, local, address, prefixlen, broadcast, scope, label } = found;
  const peer = address === undefined ? "" : ` peer ${address}`;
  const brd = broadcast === undefined ? "" : ` brd ${broadcast}`;
  return `    ${family} ${local}${peer}/${prefixlen}${brd} scope ${scope} ${label ?? ""}`.trimEnd();
}

function lines({ ifindex, ifname, flags, mtu, operstate, ...link }: Interface): string[] {
  const { link_type, address = "", broadcast } = link;
  const brd = broadcast === undefined ? "" : ` brd ${broadcast}`;
  return [
    `${ifindex}: ${ifname}: <${flags}> mtu ${mtu} state ${operstate}`,
    `    link/${link_type} ${address}${brd}`.trimEnd(),
    ...link.addr_info.map(addressLine),
  ];
}

await program({
  usage: "netlink [--json] [INTERFACE]",
  about: `Lists the network interfaces and their addresses. Linux only.

  --json     prints an array of objects, with the names that "ip -json address" uses
  INTERFACE  the name of the only one to list`,
  uses: { AF_NETLINK },
  options: { json: { type: "boolean" } },
  most: 1,
}, ({ json = false }, wanted) => {
  using sock = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
  const found = interfaces(sock)
    .filter(({ ifname }) => wanted === undefined || ifname === wanted);
  if (wanted !== undefined && found.length === 0) {
    throw new UsageError(`there is no interface "${wanted}"`);
  }
  console.log(json ? JSON.stringify(found) : found.flatMap(lines).join("\n"));
});
