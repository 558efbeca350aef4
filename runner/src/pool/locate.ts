// Where the worker's entry and piscina lie, seen from the sources, the built package, a bundle, and a folder that carries both.
import fs from "node:fs";
import nodeModule from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Piscina } from "piscina";

/** The build of a self-contained copy sets this to the path of the piscina that it carries. */
declare const LOOPSMITH_PISCINA: string | undefined;

/** In a bundle: the worker's entry, as a path or file URL, beside which the bundler's plugin has put a piscina. */
declare const LOOPSMITH_CARRIED: string | undefined;

/** @throws Error with Node's own message where piscina is not installed. */
export function loadPiscina(): typeof Piscina {
  // Loaded at the first parallel call only: a program whose loops stay small never pays for it.
  const carried = carriedEntry();
  const name = typeof LOOPSMITH_PISCINA === "string" ? LOOPSMITH_PISCINA : (besideBuild() ?? "piscina");
  // By a property: bundlers look for calls of `createRequire` and replace what they make of them.
  const loaded =
    carried === undefined
      ? nodeModule.createRequire(import.meta.url)(name)
      : nodeModule.createRequire(carried)(path.join(path.dirname(carried), "piscina/index.cjs"));
  return (loaded as { Piscina: typeof Piscina }).Piscina;
}

/** The piscina in one file that lies in the built package, which loads in a third of the time: a cold call waits for it. */
function besideBuild(): string | undefined {
  // Undefined in a CommonJS bundle.
  const address = import.meta.url as string | undefined;
  if (address === undefined || address.endsWith(".ts")) return undefined;
  const file = path.join(path.dirname(fileURLToPath(address)), "piscina/index.cjs");
  return fs.existsSync(file) ? file : undefined;
}

/**
 * The file that piscina loads in each thread.
 * @throws Error where it does not lie beside this module, because a bundler has moved one of them.
 */
export function workerEntry(): string {
  const carried = carriedEntry();
  if (carried !== undefined) return carried;
  const relative = import.meta.url.endsWith(".ts") ? "../worker/fromSource.cjs" : "./worker.cjs";
  // Not `new URL(relative, import.meta.url)`, which webpack takes for an asset.
  const file = path.join(path.dirname(fileURLToPath(import.meta.url)), relative);
  if (!fs.existsSync(file))
    throw new Error(`${file} is missing; a bundle needs the plugin of @loopsmith/runner/bundler`);
  return file;
}

function carriedEntry(): string | undefined {
  if (typeof LOOPSMITH_CARRIED !== "string") return undefined;
  const file = LOOPSMITH_CARRIED.startsWith("file:") ? fileURLToPath(LOOPSMITH_CARRIED) : LOOPSMITH_CARRIED;
  return path.normalize(file);
}
