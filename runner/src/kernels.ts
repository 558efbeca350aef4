// The registry of kernels: how a worker finds, by module and name, the function that the caller holds.
import { pathToFileURL } from "node:url";
import { LoopsmithError } from "./errors.js";
import { type AnyKernel, type KernelPlace, state } from "./state.js";

/**
 * What a worker runs for each item. It depends on nothing but its arguments and returns only primitives and objects
 * that it made itself.
 */
export type Kernel<T, R, E> = (item: T, env: E, index: number) => R;

/**
 * Makes the functions of a kernel module known. A kernel module is named `*.kernels.*` and calls this once, at its end.
 * @param module `import.meta.url` of the kernel module, or `__filename` in CommonJS
 * @param kernels the functions by the names they are exported under
 * @throws LoopsmithError where `module` is neither an absolute path nor a file URL.
 */
export function registerKernels(module: string, kernels: Readonly<Record<string, AnyKernel>>): void {
  const url = moduleUrl(module);
  for (const [name, kernel] of Object.entries(kernels)) {
    if (typeof kernel !== "function") {
      throw new LoopsmithError(`The kernel ${name} of ${url} is not a function.`, "Register exported functions only.");
    }
    state.kernels.set(keyOf({ module: url, name }), kernel);
    state.places.set(kernel, { module: url, name });
  }
}

export function placeOf(kernel: AnyKernel): KernelPlace | undefined {
  return state.places.get(kernel);
}

export function registeredKernel(place: KernelPlace): AnyKernel | undefined {
  return state.kernels.get(keyOf(place));
}

/** Whether a worker may load this module: nothing but kernel modules, so that the program never runs a second time. */
export function isKernelModule(url: string): boolean {
  return /\.kernels\.[^/]+$/.test(url);
}

function keyOf({ module, name }: KernelPlace): string {
  return `${module}\n${name}`;
}

function moduleUrl(module: unknown): string {
  if (typeof module === "string" && module !== "") {
    // Loaders add queries to tell versions of a module apart; the worker loads the file itself.
    if (module.startsWith("file:")) return module.replace(/[?#].*$/, "");
    if (/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(module)) return pathToFileURL(module).href;
  }
  throw new LoopsmithError(
    `registerKernels was given ${JSON.stringify(module)}, which names no file.`,
    "Pass import.meta.url, or __filename in CommonJS.",
  );
}
