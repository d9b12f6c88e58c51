/** Bluetooth adapters for the tests: virtual ones, whose controllers are a process of their own. */
import { fromFileUrl } from "@std/path";
import { start } from "./peer.ts";
import { newestPython, type Python, pythons } from "./pythons.ts";

const PROGRAM = fromFileUrl(new URL("bluetooth_controllers.py", import.meta.url));

/** Adapters that are there until they are disposed of. */
export interface Adapters extends AsyncDisposable {
  /** The number of each. */
  readonly ids: readonly number[];
}

/**
 * Adds an adapter for each device address, all in range of each other. `/down` after the address
 * leaves one down.
 */
export async function adapters(...addresses: string[]): Promise<Adapters> {
  const controllers = start(newestPython().path, ["-I", "-u", PROGRAM, ...addresses]);
  try {
    const ids: number[] = [];
    while (ids.length < addresses.length) ids.push(Number(await controllers.line()));
    return { ids, [Symbol.asyncDispose]: () => controllers[Symbol.asyncDispose]() };
  } catch (e) {
    await controllers[Symbol.asyncDispose]();
    throw e;
  }
}

/** A Python that has AF_BLUETOOTH, which is there only where it was built with BlueZ's headers. */
export function pythonWithBluetooth(): Python | undefined {
  const code = "import socket; socket.BTPROTO_SCO";
  const system: Python = { path: "/usr/bin/python3", version: [3, 0, 0] };
  return [system, ...pythons()].find(({ path }) => {
    try {
      return new Deno.Command(path, { args: ["-I", "-c", code], stderr: "null" }).outputSync()
        .success;
    } catch {
      return false;
    }
  });
}
