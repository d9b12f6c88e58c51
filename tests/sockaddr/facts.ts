/** Where the compilers of the three OSes put the members of a structure, where the facts are there. */
import type { Layout } from "../../ffi/layout.ts";

const FACTS = new URL("../../../shared/facts/layouts.json", import.meta.url);

/** A structure: its size and its members' places. */
export interface Fact {
  readonly size: number;
  readonly fields: Readonly<Record<string, { readonly offset: number; readonly size: number }>>;
}

function read(): Record<string, Record<string, Fact>> | undefined {
  try {
    return JSON.parse(Deno.readTextFileSync(FACTS)).structs;
  } catch (e) {
    if (!(e instanceof Deno.errors.NotFound)) throw e;
    console.warn("SKIPPED: no layouts.json to compare the addresses with");
    return undefined;
  }
}

const structs = read();

/** Whether there is nothing to compare with. */
export const noFacts: boolean = structs === undefined;

/** A structure as one OS has it. */
export function fact(name: string, os: Layout["os"]): Fact {
  const found = structs?.[name]?.[os];
  if (found === undefined) throw new Error(`${os} has no struct ${name} among the facts`);
  return found;
}

/** The bytes of each member of a structure, by its name. */
export function membersOf(
  bytes: Uint8Array,
  { fields }: Fact,
): Record<string, Uint8Array<ArrayBuffer>> {
  return Object.fromEntries(
    Object.entries(fields)
      .map((
        [name, { offset, size }],
      ) => [name, new Uint8Array(bytes.subarray(offset, offset + size))]),
  );
}
