/** What the package runs, as one module: see build.ts. */
export * from "../mod.ts";
export * as "./promises" from "../promises.ts";
