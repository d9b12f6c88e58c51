/**
 * Every Python 3.9 or newer of this machine, as an oracle: `python3` and `python` on the path, and those
 * that pyenv keeps.
 */

/** What one Python says. */
export interface Oracle {
  /** `"3.13.0"`. */
  readonly version: string;
  /** The int and str constants of its `socket` module. */
  readonly constants: Readonly<Record<string, number | string>>;
  /** `errno.errorcode`. */
  readonly errorcode: Readonly<Record<string, string>>;
  /** The names of its `errno` module. */
  readonly errno: Readonly<Record<string, number>>;
  /** The members of `AddressFamily`, `SocketKind`, `MsgFlag` and `AddressInfo`, by name. */
  readonly members: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The same members by number: the name that each number prints as. */
  readonly printed: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const script = `
import errno, json, platform, socket

enums = {n: getattr(socket, n) for n in ("AddressFamily", "SocketKind", "MsgFlag", "AddressInfo")}

def plain(v):
    return int(v) if isinstance(v, int) else v

print(json.dumps({
    "version": platform.python_version(),
    "constants": {
        n: plain(v) for n, v in vars(socket).items()
        if n[0].isupper() and isinstance(v, (int, str)) and not isinstance(v, bool)
    },
    "errorcode": errno.errorcode,
    "errno": {n: v for n, v in vars(errno).items() if n[0].isupper()},
    "members": {n: {k: int(v) for k, v in e.__members__.items()} for n, e in enums.items()},
    "printed": {
        n: {int(v): v.name for v in e.__members__.values()} for n, e in enums.items()
    },
}))
`;

async function candidates(): Promise<string[]> {
  const found = ["python3", "python"];
  const home = Deno.env.get("HOME");
  if (home === undefined) return found;
  const versions = `${home}/.pyenv/versions`;
  try {
    for await (const { name } of Deno.readDir(versions)) {
      found.push(`${versions}/${name}/bin/python`);
    }
  } catch (e) {
    if (!(e instanceof Deno.errors.NotFound)) throw e;
  }
  return found;
}

async function ask(python: string): Promise<Oracle | null> {
  try {
    const { success, stdout, stderr } = await new Deno.Command(python, { args: ["-c", script] })
      .output();
    if (success) return JSON.parse(new TextDecoder().decode(stdout));
    console.log(`${python} DOES NOT ANSWER: ${new TextDecoder().decode(stderr).trim()}`);
  } catch (e) {
    if (!(e instanceof Deno.errors.NotFound)) throw e;
    console.log(`${python} IS NOT THERE`);
  }
  return null;
}

function recent({ version }: Oracle): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === 3 && minor >= 9;
}

/** Asks every Python there is; one answer for each version. */
export async function pythons(): Promise<Oracle[]> {
  const byVersion = new Map<string, Oracle>();
  for (const python of await candidates()) {
    const oracle = await ask(python);
    if (oracle === null) continue;
    if (recent(oracle)) byVersion.set(oracle.version, oracle);
    else console.log(`${python} is Python ${oracle.version}, TOO OLD to compare with`);
  }
  return [...byVersion.values()].sort((a, b) =>
    a.version.localeCompare(b.version, "en", { numeric: true })
  );
}
