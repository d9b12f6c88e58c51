/**
 * What is not tested on which machine, and why: one list, so that it can be read as a whole. The
 * runs in `tests/machines` print at their end what they skipped.
 */

/** How a line begins that tells of a skip. */
export const SKIPPED = "SKIPPED ";
