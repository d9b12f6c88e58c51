/** How many connections the limit on descriptors allows. */

/** Descriptors that a server or a load has besides its connections. */
const OTHERS = 300;

/**
 * So many connections, or as many as the hard limit on open files allows: each program here raises
 * its own limit to that.
 */
export function connectionsWithin(wanted: number): number {
  const { stdout } = new Deno.Command("sh", { args: ["-c", "ulimit -Hn"] }).outputSync();
  const limit = Number(new TextDecoder().decode(stdout));
  return isNaN(limit) ? wanted : Math.min(wanted, limit - OTHERS);
}
