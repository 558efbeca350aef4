// What a project's own TypeScript takes for granted: since version 6 options that nobody gives mean something else.
import fs from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";

/**
 * Gives options that are not set the value that they have for a compiler before version 6, where that is the one that the project
 * has installed: not strict, ES modules of 2015 without `import.meta`, every package of types, loops through arrays only where it
 * compiles to ES5 because nothing else is said. Changes `options`.
 * @param folder where the configuration lies
 */
export function withOlderDefaults(options: ts.CompilerOptions, folder: string): void {
  const version = versionAt(folder);
  if (version === undefined || version.major >= 6) return;
  options.strict ??= false;
  options.types ??= ["*"];
  const { target = ts.ScriptTarget.ES5 } = options;
  if (options.target === undefined) options.downlevelIteration ??= false;
  options.module ??= target < ts.ScriptTarget.ES2015 ? ts.ModuleKind.CommonJS : ts.ModuleKind.ES2015;
}

/** `for…of` becomes a loop over indices, which goes through nothing where an iterable is no array. */
export function loopsThroughArraysOnly({ target, downlevelIteration }: ts.CompilerOptions): boolean {
  if (downlevelIteration === true) return false;
  // Said to be false where no target is: `withOlderDefaults` says so, too.
  return target === undefined ? downlevelIteration === false : target < ts.ScriptTarget.ES2015;
}

// By folder: the types of one file ask for each of its typed arrays.
const generic = new Map<string, boolean>();

/** `Int32Array<ArrayBuffer>` is an error for the compiler that a file is compiled with: before version 5.7 typed arrays have no parameter. */
export function areTypedArraysPlain(file: string): boolean {
  const folder = path.dirname(file);
  let known = generic.get(folder);
  if (known === undefined) {
    const version = versionAt(folder);
    known = version !== undefined && (version.major < 5 || (version.major === 5 && version.minor < 7));
    generic.set(folder, known);
  }
  return known;
}

/** Of the TypeScript that programs in the folder find; undefined where there is none. */
function versionAt(folder: string): { readonly major: number; readonly minor: number } | undefined {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const manifest = path.join(at, "node_modules/typescript/package.json");
    if (fs.existsSync(manifest)) {
      const found = /"version"\s*:\s*"(\d+)\.(\d+)/.exec(fs.readFileSync(manifest, "utf8"));
      return found === null ? undefined : { major: Number(found[1]), minor: Number(found[2]) };
    }
    if (path.dirname(at) === at) return undefined;
  }
}
