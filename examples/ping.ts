/**
 * Asks a host whether it is there, by ICMP echo requests over IPv4 or IPv6.
 *
 *     deno run --allow-ffi examples/ping.ts localhost
 *
 * It needs no root where users may make ICMP datagram sockets (on macOS, and on Linux for the groups
 * of ping_group_range, icmp(7)); elsewhere it takes a raw socket, which is root's.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { AF_INET, AF_INET6, AF_UNSPEC, OSError, SOCK_DGRAM } from "@bsd/socket";
import { getaddrinfo } from "@bsd/socket/promises";
import { type Outcome, pinger } from "./ping/pinger.ts";
import { interrupted } from "./support/interrupted.ts";
import { print, program, UsageError, whole } from "./support/program.ts";

/** An argument that is a time in seconds; in milliseconds. */
function milliseconds(text: string, name: string): number {
  const seconds = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (seconds <= 3600) return seconds * 1000;
  throw new UsageError(`${name} must be a number of seconds from 0 to 3600, not "${text}"`);
}

function line(outcome: Outcome, host: string, seq: number): string {
  if (outcome === null) return `no answer: icmp_seq=${seq}`;
  if (outcome.kind === "problem") {
    const { from, text } = outcome;
    return `${from === null ? "" : `from ${from}: `}icmp_seq=${seq} ${text}`;
  }
  const { length, ttl, milliseconds } = outcome;
  const hops = ttl === null ? "" : ` ttl=${ttl}`;
  return `${length} bytes from ${host}: icmp_seq=${seq}${hops} time=${milliseconds.toFixed(3)} ms`;
}

/** The last lines, from how many requests were sent and how long the replies took. */
function summary(host: string, sent: number, times: readonly number[]): string[] {
  const loss = sent === 0 ? 0 : 100 * (1 - times.length / sent);
  const lines = [
    "",
    `--- ${host} ping statistics ---`,
    `${sent} packets transmitted, ${times.length} received, ${
      Number(loss.toFixed(1))
    }% packet loss`,
  ];
  if (times.length > 0) {
    const sum = times.reduce((sum, time) => sum + time, 0);
    const numbers = [Math.min(...times), sum / times.length, Math.max(...times)];
    lines.push(
      `round-trip min/avg/max = ${numbers.map((time) => time.toFixed(3)).join("/")} ms`,
    );
  }
  return lines;
}

await program({
  usage: "ping [-46] [-c COUNT] [-i SECONDS] [-W SECONDS] [-s BYTES] HOST",
  about: `Sends ICMP echo requests to a host, and prints its replies. Ctrl-C ends it with a summary.

  -4, -6, --ipv4, --ipv6  by this version of IP; whichever the host has unless given
  -c, --count COUNT       how many requests to send; goes on for ever unless given
  -i, --interval SECONDS  from one request to the next, 1 unless given
  -W, --timeout SECONDS   how long to wait for each reply, 1 unless given; the next request waits too
  -s, --size BYTES        the bytes of data in each request, 56 unless given
  HOST                    a name or an address

The exit status is 0 if there was any reply, else 1.`,
  needs: "root, or on Linux a group of the sysctl net.ipv4.ping_group_range",
  options: {
    ipv4: { type: "boolean", short: "4" },
    ipv6: { type: "boolean", short: "6" },
    count: { type: "string", short: "c" },
    interval: { type: "string", short: "i" },
    timeout: { type: "string", short: "W" },
    size: { type: "string", short: "s" },
  },
  most: 1,
}, async ({ ipv4, ipv6, count, interval = "1", timeout = "1", size = "56" }, host) => {
  if (host === undefined) throw new UsageError("there is no host");
  const last = count === undefined ? Infinity : whole(count, "--count", 1, 2 ** 31);
  const [pause, patience] = [
    milliseconds(interval, "--interval"),
    milliseconds(timeout, "--timeout"),
  ];
  const payload = Uint8Array.from({ length: whole(size, "--size", 0, 65507) }, (_, i) => i);
  const signal = interrupted();

  const wanted = ipv4 === ipv6 ? AF_UNSPEC : ipv4 ? AF_INET : AF_INET6;
  const found = await getaddrinfo(host, 0, { family: wanted, type: SOCK_DGRAM, signal });
  const [first] = found;
  if (first === undefined) throw new OSError(null, `${host} has no address`);
  const [family, , , , address] = first;
  const numeric = `${address[0]}`;

  using echoes = pinger(family, address);
  const socket = echoes.isRaw ? "raw socket" : "datagram socket";
  print(`PING ${host} (${numeric}): ${payload.length} bytes of data, by a ${socket}`);
  const times: number[] = [];
  let sent = 0;
  try {
    for (let seq = 1; seq <= last; seq++) {
      const next = performance.now() + pause;
      const outcome = await echoes.ping(seq & 0xffff, payload, patience, signal);
      sent++;
      if (outcome?.kind === "reply") times.push(outcome.milliseconds);
      print(line(outcome, numeric, seq));
      if (seq < last) await sleep(Math.max(0, next - performance.now()), undefined, { signal });
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  for (const text of summary(host, sent, times)) print(text);
  if (times.length === 0) Deno.exitCode = 1;
});
