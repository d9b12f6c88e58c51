/** Every order of some actions up to a depth, each state once. */
import type { Action, World } from "./model_world.ts";

/** What an exploration was. */
export interface Explored {
  readonly states: number;
  /** How many actions in a row it takes to get to the last of them. */
  readonly depth: number;
}

/**
 * Does the actions in every order, in worlds of their own. States that are equal are gone on from
 * once, by the shortest way there. After each action the world is checked; then, in a world that is
 * not gone on from, everything comes to rest, everybody gives up, and everything comes to rest again.
 *
 * @param begin Makes a world.
 * @param actions What may happen.
 * @param depth How many of them in a row; Infinity: until no order leads to another state.
 * @throws {Error} What was wrong, and after which actions.
 */
export async function explore(
  begin: () => World,
  actions: readonly Action[],
  depth: number,
): Promise<Explored> {
  const first = begin();
  const seen = new Set([first.describe()]);
  let frontier: { path: Action[]; next: Action[] }[] = [
    { path: [], next: actions.filter((action) => action.can(first)) },
  ];
  for (let at = 0; at < depth; at++) {
    const found: typeof frontier = [];
    for (const { path, next } of frontier) {
      for (const action of next) {
        const world = begin();
        const whole = [...path, action];
        for (const step of whole) {
          const done = step.run(world);
          if (done !== undefined) await done;
        }
        world.check();
        report(world, whole, "");
        const state = world.describe();
        if (seen.has(state)) continue;
        seen.add(state);
        found.push({ path: whole, next: actions.filter((each) => each.can(world)) });
        await world.rest();
        report(world, whole, ", at rest");
        world.finish();
        await world.rest();
        report(world, whole, ", at the end");
      }
    }
    frontier = found;
    if (found.length === 0) return { states: seen.size, depth: at };
  }
  return { states: seen.size, depth };
}

function report(world: World, path: readonly Action[], when: string): void {
  const [problem] = world.problems;
  if (problem === undefined) return;
  const steps = path.map(({ name }) => name).join("; ");
  throw new Error(`${world.reports}: ${problem}\n  after: ${steps}${when}`);
}
