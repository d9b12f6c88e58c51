/**
 * The running OS, chosen once for every table of constants.
 */

/**
 * What all three tables have, and perhaps what only some of them have.
 *
 * @internal
 */
export type Choice<Linux, Darwin, Windows> = Readonly<
  & Pick<Linux & Darwin & Windows, keyof Linux & keyof Darwin & keyof Windows>
  & Partial<Linux & Darwin & Windows>
>;

/** A table for each OS. */
export interface Tables<Linux, Darwin, Windows> {
  /** For Linux and Android, and for want of better for every other Unix. */
  readonly linux: Linux;
  /** For macOS. */
  readonly darwin: Darwin;
  /** For Windows. */
  readonly windows: Windows;
}

/** Picks the table of the running OS. */
export function choose<Linux, Darwin, Windows>(
  tables: Tables<Linux, Darwin, Windows>,
): Linux | Darwin | Windows {
  const { os } = Deno.build;
  return os === "darwin" || os === "windows" ? tables[os] : tables.linux;
}
