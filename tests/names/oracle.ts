/** Makes the same calls here and in Python, and compares what comes of each. */
import { assertEquals } from "@std/assert";
import * as constants from "../../constants/mod.ts";
import { backend } from "../../ffi/backend/mod.ts";
import { addaudithook } from "../../src/audit.ts";
import { OSError } from "../../src/errors.ts";
import { run } from "../support/peer.ts";
import { newestPython, pythonIsForeign } from "../support/pythons.ts";

/**
 * A function's name and its arguments. Python gets an array as a tuple, and an object as keyword
 * arguments. The names of constants, `"AF_INET6"` or `"NI_NUMERICHOST|NI_NUMERICSERV"`, stand for the
 * number that each side has for them.
 */
export type Call = readonly [name: string, ...args: unknown[]];

/** Functions by the names that Python's `socket` module has for them. */
export type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Prints what came of each call, and the audit events it raised; those show bytes as text. */
const PROGRAM = `
import json, socket, sys

def decode(x):
    if isinstance(x, dict): return bytes(x["bytes"])
    if isinstance(x, str) and x[:3] in ("AF_", "AI_", "NI_"):
        return sum(getattr(socket, name) for name in x.split("|"))
    return tuple(map(decode, x)) if isinstance(x, list) else x

def encode(x):
    if isinstance(x, bytes): return {"bytes": list(x)}
    if isinstance(x, socket.AddressFamily): return x.name
    return list(map(encode, x)) if isinstance(x, (list, tuple)) else x

def outcome(name, *args):
    keywords = {}
    if args and isinstance(args[-1], dict) and "keywords" in args[-1]:
        *args, last = args
        keywords = {name: decode(x) for name, x in last["keywords"].items()}
    try:
        return {"value": encode(getattr(socket, name)(*map(decode, args), **keywords))}
    except OSError as e:
        return {"error": type(e).__name__, "errno": e.errno, "text": e.strerror or str(e)}
    except (ValueError, OverflowError):
        return {"error": "RangeError"}
    except Exception as e:
        return {"error": type(e).__name__}

events = []

def family(number):
    try:
        return socket.AddressFamily(number)
    except ValueError:
        return number

def hook(event, args):
    if event == "socket.getaddrinfo": args = (*args[:2], family(args[2]), *args[3:])
    if event.startswith("socket."):
        events.append([event, *(x.decode() if isinstance(x, bytes) else encode(x) for x in args)])

def call(*call):
    events.clear()
    return {**outcome(*call), "events": [*events]}

sys.addaudithook(hook)
print(json.dumps([call(*c) for c in json.load(sys.stdin)]))
`;

// It stays open, hence it must be open before the tests look for leaks.
backend();

const events: unknown[][] = [];
addaudithook((event, args) => {
  const values: readonly unknown[] = args;
  const decoded = values.map((x) =>
    x instanceof Uint8Array ? new TextDecoder().decode(x) : encode(x)
  );
  events.push([event, ...decoded]);
});

function encode(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(encode);
  return typeof value === "object" && value !== null ? { keywords: value } : value;
}

function outcome(functions: Functions, [name, ...args]: Call): Record<string, unknown> {
  const called = functions[name] as ((...args: unknown[]) => unknown) | undefined;
  if (called === undefined) throw new Error(`the test has no function ${name}`);
  try {
    return { value: encode(called(...args)) };
  } catch (e) {
    if (e instanceof OSError) return { error: e.name, errno: e.errno, text: e.strerror };
    if (e instanceof Error) return { error: e.name };
    throw e;
  }
}

const numbers: Readonly<Record<string, unknown>> = constants;

/** What Python got or gave, with our numbers for the names of constants. */
function numbered(value: unknown): unknown {
  if (typeof value === "string" && /^(AF|AI|NI)_/.test(value)) {
    return value.split("|").reduce((sum, name) => sum + Number(numbers[name]), 0);
  }
  if (Array.isArray(value)) return value.map(numbered);
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, x]) => [name, numbered(x)]));
}

/** What is compared of an outcome: all; with a foreign Python no number and text of an error. */
function comparable(outcome: object): object {
  if (!pythonIsForeign) return outcome;
  return { ...outcome, errno: undefined, text: undefined };
}

/** What came of a call here, in the form that the program prints. */
function ours(functions: Functions, [name, ...args]: Call): object {
  events.length = 0;
  return { ...outcome(functions, [name, ...args.map(numbered)]), events: [...events] };
}

/** Python's outcomes of the calls, one after the other in one process. */
async function theirs(calls: readonly Call[]): Promise<object[]> {
  const input = JSON.stringify(calls.map((call) => call.map(encode)));
  const outcomes = JSON.parse(await run(newestPython().path, ["-I", "-c", PROGRAM], input));
  return outcomes.map(numbered);
}

/** Fails unless each call returns the same as in Python, or throws the same, after the same events. */
export async function assertLikePython(
  functions: Functions,
  calls: readonly Call[],
): Promise<void> {
  const expected = await theirs(calls);
  assertEquals(expected.length, calls.length);
  calls.forEach((call, i) => {
    const [here, there] = [ours(functions, call), expected[i] ?? {}];
    assertEquals(comparable(here), comparable(there), Deno.inspect(call));
  });
}
