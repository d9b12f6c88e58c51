/**
 * For servers that are given the argument `watch`: how late a timer of 10 ms is, and how long
 * `Deno.readFile` takes, while the load runs. SIGTERM prints both as JSON and ends the server.
 */
export function watch(): void {
  if (Deno.args[0] !== "watch") return;
  const late: number[] = [];
  const reads: number[] = [];

  function tick(): void {
    const due = performance.now() + 10;
    setTimeout(() => {
      late.push(performance.now() - due);
      tick();
    }, 10);
  }

  async function read(): Promise<never> {
    for (;;) {
      const begin = performance.now();
      await Deno.readFile(import.meta.filename ?? "");
      reads.push(performance.now() - begin);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  tick();
  read();
  Deno.addSignalListener("SIGTERM", () => {
    console.log(JSON.stringify({ late, reads }));
    Deno.exit(0);
  });
}
