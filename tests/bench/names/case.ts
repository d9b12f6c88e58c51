/**
 * Names and addresses. That an address is encoded is seen by connecting a UDP socket, that it is
 * decoded by getsockname: both are a short call of the kernel's besides.
 *
 * inet_pton and inet_aton cannot be ahead: their result is a Uint8Array, which takes V8 longer to make
 * than Python takes for the whole call.
 */
import { type Case, interleave } from "../measure.ts";
import { alone, program } from "../programs.ts";

const LOOKUPS = 5000;
const CALLS = 50_000;

const goals = { Python: 1 };

export const namesCase: Case = {
  name: "names",
  async measure(rounds = 5) {
    const blocking = await interleave(rounds, [
      { title: "getaddrinfo, numeric", unit: "ns", goals },
      { title: "getaddrinfo, localhost of /etc/hosts", unit: "ns", goals },
      { title: "inet_pton, IPv6", unit: "ns", goals },
      { title: "inet_ntop, IPv6", unit: "ns", goals },
      { title: "address encoded (UDP connect)", unit: "ns", goals },
      { title: "address decoded (getsockname)", unit: "ns", goals },
    ], {
      ours: alone(program(import.meta, "ours.ts"), LOOKUPS, CALLS),
      Python: alone(program(import.meta, "python.py"), LOOKUPS, CALLS),
    });
    const awaited = await interleave(rounds, [
      { title: "look-up of localhost, awaited", unit: "µs", goals: { Node: 1, asyncio: 1 } },
    ], {
      ours: alone(program(import.meta, "awaited.ts"), LOOKUPS),
      Deno: alone(program(import.meta, "deno.ts"), LOOKUPS),
      Node: alone(program(import.meta, "node.mjs"), LOOKUPS),
      asyncio: alone(program(import.meta, "asyncio_lookup.py"), LOOKUPS),
    });
    return [...blocking, ...awaited];
  },
};
