/** Answering the questions of look-ups off the event loop, as far as that takes a thread at all. */
import {
  AI_NUMERICHOST,
  AI_NUMERICSERV,
  NI_NUMERICHOST,
  NI_NUMERICSERV,
} from "../../constants/mod.ts";
import { backend, type LookupCalls } from "../../ffi/backend/mod.ts";
import type { Lookup, Resolver } from "../names/lookup.ts";
import { parseIPv4 } from "../sockaddr/ip.ts";
import type { AwaitOptions } from "./start.ts";
import { makeTurns } from "./turns.ts";

/**
 * How many look-ups may be under way at a time. Each holds one of the 32 threads that the runtime
 * has for everything it does off the event loop, files among it, for as long as the C library asks
 * its servers: half a minute where none of three answers (resolv.conf(5)). Without a bound, a few
 * dozen names of a dead server would stop everything; four are what Node's whole pool has.
 */
export const MOST_LOOKUPS = 4;

const decoder = new TextDecoder();

const NUMERIC_INFO = AI_NUMERICHOST | AI_NUMERICSERV;
const NUMERIC_NAMES = NI_NUMERICHOST | NI_NUMERICSERV;

/** Every address as text, and some names: digits of any base with dots, or a colon. */
const maybeNumeric = /^[\da-fx.]*$|:/i;

/** A resolver whose promises the signal rejects. */
export type ResolverFor = (signal: AbortSignal | undefined) => Resolver;

/** Makes the resolvers over an OS's look-ups, which share the bound. */
export function makeResolver(os: LookupCalls): ResolverFor {
  const inTurn = makeTurns(MOST_LOOKUPS);
  return (signal) => ({
    getaddrinfo(host, service, hints) {
      if (typeof host !== "string" || maybeNumeric.test(host)) {
        // What is numeric already is found without asking anybody. A failure need not be the true one.
        const flags = hints.flags | NUMERIC_INFO;
        const numeric = os.getaddrinfo(host, service, { ...hints, flags });
        if (!("failure" in numeric)) return numeric;
      }
      return inTurn(() => os.awaited.getaddrinfo(host, service, hints), signal);
    },
    getnameinfo: (address, flags) =>
      (flags & NUMERIC_NAMES) === NUMERIC_NAMES
        ? os.getnameinfo(address, flags)
        : inTurn(() => os.awaited.getnameinfo(address, flags), signal),
    gethostbyname: (name) =>
      parseIPv4(decoder.decode(name)) === null
        ? inTurn(() => os.awaited.gethostbyname(name), signal)
        : os.gethostbyname(name),
    gethostbyaddr: (address, family) =>
      inTurn(() => os.awaited.gethostbyaddr(address, family), signal),
  });
}

let chosen: ResolverFor | undefined;

/** The resolvers of this isolate. */
const resolverOfIsolate: ResolverFor = (signal) => (chosen ??= makeResolver(backend()))(signal);

/** Sees a look-up through without blocking the thread. */
export async function startLookup<T>(
  lookup: Lookup<T>,
  { signal }: AwaitOptions = {},
  resolverFor: ResolverFor = resolverOfIsolate,
): Promise<T> {
  signal?.throwIfAborted();
  let step = lookup.next();
  while (!step.done) step = lookup.next(await step.value(resolverFor(signal)));
  return step.value;
}
