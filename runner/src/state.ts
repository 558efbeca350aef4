// The state that every copy of this module in one thread shares: the ESM and the CommonJS build see one registry and one pool.
import type { OwnLoop } from "./run/ownLoop.js";
import type { CallStatistics } from "./run/statistics.js";
import type { Trace } from "./run/timeline.js";
import type { Settings } from "./settings.js";

// The functions stored here take whatever their author declared; only the caller of `parallelMap` knows the types.
export type AnyKernel = (item: never, env: never, index: number) => unknown;

export interface KernelPlace {
  /** File URL without query and fragment. */
  readonly module: string;
  readonly name: string;
}

/** All that this thread knows of a kernel: one look finds it, because a call of a small loop has time for no more. */
export interface KernelRecord {
  place: KernelPlace | undefined;
  /** Whether its module is one that workers may load. */
  loadable: boolean;
  /** Milliseconds of one item, as the latest calls had it; undefined before the first. */
  perItem: number | undefined;
  /** Number of items that this was measured over the last time. */
  measured: number;
  /** Milliseconds of packing and gathering of the latest parallel calls. */
  transfer: number | undefined;
  /** Numbers of a result, where the latest ones were rows of numbers: so much room they get; 0 where they were anything else. */
  width: number;
  /** Why no worker can load it. */
  unable: string | undefined;
  /** Whether the user was warned about it. */
  warned: boolean;
  /** Iterations that ran in this thread, until it has a loop of its own. */
  iterations: number;
  loop: OwnLoop | undefined;
}

export interface RuntimeState {
  readonly records: WeakMap<AnyKernel, KernelRecord>;
  readonly kernels: Map<string, AnyKernel>;
  /** Where each of them was registered: file, line and column. */
  readonly origins: Map<string, string>;
  settings: Settings;
  statistics: CallStatistics | undefined;
  /** What the latest call leaves for its timeline, where one is wanted. */
  trace: Trace | undefined;
  /** Owned by pool/pool.ts; undefined until the first parallel call. */
  pool: unknown;
  /** Greater than zero while a kernel runs in this thread: nested calls then run in series. */
  depth: number;
  /** True in the threads of the pool. */
  worker: boolean;
}

const key = Symbol.for("@loopsmith/runner state 2");

export const state: RuntimeState = ((globalThis as { [key]?: RuntimeState })[key] ??= {
  records: new WeakMap(),
  kernels: new Map(),
  origins: new Map(),
  settings: {},
  statistics: undefined,
  trace: undefined,
  pool: undefined,
  depth: 0,
  worker: false,
});

export function recordOf(kernel: AnyKernel): KernelRecord {
  const known = state.records.get(kernel);
  if (known !== undefined) return known;
  const record: KernelRecord = {
    place: undefined,
    loadable: false,
    perItem: undefined,
    measured: 0,
    transfer: undefined,
    width: 0,
    unable: undefined,
    warned: false,
    iterations: 0,
    loop: undefined,
  };
  state.records.set(kernel, record);
  return record;
}

/** Runs a function during which nested calls of `parallelMap` run in series. */
export function insideKernel<R>(run: () => R): R {
  state.depth++;
  try {
    return run();
  } finally {
    state.depth--;
  }
}
