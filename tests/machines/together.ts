/** Test files in fewer isolates: an emulated processor takes seconds to load the library for each. */
import { dirname, join, toFileUrl } from "@std/path";
import { tempDir } from "../support/temp.ts";
import { root } from "./run.ts";

/** Modules that import the test files of a folder each; they are gone when this is disposed of. */
export interface Together extends Disposable {
  readonly files: readonly string[];
}

/**
 * Makes one test file of those of each folder.
 *
 * @param files Their paths in the repository.
 */
export function together(files: readonly string[]): Together {
  const made = tempDir();
  const folders = Map.groupBy(files, dirname);
  return {
    files: Array.from(folders, ([folder, members]) => {
      const path = join(made.path, `${folder.replaceAll("/", "_")}_test.ts`);
      // One after the other: what a file does before its tests is not to meet what another does.
      const imports = members.map((file) => `await import("${toFileUrl(join(root, file))}");\n`);
      Deno.writeTextFileSync(path, imports.join(""));
      return path;
    }),
    [Symbol.dispose]: () => made[Symbol.dispose](),
  };
}
