/** Chooses the backend, once, on the first call that needs it: importing the package needs no permission. */
import type { Backend } from "./contract.ts";
import { makeBackend as makeDarwin } from "./darwin.ts";
import { makeBackend as makeLinux } from "./linux.ts";
import { makeBackend as makeWindows } from "./windows.ts";

export type * from "./contract.ts";

const makers: Partial<Record<typeof Deno.build.os, () => Backend>> = {
  android: makeLinux,
  darwin: () => makeDarwin(),
  linux: makeLinux,
  windows: makeWindows,
};

function make(): Backend {
  const maker = makers[Deno.build.os];
  if (maker === undefined) {
    throw new Deno.errors.NotSupported(`@bsd/socket does not run on ${Deno.build.os} yet`);
  }
  return maker();
}

let chosen: Backend | undefined;

/** The backend of the OS this runs on. */
export function backend(): Backend {
  return chosen ??= make();
}
