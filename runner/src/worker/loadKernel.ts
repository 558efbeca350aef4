// Finds a kernel in a worker: loads its module, which registers it, with a TypeScript loader where the module needs one.
import fs from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isKernelModule, registeredKernel } from "../kernels.js";
import type { AnyKernel, KernelPlace } from "../state.js";
import { registerTypescript } from "./registerTypescript.js";
import { isTypeScript } from "./transpile.js";

/**
 * The kernel, or the reason why this thread cannot run it. Loading takes turns of the event loop the first time only.
 * @param hints files from which a TypeScript loader may be found, apart from the kernel module
 */
export function loadKernel(place: KernelPlace, hints: readonly string[]): AnyKernel | Promise<AnyKernel | string> {
  return registeredKernel(place) ?? load(place, hints);
}

async function load(place: KernelPlace, hints: readonly string[]): Promise<AnyKernel | string> {
  const { module, name } = place;
  if (!isKernelModule(module)) return `${module} is not named *.kernels.*`;
  const failure = await loadModule(module, hints);
  const kernel = registeredKernel(place);
  if (kernel !== undefined) return kernel;
  return failure ?? `${module} does not register a kernel named ${name}`;
}

/** @returns why the module could not be loaded, in the words of the first attempt that knew the language of the file. */
async function loadModule(module: string, hints: readonly string[]): Promise<string | undefined> {
  const stripsTypes = Boolean((process.features as { typescript?: unknown }).typescript);
  let hasLoader = isTypeScript(module) && !stripsTypes && (await registerTsx(module, hints));
  let failure = await evaluate(module, "");
  // A module that is plain JavaScript may still import TypeScript, when the program runs under a loader; and where Node strips
  // types, it does not find files by the names that compilers and bundlers accept.
  if (failure !== undefined && !hasLoader) {
    hasLoader = await registerTsx(module, hints);
    if (hasLoader) failure = await evaluate(module, "?tsx");
  }
  if (failure !== undefined && !hasLoader && registerTypescript()) failure = await evaluate(module, "?typescript");
  return failure;
}

/** @param version a query that makes Node try again, which remembers failures */
async function evaluate(module: string, version: string): Promise<string | undefined> {
  try {
    if (isCommonJs(module)) {
      createRequire(module)(fileURLToPath(module));
      return undefined;
    }
    const loaded = (await import(`${module}${version}`)) as { default?: { default?: unknown } };
    // rolldown evaluates a CommonJS module when its export is read, not before.
    void loaded.default?.default;
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** TypeScript tells by what it registers itself under what it is compiled to; where Node does not, `require` knows a loader. */
function isCommonJs(module: string): boolean {
  if (!isTypeScript(module) || module.endsWith(".mts")) return false;
  if (!(".ts" in createRequire(module).extensions)) return false;
  return /\bregisterKernels\s*\)?\s*\(\s*__filename\b/.test(fs.readFileSync(fileURLToPath(module), "utf8"));
}

let registered = false;

/** @returns whether tsx was found and had not been registered before. */
async function registerTsx(module: string, hints: readonly string[]): Promise<boolean> {
  if (registered) return false;
  for (const from of [module, ...hints]) {
    try {
      const require = createRequire(from.startsWith("file:") ? fileURLToPath(from) : from);
      // Both kinds: a TypeScript file becomes CommonJS where its package says so. The one for CommonJS is inherited from
      // some command lines, and registered twice it takes exponentially long.
      if (!(".ts" in require.extensions)) (require("tsx/cjs/api") as TsxApi).register();
      // The CommonJS form of this entry cannot find its own files.
      const entry = pathToFileURL(require.resolve("tsx/esm/api").replace(/\.cjs$/, ".mjs")).href;
      ((await import(entry)) as TsxApi).register();
      registered = true;
      return true;
    } catch {
      // Not installed from there; the next place may know it.
    }
  }
  return false;
}

interface TsxApi {
  register(): unknown;
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
}
