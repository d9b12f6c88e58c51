import type { Address } from "../addresses.ts";
import type { Codec } from "./codec.ts";
import { raw } from "./raw.ts";
export function bluetooth(_proto: number): Codec<Address> {
  return raw;
}
