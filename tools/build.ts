/**
 * `deno task build`: makes the package as it is published, in `dist/`.
 *
 * A program that imports the sources loads 200 modules, which costs 25 ms at each start and a download
 * for each of them before the first; so what is run is made into one. The sources are in the package
 * all the same: they are its types, its documentation, and what its readers are shown.
 */
import { cpSync } from "node:fs";
import { fromFileUrl, join } from "@std/path";
import * as promises from "../promises.ts";

const root = fromFileUrl(import.meta.resolve("../"));

interface Config {
  readonly exports: Readonly<Record<string, string>>;
  readonly publish: { readonly include: readonly string[] };
  readonly [other: string]: unknown;
}

/** What deno.json says to users of the package: the programs stay sources, of few modules each. */
function published({ name, version, license, exports, compilerOptions }: Config): unknown {
  return {
    name,
    version,
    license,
    exports: { ...exports, ".": "./mod.js", "./promises": "./promises.js" },
    compilerOptions,
    // The repository's .gitignore has all of this folder.
    publish: { exclude: ["!**"] },
  };
}

/** Makes one module of all, and returns its text. */
function bundled(): string {
  const { success, stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "tools/entry.ts"],
    cwd: root,
  }).outputSync();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  let text = new TextDecoder().decode(stdout);
  // A class that speaks of itself has another name in itself, which would be what it says it is.
  for (const [, name] of text.matchAll(/^var (\w+) = class _\1\b/gm)) {
    text = text.replaceAll(new RegExp(`\\b_${name}\\b`, "g"), `${name}`);
  }
  // Comments alone are not ASCII, for which V8 would keep the whole in two bytes a character.
  return text.replace(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A module whose types, and whose documentation, are those of a source. */
function typed(source: string, text: string): string {
  return `/* @ts-self-types="./${source}" */\n${text}`;
}

/** Makes the package in a folder, which is emptied. */
export function build(folder: string): void {
  const config: Config = JSON.parse(Deno.readTextFileSync(join(root, "deno.json")));
  Deno.mkdirSync(folder, { recursive: true });
  for (const { name } of Deno.readDirSync(folder)) {
    Deno.removeSync(join(folder, name), { recursive: true });
  }
  for (const path of config.publish.include) {
    cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  const files = {
    "deno.json": `${JSON.stringify(published(config), null, 2)}\n`,
    "mod.js": typed("mod.ts", bundled()),
    "promises.js": typed(
      "promises.ts",
      `import { "./promises" as promises } from "./mod.js";\n\n` +
        `export const { ${Object.keys(promises).join(", ")} } = promises;\n`,
    ),
  };
  for (const [name, text] of Object.entries(files)) {
    Deno.writeTextFileSync(join(folder, name), text);
  }
}

if (import.meta.main) build(join(root, "dist"));
