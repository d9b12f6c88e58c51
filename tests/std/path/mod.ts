/**
 * A stand-in for the part of `@std/path` that the tests and examples use, over `node:path`.
 *
 * @module
 */
import * as path from "node:path";
import * as url from "node:url";

/** Joins path segments and normalizes the result. */
export function join(path0?: string | URL, ...paths: string[]): string {
  if (path0 instanceof URL) path0 = fromFileUrl(path0);
  return path.join(...(path0 === undefined ? [] : [path0]), ...paths);
}

/** Resolves path segments, right to left, into an absolute path. */
export function resolve(...paths: string[]): string {
  return path.resolve(...paths);
}

/** The directory part of a path. */
export function dirname(path0: string | URL): string {
  return path.dirname(path0 instanceof URL ? fromFileUrl(path0) : path0);
}

/** The last part of a path, without `suffix` if it ends so. */
export function basename(path0: string | URL, suffix = ""): string {
  return path.basename(path0 instanceof URL ? fromFileUrl(path0) : path0, suffix);
}

/** The path that a `file:` URL names. */
export function fromFileUrl(fileUrl: string | URL): string {
  return url.fileURLToPath(fileUrl);
}

/** The `file:` URL of an absolute path; a relative one is a TypeError. */
export function toFileUrl(path0: string): URL {
  if (!path.isAbsolute(path0)) throw new TypeError(`Path must be absolute: received "${path0}"`);
  return url.pathToFileURL(path0);
}
