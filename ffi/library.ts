/**
 * Opens a shared library under whichever grant the program was given.
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

function load<S extends Deno.ForeignLibraryInterface>(path: string, symbols: S): Functions<S> {
  return Deno.dlopen(path, symbols).symbols as unknown as Functions<S>;
}

/**
 * Opens the first of the places that the permissions and the loader let through.
 *
 * @throws {Deno.errors.NotCapable} Nothing was granted; the message names both command lines.
 * @throws {AggregateError} Granted, but no place has the library; each place's failure is attached.
 */
export function openLibrary<S extends Deno.ForeignLibraryInterface>(
  places: LibraryPlaces,
  symbols: S,
): Functions<S> {
  const everything = Deno.permissions.querySync({ name: "ffi" }).state === "granted";
  const failures: unknown[] = [];
  if (!everything) {
    for (const path of places.paths) {
      if (Deno.permissions.querySync({ name: "ffi", path }).state !== "granted") continue;
      try {
        return load(path, symbols);
      } catch (failure) {
        failures.push(failure);
      }
    }
  }
  // Without a grant this is where a terminal is asked; everywhere else it throws NotCapable.
  for (const name of places.names) {
    try {
      return load(name, symbols);
    } catch (failure) {
      if (failure instanceof Deno.errors.NotCapable && failures.length === 0) {
        throw new Deno.errors.NotCapable(
          "@bsd/socket calls the operating system through FFI, which this program is not allowed to do. " +
            advice(places),
          { cause: failure },
        );
      }
      failures.push(failure);
    }
  }
  throw new AggregateError(
    failures,
    `@bsd/socket could not load the C library as any of ${
      [...places.paths, ...places.names].join(", ")
    }. ${everything ? "" : advice(places)}`,
  );
}
