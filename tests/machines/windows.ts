/** Runs the tests with Deno for Windows, under Wine. */
import { newestPython, PYTHON_OUTSIDE } from "../support/pythons.ts";
import { SCALE } from "../support/scale.ts";
import { RELAY, serveRelay } from "../support/relay.ts";
import { runOn } from "./run.ts";

const relay = serveRelay();
const code = await runOn({
  name: "wine",
  runner: "windows/run-on-windows",
  env: {
    WINDOWS_TIMEOUT: "900",
    [SCALE]: "4",
    [RELAY]: relay.address,
    [PYTHON_OUTSIDE]: JSON.stringify(newestPython()),
  },
}, ["tests"]);
relay[Symbol.dispose]();
Deno.exit(code);
