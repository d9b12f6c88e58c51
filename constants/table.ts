/**
 * The constants of the running OS: a number or string where all three OSes have the name, else
 * perhaps undefined. The documented exports beside this file take their values from here.
 */
import { type Choice, choose } from "./choice.ts";
import { darwin } from "./darwin.ts";
import { linux } from "./linux.ts";
import { windows } from "./windows.ts";

/** The running OS's value of each constant. */
export const table: Choice<typeof linux, typeof darwin, typeof windows> = Object.freeze(
  choose({ linux, darwin, windows }),
);
