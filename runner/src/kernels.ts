// The registry of kernels: how a worker finds, by module and name, the function that the caller holds.
import { pathToFileURL } from "node:url";
import { type CallSite, callSites, isAbsolutePath } from "./callSites.js";
import { LoopsmithError, warn } from "./errors.js";
import { type AnyKernel, type KernelPlace, recordOf, state } from "./state.js";

/**
 * What a worker runs for each item. It depends on nothing but its arguments and returns only primitives and objects
 * that it made itself.
 */
export type Kernel<T, R, E> = (item: T, env: E, index: number) => R;

type Kernels = Readonly<Record<string, AnyKernel>>;

/** What the plugin of `@loopsmith/runner/bundler` writes in place of a module's own address. */
interface Emitted {
  readonly emitted: string;
}

/**
 * Makes the functions of a kernel module known. A kernel module is named `*.kernels.*` and calls this once, at its end.
 * @param module `import.meta.url` of the kernel module, or `__filename` in CommonJS; left out where the module is compiled to both,
 *   as sources of bundlers are that a test runner compiles to CommonJS: then the engine tells which file calls
 * @param kernels the functions by the names they are exported under
 * @throws LoopsmithError where `module` is neither an absolute path nor a file URL, or where a kernel is no function.
 */
export function registerKernels(module: string, kernels: Kernels): void;
export function registerKernels(kernels: Kernels): void;
export function registerKernels(...given: readonly [Kernels] | readonly [string | Emitted, Kernels]): void {
  const [module, kernels] = given.length === 1 ? [undefined, given[0]] : given;
  const sites = callSites(registerKernels);
  const url = typeof module === "object" && module !== null ? moduleUrl(module.emitted) : runningModule(module, sites);
  for (const [name, kernel] of Object.entries(kernels)) {
    if (typeof kernel !== "function") {
      throw new LoopsmithError(
        `The kernel ${name} of ${url} is ${kernel === undefined ? "undefined" : "not a function"}.`,
        "Register functions only, by the names they are exported under.",
      );
    }
    const key = keyOf({ module: url, name });
    refuseSecond(key, name, kernel, sites[0]);
    state.kernels.set(key, kernel);
    const record = recordOf(kernel);
    record.place = { module: url, name };
    record.loadable = isKernelModule(url);
  }
}

export function placeOf(kernel: AnyKernel): KernelPlace | undefined {
  return state.records.get(kernel)?.place;
}

export function registeredKernel(place: KernelPlace): AnyKernel | undefined {
  return state.kernels.get(keyOf(place));
}

/** Whether a worker may load this module: nothing but kernel modules, so that the program never runs a second time. */
export function isKernelModule(url: string): boolean {
  // Bundlers may put a hash behind the name of an emitted file.
  return /\.kernels[.-][^/]+$/.test(url);
}

function keyOf({ module, name }: KernelPlace): string {
  return `${module}\n${name}`;
}

/**
 * Two functions under one name: a worker knows only the latter, so neither can run there. The same function again is no
 * harm; test runners and bundles evaluate a module more than once.
 */
function refuseSecond(key: string, name: string, kernel: AnyKernel, site: CallSite | undefined): void {
  const origin = `${site?.file}:${site?.position}`;
  const [earlier, from] = [state.kernels.get(key), state.origins.get(key)];
  state.origins.set(key, origin);
  if (earlier === undefined || earlier === kernel || from === undefined || site?.file === undefined) return;
  // In bundles several files may hold a copy of one module.
  if (!from.startsWith(`${site.file}:`)) return;
  if (from === origin && String(earlier) === String(kernel)) return;
  const why = `two functions of ${site.file} are registered under the name ${name}`;
  recordOf(earlier).unable = why;
  recordOf(kernel).unable = why;
  if (state.worker) return;
  const help = "Register each under a name of its own, once, at the end of the file.";
  warn(`The kernel ${name} runs in place, because ${why}.`, help);
}

/**
 * The module that calls, which is not always the one it says it is: bundlers leave `import.meta.url` undefined, or put in the
 * place of the source. A worker that loaded the source would run other code than the caller.
 */
function runningModule(module: unknown, sites: readonly CallSite[]): string {
  const files = sites.flatMap(({ file }) => file ?? []);
  const isMissing = module === undefined || module === null || module === "";
  if (isMissing && files.length > 0) return files[0]!;
  const url = moduleUrl(module);
  const isOwn = files.length === 0 || files.some((file) => isSameFile(file, url));
  return isOwn ? url : files[0]!;
}

function isSameFile(one: string, other: string): boolean {
  // Windows spells the letter of a drive in both cases.
  return process.platform === "win32" ? one.toLowerCase() === other.toLowerCase() : one === other;
}

/**
 * @param windows whether paths follow the rules of Windows
 * @throws LoopsmithError where the value names no file.
 */
export function moduleUrl(module: unknown, windows = process.platform === "win32"): string {
  if (typeof module === "string" && module !== "") {
    // Loaders add queries to tell versions of a module apart; the worker loads the file itself.
    if (module.startsWith("file:")) return new URL(module.replace(/[?#].*$/, "")).href;
    if (isAbsolutePath(module)) return pathToFileURL(module, { windows }).href;
  }
  throw new LoopsmithError(
    `registerKernels was given ${JSON.stringify(module)}, which names no file.`,
    "Pass import.meta.url, or __filename in CommonJS.",
  );
}
