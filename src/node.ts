/**
 * The runtime's `node:` modules, each loaded when something in it is first needed: imported, they
 * would cost every program 20 ms at its start.
 */

function lazily<Module>(load: () => Module): () => Module {
  let module: Module | undefined;
  return () => module ??= load();
}

/** `node:buffer`. */
export const buffer = lazily(() => globalThis.process.getBuiltinModule("node:buffer"));
/** `node:fs`. */
export const fs = lazily(() => globalThis.process.getBuiltinModule("node:fs"));
/** `node:url`. */
export const url = lazily(() => globalThis.process.getBuiltinModule("node:url"));
