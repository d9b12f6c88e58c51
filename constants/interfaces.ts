/**
 * Flags of network interfaces, in what `getifaddrs` returns; see netdevice(7) and, on macOS,
 * net/if.h.
 */
import { table } from "./table.ts";

/** The interface is switched on. */
export const IFF_UP: number = table.IFF_UP;
/** It can broadcast: `ifa_broadaddr` is set. */
export const IFF_BROADCAST: number = table.IFF_BROADCAST;
/** Its driver is being debugged. Linux and macOS. */
export const IFF_DEBUG: number | undefined = table.IFF_DEBUG;
/** It leads back to this machine. */
export const IFF_LOOPBACK: number = table.IFF_LOOPBACK;
/** There is one machine at the other end: `ifa_dstaddr` is set. Windows spells it IFF_POINTTOPOINT. */
export const IFF_POINTOPOINT: number = table.IFF_POINTOPOINT;
/** It does not use trailers; no longer of any meaning. Linux and macOS. */
export const IFF_NOTRAILERS: number | undefined = table.IFF_NOTRAILERS;
/** It has what it needs to run: a cable, a carrier. Linux and macOS. */
export const IFF_RUNNING: number | undefined = table.IFF_RUNNING;
/** It has no address resolution (ARP). Linux and macOS. */
export const IFF_NOARP: number | undefined = table.IFF_NOARP;
/** It receives everything on the link. Linux and macOS. */
export const IFF_PROMISC: number | undefined = table.IFF_PROMISC;
/** It receives the frames of all multicast groups. Linux and macOS. */
export const IFF_ALLMULTI: number | undefined = table.IFF_ALLMULTI;
/** It can multicast. */
export const IFF_MULTICAST: number = table.IFF_MULTICAST;
/** It is the master of a load-balancing bundle. Linux only. */
export const IFF_MASTER: number | undefined = table.IFF_MASTER;
/** It is part of a load-balancing bundle. Linux only. */
export const IFF_SLAVE: number | undefined = table.IFF_SLAVE;
/** It can select its medium. Linux only. */
export const IFF_PORTSEL: number | undefined = table.IFF_PORTSEL;
/** It selects its medium by itself. Linux only. */
export const IFF_AUTOMEDIA: number | undefined = table.IFF_AUTOMEDIA;
/** Its addresses are lost when it is switched off. Linux only. */
export const IFF_DYNAMIC: number | undefined = table.IFF_DYNAMIC;
/** Its driver says that the link is there. Linux only. */
export const IFF_LOWER_UP: number | undefined = table.IFF_LOWER_UP;
/** Its driver says that the link is dormant. Linux only. */
export const IFF_DORMANT: number | undefined = table.IFF_DORMANT;
/** It echoes what is sent. Linux only. */
export const IFF_ECHO: number | undefined = table.IFF_ECHO;
/** A transmission is under way. macOS only. */
export const IFF_OACTIVE: number | undefined = table.IFF_OACTIVE;
/** It does not hear what it sends itself. macOS only. */
export const IFF_SIMPLEX: number | undefined = table.IFF_SIMPLEX;
/** For the link layer to define. macOS only. */
export const IFF_LINK0: number | undefined = table.IFF_LINK0;
/** For the link layer to define. macOS only. */
export const IFF_LINK1: number | undefined = table.IFF_LINK1;
/** For the link layer to define. macOS only. */
export const IFF_LINK2: number | undefined = table.IFF_LINK2;
/** It uses its other connector: the same bit as `IFF_LINK2`. macOS only. */
export const IFF_ALTPHYS: number | undefined = table.IFF_ALTPHYS;
