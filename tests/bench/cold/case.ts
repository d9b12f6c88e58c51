/** The time from a process's start to its end: a program of one line beside an empty one. */
import { type Case, type Contender, interleave } from "../measure.ts";
import { type Program, program } from "../programs.ts";

function started(program: Program | undefined): Contender | undefined {
  if (program === undefined) return undefined;
  const [path, ...args] = program;
  const command = new Deno.Command(path, {
    args,
    stdin: "null",
    stdout: "null",
    stderr: "inherit",
  });
  return () => {
    const begin = performance.now();
    if (!command.outputSync().success) throw new Error(`${path} failed`);
    return Promise.resolve([performance.now() - begin]);
  };
}

export const coldCase: Case = {
  name: "cold",
  measure: (rounds = 25) =>
    interleave(rounds, [{
      title: "cold start: deno run, gethostname",
      unit: "ms",
      allowance: 15,
    }], {
      ours: started(program(import.meta, "ours.ts")),
      empty: started(program(import.meta, "empty.ts")),
    }),
};
