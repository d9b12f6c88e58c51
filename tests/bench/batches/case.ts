/**
 * UDP over the loopback by batches: 64 datagrams by `sendmmsg`, then by `recvmmsg`, beside the same
 * calls in C, and Python's `sendto` and `recvfrom`, which take one at a time. Sending includes the
 * kernel's delivery, which is most of the time for all of them.
 */
import { type Case, interleave } from "../measure.ts";
import { alone, program } from "../programs.ts";

const BATCHES = 3000;
/** Bytes in a datagram. */
const SIZES = [64, 1200];

export const batchesCase: Case = {
  name: "batches",
  async measure(rounds = 7) {
    const bySize = SIZES.map((size) => () =>
      interleave(rounds, [{
        title: `UDP batches of 64, ${size} B, a datagram`,
        unit: "ns",
        goals: { C: 1 / 1.15, Python: 3 },
      }], {
        ours: alone(program(import.meta, "ours.ts"), BATCHES, size),
        C: alone(program(import.meta, "c.c"), BATCHES, size),
        Python: alone(program(import.meta, "python.py"), BATCHES, size),
      })
    );
    const results = [];
    for (const measure of bySize) results.push(...await measure());
    return results;
  },
};
