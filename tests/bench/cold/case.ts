/**
 * The time from a process's start to its end: a program of one line beside an empty one. It imports
 * the package as it is published, from a registry; and for comparison from the sources.
 */
import { fromFileUrl } from "@std/path";
import { openRegistry } from "../../support/registry.ts";
import { denoPath } from "../../support/runtime.ts";
import { type Case, type Contender, interleave } from "../measure.ts";

const SOURCES = fromFileUrl(import.meta.resolve("../../../deno.json"));

/** A program of this folder, with a configuration that says where "@bsd/socket" is. */
async function started(
  file: string,
  config: string,
  env: Record<string, string>,
): Promise<Contender> {
  const path = fromFileUrl(import.meta.resolve(`./${file}`));
  const command = new Deno.Command(denoPath, {
    args: ["run", "--quiet", "--no-prompt", "--no-check", "--allow-all", "--config", config, path],
    env,
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  });
  // The first two starts load the modules, and keep what was compiled of them.
  for (let start = 0; start < 2; start++) await command.output();
  return () => {
    const begin = performance.now();
    if (!command.outputSync().success) throw new Error(`${path} failed`);
    return Promise.resolve([performance.now() - begin]);
  };
}

export const coldCase: Case = {
  name: "cold",
  async measure(rounds = 25) {
    await using registry = openRegistry();
    const { config, env } = registry;
    return await interleave(rounds, [{
      title: "cold start: deno run, gethostname",
      unit: "ms",
      allowance: 15,
    }], {
      ours: await started("ours.ts", config, env),
      empty: await started("empty.ts", config, env),
      sources: await started("ours.ts", SOURCES, env),
    });
  },
};
