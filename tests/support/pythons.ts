/** The Python interpreters of this machine: the tests' peers, and the oracle they compare with. */

/** An interpreter. */
export interface Python {
  /** Its executable. */
  readonly path: string;
  /** `[3, 13, 0]`. */
  readonly version: readonly [major: number, minor: number, micro: number];
}

let newest: Python | undefined;

/** The environment's PYTHON, else the newest Python 3 that is found; throws where there is none. */
export function newestPython(): Python {
  if (newest !== undefined) return newest;
  for (const python of find()) return newest = python;
  throw new Error("these tests need Python 3: put python3 on PATH, or its path in PYTHON");
}

/** All that are found: the environment's PYTHON, pyenv's from the newest on, the one on PATH. */
export function pythons(): Python[] {
  return [...find()];
}

/** The environment variable that tells of the Python outside of an emulator, as JSON. */
export const PYTHON_OUTSIDE = "BSD_SOCKET_TEST_PYTHON";

/**
 * Whether Python runs outside of an emulator, on another OS: what it says of arguments holds here too,
 * its numbers of families and errors, the texts of errors and what its resolver knows do not.
 */
export const pythonIsForeign: boolean = Deno.env.get(PYTHON_OUTSIDE) !== undefined;

function* find(): Generator<Python> {
  const outside = Deno.env.get(PYTHON_OUTSIDE);
  if (outside !== undefined) {
    yield JSON.parse(outside);
    return;
  }
  const seen = new Set<string>();
  for (const command of candidates()) {
    const python = probe(command);
    if (python === undefined || seen.has(python.path)) continue;
    seen.add(python.path);
    yield python;
  }
}

function* candidates(): Generator<string> {
  const given = Deno.env.get("PYTHON");
  if (given !== undefined) yield given;
  const versions = `${Deno.env.get("HOME")}/.pyenv/versions`;
  const numeric = new Intl.Collator("en", { numeric: true });
  const names = list(versions).filter((name) => name.startsWith("3."));
  for (const name of names.sort(numeric.compare).reverse()) yield `${versions}/${name}/bin/python`;
  yield "python3";
  yield "python";
}

function list(directory: string): string[] {
  try {
    return Array.from(Deno.readDirSync(directory), (entry) => entry.name);
  } catch {
    return [];
  }
}

function probe(command: string): Python | undefined {
  const code = "import sys; print(sys.executable, *sys.version_info[:3], sep='\\n')";
  try {
    const { success, stdout } = new Deno.Command(command, { args: ["-I", "-S", "-c", code] })
      .outputSync();
    const [path = "", major, minor, micro] = new TextDecoder().decode(stdout).split(/\r?\n/);
    const version = [Number(major), Number(minor), Number(micro)] as const;
    return success && version[0] === 3 ? { path, version } : undefined;
  } catch {
    return undefined;
  }
}
