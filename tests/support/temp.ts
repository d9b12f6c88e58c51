/** Temporary directories that go away by themselves. */

/** A directory that is removed, with all in it, when its scope ends. */
export interface TempDir extends Disposable {
  /** Its absolute path; short, because an AF_UNIX address holds about a hundred bytes. */
  readonly path: string;
}

/** Makes one: `using dir = tempDir();`. */
export function tempDir(): TempDir {
  const path = Deno.makeTempDirSync({ prefix: "bsd-" });
  return { path, [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }) };
}
