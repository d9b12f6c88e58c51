/**
 * Error names by number.
 */

/** Names that leave a number they share to the other name, as in Python's `errno.errorcode`. */
const secondary: ReadonlySet<string> = new Set(["EDEADLK", "ENOFILE", "EOPNOTSUPP", "EWOULDBLOCK"]);

function rank(name: string): number {
  return name.startsWith("WSA") ? 0 : secondary.has(name) ? 1 : 2;
}

/** The name of each number of the table: of several the one that ranks highest. */
export function namesByNumber(
  table: Readonly<Record<string, number | undefined>>,
): Readonly<Record<number, string>> {
  const names: Record<number, string> = {};
  const ranks: Record<number, number> = {};
  for (const [name, number] of Object.entries(table)) {
    if (number === undefined) continue;
    const own = rank(name);
    if (own < (ranks[number] ?? 0)) continue;
    names[number] = name;
    ranks[number] = own;
  }
  return Object.freeze(names);
}
