// Hooks of Node's module loader, synchronous or not, that let ES modules import TypeScript as bundlers and test runners do.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isTypeScript, transpile } from "./transpile.js";

interface Context {
  /** Has `require` in it where that asks: the synchronous hooks see its calls, too, which have their own way to TypeScript. */
  readonly conditions?: readonly string[];
}

interface ResolveContext extends Context {
  readonly parentURL?: string;
}

/** Node's own answer, or the next hook's: a promise of it where the hooks run in a thread of their own. */
type Next<C> = (address: string, context: C) => unknown;

/** A relative import may leave out the extension, or name the file that the compiler would write. */
export function resolve(specifier: string, context: ResolveContext, next: Next<ResolveContext>): unknown {
  const { parentURL } = context;
  const isRelative = /^\.{1,2}\//.test(specifier) && parentURL?.startsWith("file:") === true;
  if (asksForCommonJs(context) || (!isRelative && !specifier.startsWith("file:"))) return next(specifier, context);
  const wanted = fileURLToPath(new URL(specifier, parentURL));
  const source = sourceOf(wanted);
  return next(source === undefined ? specifier : pathToFileURL(source).href, context);
}

/** TypeScript that an ES module imports is one, too. */
export function load<C extends Context>(url: string, context: C, next: Next<C>): unknown {
  if (asksForCommonJs(context)) return next(url, context);
  const file = url.startsWith("file:") ? fileURLToPath(url.replace(/[?#].*$/, "")) : "";
  const source = isTypeScript(file) ? transpile(file, "module") : undefined;
  return source === undefined ? next(url, context) : { format: "module", source, shortCircuit: true };
}

function asksForCommonJs({ conditions }: Context): boolean {
  return conditions?.includes("require") === true;
}

/**
 * The TypeScript file that an import means whose own file does not exist.
 * @param wanted absolute path as imported
 */
export function sourceOf(wanted: string): string | undefined {
  if (isFile(wanted)) return undefined;
  const compiled = /^(.*)\.([cm]?)jsx?$/.exec(wanted);
  const candidates =
    compiled === null
      ? [`${wanted}.ts`, `${wanted}.tsx`, `${wanted}.mts`, `${wanted}.js`, path.join(wanted, "index.ts")]
      : [`${compiled[1]}.${compiled[2]}ts`, `${compiled[1]}.tsx`];
  return candidates.find(isFile);
}

function isFile(file: string): boolean {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true;
}
