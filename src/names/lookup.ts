/**
 * A look-up, written once and seen through in either face: blocking here, awaited in
 * `src/awaited/`. It is a generator that yields its questions to the resolver and goes on with the
 * answers; a question that fails is an answer too, so that nothing is thrown into it.
 */
import { backend, type ResolverCalls } from "../../ffi/backend/mod.ts";

/** Answers questions, at once or later. */
export type Resolver = {
  readonly [C in keyof ResolverCalls]: (
    ...args: Parameters<ResolverCalls[C]>
  ) => ReturnType<ResolverCalls[C]> | Promise<ReturnType<ResolverCalls[C]>>;
};

/** A look-up whose outcome is a `T`. */
export type Lookup<T> = Generator<(resolver: Resolver) => unknown, T, unknown>;

/** Asks a question; the answer comes from whoever sees the look-up through. */
export function* ask<T>(question: (resolver: Resolver) => T | Promise<T>): Lookup<T> {
  return (yield question) as T;
}

/** Sees a look-up through, blocking the thread while the resolver asks. */
export function performLookup<T>(lookup: Lookup<T>): T {
  let step = lookup.next();
  while (!step.done) step = lookup.next(step.value(backend()));
  return step.value;
}
