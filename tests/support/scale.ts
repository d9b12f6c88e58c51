/** How much is done where much is done: under an emulator all takes its time. */

/** The environment variable that says by how much there is to be less. */
export const SCALE = "BSD_SOCKET_TEST_SCALE";

const divisor = Number(Deno.env.get(SCALE) ?? 1);

/**
 * So many runs, messages or bytes, or as many fewer as the machine asks for.
 *
 * @param count An integer of 1 or more.
 * @param least What the test needs to be one.
 */
export function scaled(count: number, least = 1): number {
  return Math.min(count, Math.max(least, Math.ceil(count / divisor)));
}
