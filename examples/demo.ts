/**
 * A tour of the library in a second, with nothing to set up: `deno task demo`, or
 *
 *     deno run --allow-ffi --allow-read --allow-write examples/demo.ts
 */
import { summary } from "./demo/show.ts";
import { errors, inspection } from "./demo/errors.ts";
import { names } from "./demo/names.ts";
import { tcp } from "./demo/tcp.ts";
import { udp } from "./demo/udp.ts";
import { unix } from "./demo/unix.ts";
import { program } from "./support/program.ts";

await program({
  usage: "demo",
  about: `Shows names, TCP, UDP, Unix sockets, a file sent, a descriptor passed, and errors, on
this machine alone.`,
}, async () => {
  console.log(`BSD sockets for Deno ${Deno.version.deno} on ${Deno.build.os} ${Deno.build.arch}`);
  await names();
  await tcp();
  await udp();
  await unix();
  await errors();
  await inspection();
  if (!summary()) Deno.exitCode = 1;
});
