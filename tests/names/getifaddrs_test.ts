import { assert, assertEquals } from "@std/assert";
import {
  AF_INET,
  AF_INET6,
  AF_PACKET,
  getifaddrs,
  if_nameindex,
  IFF_BROADCAST,
  IFF_LOOPBACK,
  IFF_POINTOPOINT,
  IFF_UP,
  type InterfaceAddress,
} from "@bsd/socket";
import type { InterfaceEntry } from "../../ffi/backend/contract.ts";
import { darwin, type Layout, linux } from "../../ffi/layout.ts";
import { interfaceAddress } from "../../src/names/getifaddrs.ts";
import { encodeAddress } from "../../src/sockaddr/mod.ts";
import { test } from "../support/census.ts";
import { testUnless } from "../support/family.ts";
import { c } from "../support/peer.ts";
import { ip, type Namespace, namespace, namespaceTest, twoHosts } from "../support/netns.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** What a C program finds, in our form, as JSON lines. */
const C = `
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <stdio.h>
static void print(const char *name, struct sockaddr *address) {
  char text[INET6_ADDRSTRLEN];
  printf(", \\"%s\\": ", name);
  if (address == NULL) {
    printf("null");
  } else if (address->sa_family == AF_INET) {
    inet_ntop(AF_INET, &((struct sockaddr_in *)address)->sin_addr, text, sizeof text);
    printf("[\\"%s\\", 0]", text);
  } else if (address->sa_family == AF_INET6) {
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)address;
    inet_ntop(AF_INET6, &in6->sin6_addr, text, sizeof text);
    printf("[\\"%s\\", 0, 0, %u]", text, in6->sin6_scope_id);
  } else if (address->sa_family == AF_PACKET) {
    struct sockaddr_ll *ll = (struct sockaddr_ll *)address;
    char ifname[IF_NAMESIZE];
    if_indextoname(ll->sll_ifindex, ifname);
    printf("[\\"%s\\", %d, %d, %d, [", ifname, ntohs(ll->sll_protocol), ll->sll_pkttype, ll->sll_hatype);
    for (int i = 0; i < ll->sll_halen; i++) printf("%s%d", i ? ", " : "", ll->sll_addr[i]);
    printf("]]");
  } else {
    printf("\\"of family %d\\"", address->sa_family);
  }
}
int main(void) {
  struct ifaddrs *list;
  if (getifaddrs(&list) != 0) return 1;
  for (struct ifaddrs *i = list; i != NULL; i = i->ifa_next) {
    printf("{\\"ifa_name\\": \\"%s\\", \\"ifa_flags\\": %u, \\"sa_family\\": ", i->ifa_name, i->ifa_flags);
    if (i->ifa_addr == NULL) printf("null"); else printf("%d", i->ifa_addr->sa_family);
    print("ifa_addr", i->ifa_addr);
    print("ifa_netmask", i->ifa_netmask);
    print("ifa_broadaddr", i->ifa_flags & IFF_BROADCAST ? i->ifa_broadaddr : NULL);
    print("ifa_dstaddr", i->ifa_flags & IFF_POINTOPOINT ? i->ifa_dstaddr : NULL);
    printf("}\\n");
  }
  freeifaddrs(list);
  return 0;
}
`;

/** Our entries with arrays for bytes, as JSON has them. */
function plain(entries: InterfaceAddress[]): unknown {
  return JSON.parse(
    JSON.stringify(entries, (_, value) => value instanceof Uint8Array ? [...value] : value),
  );
}

/** Our entries in the thread's namespace, which are to be C's. */
async function compared(place?: Namespace): Promise<InterfaceAddress[]> {
  const inside = place?.inside ?? (<T>(fn: () => T) => fn());
  await using program = inside(() => c(C));
  const ours = inside(getifaddrs);
  const lines = (await program.end()).trimEnd().split("\n");
  assertEquals(plain(ours), lines.map((line) => JSON.parse(line)));
  return ours;
}

test({
  name: "getifaddrs: this machine's addresses are those that C finds",
  ignore: Deno.build.os !== "linux", // the program is for Linux
  async fn() {
    const found = await compared();
    const loopback = found.find(({ sa_family, ifa_addr }) =>
      sa_family === AF_INET && ifa_addr?.[0] === "127.0.0.1"
    );
    assert(loopback !== undefined);
    assertEquals(loopback.ifa_netmask, ["255.0.0.0", 0]);
    const flags = IFF_UP | IFF_LOOPBACK;
    assertEquals(loopback.ifa_flags & (flags | IFF_BROADCAST | IFF_POINTOPOINT), flags);
    assertEquals([loopback.ifa_broadaddr, loopback.ifa_dstaddr], [null, null]);
  },
});

test("getifaddrs: the loopback is there, and each interface has one name", () => {
  const found = getifaddrs();
  const loopback = found.find(({ ifa_addr }) => ifa_addr?.[0] === "127.0.0.1");
  assert(loopback !== undefined);
  assertEquals([loopback.sa_family, loopback.ifa_addr], [AF_INET, ["127.0.0.1", 0]]);
  assertEquals(loopback.ifa_netmask, ["255.0.0.0", 0]);
  assertEquals(loopback.ifa_flags & (IFF_UP | IFF_LOOPBACK), IFF_UP | IFF_LOOPBACK);
  const names = new Set(if_nameindex().map(([, name]) => name));
  for (const { ifa_name } of found) assert(names.has(ifa_name), ifa_name);
});

const inNamespaces = namespaceTest("getifaddrs in network namespaces");

inNamespaces("getifaddrs: a link with addresses of each family", async () => {
  using hosts = twoHosts();
  const { left } = hosts;
  left.ip(`addr add 10.8.0.1 peer 10.8.0.9/32 dev ${left.ifname}`);
  const found = await compared(left);
  const link = found.filter(({ ifa_name }) => ifa_name === left.ifname);
  const of = (family: number | undefined) => link.filter(({ sa_family }) => sa_family === family);
  const [hardware] = of(AF_PACKET);
  assertEquals(hardware?.ifa_addr, [left.ifname, 0, 0, 1, left.mac]);
  assertEquals(hardware?.ifa_broadaddr, [left.ifname, 0, 0, 1, new Uint8Array(6).fill(255)]);
  assertEquals(
    of(AF_INET).map((entry) => [entry.ifa_addr, entry.ifa_netmask, entry.ifa_broadaddr]),
    [
      [[left.ipv4, 0], ["255.255.255.0", 0], ["10.7.0.255", 0]],
      [["10.8.0.1", 0], ["255.255.255.255", 0], ["10.8.0.9", 0]],
    ],
  );
  const mask = ["ffff:ffff:ffff:ffff::", 0, 0, 0];
  const scopes: Record<string, number> = { [left.ipv6]: 0, [left.local]: left.index };
  const inet6 = of(AF_INET6);
  assertEquals(inet6.map(({ ifa_addr }) => `${ifa_addr?.[0]}`).sort(), Object.keys(scopes).sort());
  for (const { ifa_addr, ifa_netmask } of inet6) {
    assertEquals<unknown>([ifa_addr?.[3], ifa_netmask], [scopes[`${ifa_addr?.[0]}`], mask]);
  }
});

const TUN = "/dev/net/tun";
const withTunnels = isDevice(TUN) ? inNamespaces : testUnless(`no ${TUN}`, "getifaddrs of tunnels");

function isDevice(path: string): boolean {
  try {
    return Deno.statSync(path).isCharDevice === true;
  } catch {
    return false;
  }
}

withTunnels("getifaddrs: a point-to-point link, and one without any address", async () => {
  using place = namespace();
  place.ip("tuntap add tun0 mode tun", "addr add 10.8.0.1 peer 10.8.0.9 dev tun0");
  const found = await compared(place);
  const [link, inet] = found.filter(({ ifa_name }) => ifa_name === "tun0");
  assert(link !== undefined && inet !== undefined);
  assertEquals([link.sa_family, link.ifa_addr, link.ifa_dstaddr], [null, null, null]);
  assert((inet.ifa_flags & IFF_POINTOPOINT) !== 0);
  assertEquals([inet.ifa_addr, inet.ifa_dstaddr, inet.ifa_broadaddr], [
    ["10.8.0.1", 0],
    ["10.8.0.9", 0],
    null,
  ]);
  assertEquals(JSON.parse(place.inside(() => ip("-j", "link"))).length, 2);
});

/** An entry as an OS would give it. */
function entry(parts: Partial<InterfaceEntry>): InterfaceEntry {
  return {
    name: encode("if0"),
    flags: 0,
    address: null,
    netmask: null,
    destination: null,
    ...parts,
  };
}

const sockaddr = (layout: Layout, host: string) =>
  encodeAddress(host.includes(":") ? layout.AF_INET6 : layout.AF_INET, [host, 0], layout);

test("getifaddrs: an interface without an address", () => {
  assertEquals(interfaceAddress(entry({ netmask: sockaddr(linux, "255.0.0.0") }), linux), {
    ifa_name: "if0",
    ifa_flags: 0,
    sa_family: null,
    ifa_addr: null,
    ifa_netmask: null,
    ifa_broadaddr: null,
    ifa_dstaddr: null,
  });
});

test("getifaddrs: which address the last one is, the flags say", () => {
  const address = sockaddr(linux, "10.0.0.1");
  const destination = sockaddr(linux, "10.0.0.255");
  const of = (flags: number) => {
    const found = interfaceAddress(entry({ flags, address, destination }), linux);
    return [found.ifa_broadaddr, found.ifa_dstaddr];
  };
  assertEquals(of(0), [null, null]);
  assertEquals(of(IFF_BROADCAST), [["10.0.0.255", 0], null]);
  assertEquals(of(IFF_POINTOPOINT), [null, ["10.0.0.255", 0]]);
});

test("getifaddrs: netmasks of BSDs, without their family and their last zeros", () => {
  const of = (host: string, netmask: Uint8Array<ArrayBuffer>) =>
    interfaceAddress(entry({ address: sockaddr(darwin, host), netmask }), darwin).ifa_netmask;
  assertEquals(of("127.0.0.1", Uint8Array.of(5, 0, 0, 0, 255)), ["255.0.0.0", 0]);
  assertEquals(of("127.0.0.1", new Uint8Array(0)), ["0.0.0.0", 0]);
  assertEquals(of("10.0.0.1", sockaddr(darwin, "255.255.255.0")), ["255.255.255.0", 0]);
  const whole = sockaddr(darwin, "ffff:ffff:ffff:ffff::");
  assertEquals(of("fe80::1", whole.slice(0, 16)), ["ffff:ffff:ffff:ffff::", 0, 0, 0]);
});

test("getifaddrs: hardware addresses of macOS are raw bytes", () => {
  const AF_LINK = 18;
  const data = Uint8Array.of(1, 0, 6, 3, 6, 0, 0x65, 0x6e, 0x30, 2, 0, 0, 0, 7, 1);
  const address = Uint8Array.of(2 + data.length, AF_LINK, ...data);
  const found = interfaceAddress(entry({ address }), darwin);
  assertEquals([found.sa_family, found.ifa_addr], [AF_LINK, [AF_LINK, data]]);
});
