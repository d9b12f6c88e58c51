/**
 * Opens a shared library under whichever grant the program was given, function by function: each costs
 * the runtime 0.2 ms, in which it compiles the code that calls it, and no program needs them all.
 *
 * `--allow-ffi` lets any name through. `--allow-ffi=/path/libc.so.6` lets through that absolute
 * path alone, and then a bare name would be resolved against the current directory
 * (https://github.com/denoland/deno/issues/29246): so the granted paths are tried before the names.
 */

/** Where a library may be: absolute paths to try under a path-scoped grant, and names for the loader. */
export interface LibraryPlaces {
  readonly paths: readonly string[];
  readonly names: readonly string[];
  /** What to grant by `--allow-ffi=` where the first path alone does not do. */
  readonly grant?: string;
}

/**
 * An argument of a C function. Wherever C has 64 bits the runtime takes a number as well as a bigint,
 * though `deno types` asks for the latter; it costs 90 ns more, since only a bigint stays on V8's
 * fast-call path, where optimized code never allocates it. So `BigInt(length)` where it counts.
 */
type Argument<T extends Deno.NativeType> = T extends Deno.NativeBigIntType ? number | bigint
  : Deno.ToNativeType<T>;

type Arguments<P extends readonly Deno.NativeType[]> = { -readonly [I in keyof P]: Argument<P[I]> };

type Result<F, R extends Deno.NativeResultType> = F extends { readonly nonblocking: true }
  ? Promise<Deno.FromNativeResultType<R>>
  : Deno.FromNativeResultType<R>;

type Callable<F> = F extends Deno.ForeignFunction<infer P, infer R>
  ? (...args: Arguments<P>) => Result<F, R>
  : F extends Deno.ForeignFunction<infer P, infer R, true> ? (...args: Arguments<P>) => Result<F, R>
  : never;

/** The functions of a symbol table, callable; an optional one that the library lacks is null. */
export type Functions<S extends Deno.ForeignLibraryInterface> = {
  readonly [N in keyof S]: S[N] extends { readonly optional: true } ? Callable<S[N]> | null
    : Callable<S[N]>;
};

/** The command lines that work, for the two errors a user can meet here. */
function advice(places: LibraryPlaces): string {
  const path = places.grant ?? places.paths[0] ?? places.names[0];
  return "Run it with\n" +
    "  deno run --allow-ffi …   (any library), or\n" +
    `  deno run --allow-ffi=${path} …   (the C library alone, by its absolute path)`;
}

function everythingIsGranted(): boolean {
  return Deno.permissions.querySync({ name: "ffi" }).state === "granted";
}

/** Where to look, best first. */
function* candidates({ paths, names }: LibraryPlaces): Generator<string, void> {
  if (!everythingIsGranted()) {
    for (const path of paths) {
      if (Deno.permissions.querySync({ name: "ffi", path }).state === "granted") yield path;
    }
    // A terminal is asked for all: of a name it would be asked for a file of the current directory.
    Deno.permissions.requestSync({ name: "ffi" });
  }
  yield* names;
}

/** Why a function could not be had, and what to do. */
function explained(name: string, places: LibraryPlaces, failures: readonly unknown[]): Error {
  const [cause] = failures;
  if (cause instanceof Deno.errors.NotCapable) {
    return new Deno.errors.NotCapable(
      "@bsd/socket calls the operating system through FFI, which this program is not allowed to do. " +
        advice(places),
      { cause },
    );
  }
  const tried = [...places.paths, ...places.names].join(", ");
  return new AggregateError(
    failures,
    `@bsd/socket could not load ${name} from any of ${tried}. ${
      everythingIsGranted() ? "" : advice(places)
    }`,
  );
}

/** Those that were made, for `openEverything`. */
const tables: object[] = [];

/**
 * The functions of a library, each opened when it is first read: it is then a plain property, so that
 * a call costs no more for it. All come from the first place that the permissions and the loader let
 * through.
 *
 * Reading one that is not open yet changes C's errno; so what reads errno is opened before.
 *
 * A first read throws `Deno.errors.NotCapable` where nothing was granted, with a message that names
 * both command lines; and `AggregateError` where no place has the function, with each one's failure.
 */
export function openLibrary<S extends Deno.ForeignLibraryInterface>(
  places: LibraryPlaces,
  symbols: S,
): Functions<S> {
  let chosen: string | undefined;

  function open(name: string, symbol: Deno.ForeignLibraryInterface[string]): unknown {
    const failures: unknown[] = [];
    for (const place of chosen === undefined ? candidates(places) : [chosen]) {
      try {
        const { symbols } = Deno.dlopen(place, { [name]: symbol });
        chosen = place;
        return symbols[name];
      } catch (failure) {
        failures.push(failure);
        // Nobody is asked twice.
        if (failure instanceof Deno.errors.NotCapable) break;
      }
    }
    throw explained(name, places, failures);
  }

  const table = {};
  for (const [name, symbol] of Object.entries(symbols)) {
    let value: unknown;
    Object.defineProperty(table, name, {
      configurable: true,
      enumerable: true,
      get(this: object) {
        if (value === undefined) value = open(name, symbol);
        // Of the table that was asked, which `joined` may have made.
        Object.defineProperty(this, name, { value });
        return value;
      },
    });
  }
  tables.push(table);
  return table as Functions<S>;
}

/** Two tables as one, in which the second one's functions go first; what is not open stays so. */
export function joined<A extends object, B extends object>(
  first: A,
  second: B,
): Omit<A, keyof B> & B {
  const { getOwnPropertyDescriptors } = Object;
  return Object.defineProperties({}, {
    ...getOwnPropertyDescriptors(first),
    ...getOwnPropertyDescriptors(second),
  }) as Omit<A, keyof B> & B;
}

/**
 * Opens every function there is. A library that is opened in a test counts as a leak of that test with
 * the runtime's sanitizers, so this is done before.
 */
export function openEverything(): void {
  for (const table of tables) Object.values(table);
}
