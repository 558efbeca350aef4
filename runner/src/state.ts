// The state that every copy of this module in one thread shares: the ESM and the CommonJS build see one registry and one pool.
import type { CallStatistics } from "./run/statistics.js";
import type { Settings } from "./settings.js";

// The functions stored here take whatever their author declared; only the caller of `parallelMap` knows the types.
export type AnyKernel = (item: never, env: never, index: number) => unknown;

export interface KernelPlace {
  /** File URL without query and fragment. */
  readonly module: string;
  readonly name: string;
}

/** What the gate remembers of a kernel, in milliseconds. */
export interface KernelCost {
  perItem: number;
  /** Packing and gathering of the latest parallel call. */
  transfer: number;
}

export interface RuntimeState {
  readonly places: WeakMap<AnyKernel, KernelPlace>;
  readonly kernels: Map<string, AnyKernel>;
  /** Where each of them was registered: file, line and column. */
  readonly origins: Map<string, string>;
  readonly costs: WeakMap<AnyKernel, KernelCost>;
  /** Kernels that no worker could load, with the reason. */
  readonly unable: WeakMap<AnyKernel, string>;
  /** Kernels that the user was warned about. */
  readonly warned: WeakSet<AnyKernel>;
  settings: Settings;
  statistics: CallStatistics | undefined;
  /** Owned by pool/pool.ts; undefined until the first parallel call. */
  pool: unknown;
  /** Greater than zero while a kernel runs in this thread: nested calls then run in series. */
  depth: number;
  /** True in the threads of the pool. */
  worker: boolean;
}

const key = Symbol.for("@loopsmith/runner state 1");

export const state: RuntimeState = ((globalThis as { [key]?: RuntimeState })[key] ??= {
  places: new WeakMap(),
  kernels: new Map(),
  origins: new Map(),
  costs: new WeakMap(),
  unable: new WeakMap(),
  warned: new WeakSet(),
  settings: {},
  statistics: undefined,
  pool: undefined,
  depth: 0,
  worker: false,
});

/** Runs a function during which nested calls of `parallelMap` run in series. */
export function insideKernel<R>(run: () => R): R {
  state.depth++;
  try {
    return run();
  } finally {
    state.depth--;
  }
}
