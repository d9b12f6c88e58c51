/** For about how long, in milliseconds, each amount is measured. */
const WHILE = 200;

/**
 * Prints how many nanoseconds something takes for each of the amounts that are the program's
 * arguments.
 *
 * @param prepare Makes what is measured, for an amount.
 */
export async function each(
  prepare: (amount: number) => (() => void | Promise<void>) | Promise<() => Promise<void>>,
): Promise<void> {
  const figures = [];
  for (const amount of Deno.args.map(Number)) {
    const once = await prepare(amount);
    await measured(once);
    figures.push(await measured(once));
  }
  console.log(figures.join(" "));
}

async function measured(once: () => void | Promise<void>): Promise<number> {
  const begin = performance.now();
  let times = 0;
  let spent = 0;
  for (; spent < WHILE; spent = performance.now() - begin) {
    for (let i = 0; i < 100; i++, times++) {
      const done = once();
      if (done !== undefined) await done;
    }
  }
  return spent * 1e6 / times;
}
