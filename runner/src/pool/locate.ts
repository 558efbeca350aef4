// Where the worker's entry and piscina lie, seen from the sources, from the built package and from a folder that carries both.
import fs from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Piscina } from "piscina";

/** The build of a self-contained copy sets this to the path of the piscina that it carries. */
declare const LOOPSMITH_PISCINA: string | undefined;

/** @throws Error with Node's own message where piscina is not installed. */
export function loadPiscina(): typeof Piscina {
  // Loaded at the first parallel call only: a program whose loops stay small never pays for it.
  const name = typeof LOOPSMITH_PISCINA === "string" ? LOOPSMITH_PISCINA : "piscina";
  return (createRequire(import.meta.url)(name) as { Piscina: typeof Piscina }).Piscina;
}

/**
 * The file that piscina loads in each thread.
 * @throws Error where it does not lie beside this module, because a bundler has moved one of them.
 */
export function workerEntry(): string {
  const relative = import.meta.url.endsWith(".ts") ? "../worker/fromSource.cjs" : "./worker.cjs";
  const file = fileURLToPath(new URL(relative, import.meta.url));
  if (!fs.existsSync(file)) throw new Error(`${file} is missing; keep @loopsmith/runner out of the bundle`);
  return file;
}
