// Finds a kernel in a worker: loads its module, which registers it, with a TypeScript loader where the module needs one.
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isKernelModule, registeredKernel } from "../kernels.js";
import type { AnyKernel, KernelPlace } from "../state.js";

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
  const isTypeScript = /\.[cm]?tsx?$/.test(module);
  const stripsTypes = Boolean((process.features as { typescript?: unknown }).typescript);
  if (isTypeScript && !stripsTypes) await registerTsx(module, hints);
  try {
    await evaluate(module);
  } catch (error) {
    // A module that is plain JavaScript may still import TypeScript, when the program runs under a loader.
    if (!(await registerTsx(module, hints))) return reasonOf(error);
    try {
      await evaluate(`${module}?retry`);
    } catch (second) {
      return reasonOf(second);
    }
  }
  return registeredKernel(place) ?? `${module} does not register a kernel named ${name}`;
}

async function evaluate(module: string): Promise<void> {
  const loaded = (await import(module)) as { default?: { default?: unknown } };
  // rolldown evaluates a CommonJS module when its export is read, not before.
  void loaded.default?.default;
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
