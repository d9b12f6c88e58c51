/**
 * A datagram at a time over the loopback, sent and received by one thread: the address is encoded
 * for each, and decoded to text and a port from each.
 */
import { type Case, interleave } from "../measure.ts";
import { alone, program } from "../programs.ts";

const BLOCKING = 100_000;
const AWAITED = 30_000;

export const udpCase: Case = {
  name: "udp",
  async measure(rounds = 7) {
    const blocking = await interleave(rounds, [{
      title: "UDP sendto + recvfrom, 64 B",
      unit: "ns",
      goals: { C: 1 / 1.2, Python: 1 / 0.85 },
    }], {
      ours: alone(program(import.meta, "ours.ts"), BLOCKING),
      C: alone(program(import.meta, "c.c"), BLOCKING),
      Python: alone(program(import.meta, "python.py"), BLOCKING),
    });
    const awaited = await interleave(rounds, [{
      title: "UDP sendto + recvfrom, 64 B, awaited",
      unit: "ns",
      goals: { Deno: 1.6 },
    }], {
      ours: alone(program(import.meta, "awaited.ts"), AWAITED),
      Deno: alone(program(import.meta, "deno.ts", ["--unstable-net"]), AWAITED),
    });
    return [...blocking, ...awaited];
  },
};
