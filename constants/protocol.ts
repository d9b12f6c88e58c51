/** How a protocol's number gets the type of its addresses. */
import type { Protocol } from "./enums.ts";

/** The same number, said to decide that its family's addresses are `A`. */
export function carrying<A>(value: number | undefined): Protocol<A> | undefined {
  return value as Protocol<A> | undefined;
}
