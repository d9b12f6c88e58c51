/** A registry of packages, as JSR is one, with this package in it as it would be published. */
import { createHash } from "node:crypto";
import { build } from "../../tools/build.ts";
import { tempDir } from "./temp.ts";

/** The registry, and what programs need that import from it. */
export interface Registry extends AsyncDisposable {
  /** The folder of the package. */
  readonly folder: string;
  /** A configuration in which "@bsd/socket" is the package. */
  readonly config: string;
  /** The environment in which the package is found, and only that. */
  readonly env: Record<string, string>;
  /** The package's files that were asked for, in this order. */
  readonly asked: readonly string[];
}

/** The files of a folder, by their paths in it. */
function* files(folder: string, path = ""): Generator<[path: string, bytes: Uint8Array]> {
  for (const { name, isDirectory } of Deno.readDirSync(folder + path)) {
    const inside = `${path}/${name}`;
    if (isDirectory) yield* files(folder, inside);
    else yield [inside, Deno.readFileSync(folder + inside)];
  }
}

/** Makes the package, and serves it. */
export function openRegistry(): Registry {
  using unfinished = new DisposableStack();
  const { path: folder } = unfinished.use(tempDir());
  const { path: home } = unfinished.use(tempDir());
  build(folder);
  const { name, version, exports } = JSON.parse(Deno.readTextFileSync(`${folder}/deno.json`));
  const contents = new Map(files(folder));
  const manifest = Object.fromEntries([...contents].map(([path, bytes]) => {
    const digest = createHash("sha256").update(bytes).digest("hex");
    return [path, { size: bytes.length, checksum: `sha256-${digest}` }];
  }));
  const asked: string[] = [];
  const base = `/${name}/`;
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, ({ url }) => {
    const { pathname } = new URL(url);
    if (pathname === `${base}meta.json`) {
      return Response.json({ latest: version, versions: { [version]: {} } });
    }
    if (pathname === `${base}${version}_meta.json`) return Response.json({ manifest, exports });
    const path = pathname.slice(`${base}${version}`.length);
    const bytes = contents.get(path);
    if (bytes === undefined) return new Response(null, { status: 404 });
    asked.push(path);
    const type = path.endsWith(".js") ? "text/javascript" : "text/typescript";
    return new Response(Uint8Array.from(bytes), { headers: { "content-type": type } });
  });
  const config = `${home}/deno.json`;
  const imports = { [name]: `jsr:${name}@${version}` };
  Deno.writeTextFileSync(config, JSON.stringify({ imports, lock: false }));
  const stack = unfinished.move();
  return {
    folder,
    config,
    env: { JSR_URL: `http://127.0.0.1:${server.addr.port}/`, DENO_DIR: `${home}/cache` },
    asked,
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      stack.dispose();
    },
  };
}
