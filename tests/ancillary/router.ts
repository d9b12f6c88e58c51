/** Three machines in a row: what goes from the left one to the right one passes a router. */
import { ip, type Namespace, namespace } from "../support/netns.ts";

/** What lies behind the router, its own near address, and a network that it knows nothing of. */
export const ROUTE = {
  ipv4: { far: "10.8.2.2", near: "10.8.1.1", nowhere: "10.9.9.9" },
  ipv6: { far: "fd00:8:2::2", near: "fd00:8:1::1", nowhere: "fd00:9::9" },
} as const;

/** The machines; `using` ends them. */
export interface Route extends Disposable {
  readonly left: Namespace;
  readonly router: Namespace;
  readonly right: Namespace;
}

/** Makes the three of them; all links are up, and all addresses can be used at once. */
export function route(): Route {
  using made = new DisposableStack();
  const [left, router, right] = [0, 1, 2].map(() => made.use(namespace()));
  if (left === undefined || router === undefined || right === undefined) throw new Error("three");
  router.inside(() => {
    Deno.writeTextFileSync("/proc/sys/net/ipv4/ip_forward", "1");
    Deno.writeTextFileSync("/proc/sys/net/ipv6/conf/all/forwarding", "1");
  });
  for (const [number, host] of [[1, left], [2, right]] as const) {
    // With different numbers on both sides the kernel takes the link into use without a delay.
    host.ip(
      `link add veth index ${10 + number} type veth ` +
        `peer name veth${number} index ${20 + number} netns ${router.path}`,
    );
    for (const [at, ifname, end] of [[router, `veth${number}`, 1], [host, "veth", 2]] as const) {
      at.ip(
        `link set ${ifname} addrgenmode none up`,
        `addr add 10.8.${number}.${end}/24 dev ${ifname}`,
        `addr add fd00:8:${number}::${end}/64 dev ${ifname} nodad`,
        `addr add fe80::8:${end}/64 dev ${ifname} nodad`,
      );
    }
    for (const [at, ifname] of [[router, `veth${number}`], [host, "veth"]] as const) {
      while (at.inside(() => !ip("link", "show", ifname).includes(" state UP ")));
    }
    host.ip(
      `route add default via 10.8.${number}.1`,
      `route add ::/0 via fd00:8:${number}::1`,
    );
  }
  const all = made.move();
  return { left, router, right, [Symbol.dispose]: () => all.dispose() };
}
