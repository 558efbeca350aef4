// The files that a bundled runner needs beside the bundle, because threads start from files: the worker's entry and piscina.
import fs from "node:fs";
import path from "node:path";

/** The folder, beside the bundle, that they are put into. */
export const carriedFolder = "loopsmith-runner";

/** The identifier in the runner that the plugin replaces by the address of the worker's entry. */
export const carriedName = "LOOPSMITH_CARRIED";

/** The worker's entry, relative to the folder; the runner finds the others from it. */
export const carriedEntry = "worker.cjs";

const files = [carriedEntry, "piscina/index.cjs", "piscina/worker.js", "piscina/package.json", "piscina/LICENSE"];

/** Whether a module is the built runner itself, either kind. @param id absolute path */
export function isRunnerModule(id: string): boolean {
  if (!/[\\/]dist[\\/]index\.c?js$/.test(id)) return false;
  return files.every((file) => fs.existsSync(path.join(path.dirname(id), file)));
}

/**
 * The runner as it goes into a bundle: one copy, of the kind that every bundler can put into either kind of bundle.
 * @param id absolute path of the runner's module
 * @param entry expression for the path or file URL of the worker's entry
 */
export function bundledRunner(code: string, id: string, entry: string): string {
  return id.endsWith(".cjs") ? 'module.exports = require("./index.js");' : code.replaceAll(carriedName, entry);
}

/** @param id absolute path of the runner's module */
export function carriedFiles(id: string): readonly { readonly name: string; readonly contents: Buffer }[] {
  return files.map((name) => ({ name, contents: fs.readFileSync(path.join(path.dirname(id), name)) }));
}
