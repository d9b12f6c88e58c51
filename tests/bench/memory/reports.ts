/** How long things are left to settle, in milliseconds. */
const SETTLING = 300;

/**
 * Returns a function to be called for each connection: when there are as many as one of the
 * program's arguments, it collects garbage and prints the size of the resident set.
 */
export function reports(): () => void {
  const counts = Deno.args.map(Number);
  const { gc } = globalThis as unknown as { gc(): void };
  let connections = 0;
  return () => {
    if (!counts.includes(++connections)) return;
    setTimeout(() => {
      gc();
      console.log(Deno.memoryUsage().rss);
    }, SETTLING);
  };
}
