// The reference executor of a plan, in process and without threads: the runner's interface, over copies as two workers would
// have them, with the kernel's iterations in random order, results in batches of random size, and commits in order.
import { type Assumptions, assumptionsHold } from "../../runner/src/assumptions.js";
import { inspect, newSurvey } from "../../runner/src/data/travel.js";
import { copyOf } from "./copies.js";
import { createSeeded } from "./seeded.js";

type AnyKernel = (item: unknown, env: unknown, index: number) => unknown;
type Env = Readonly<Record<string, unknown>>;
/** Memory that is written, by the buffers that it stands for: all workers have the same. */
type Staged = ReadonlyMap<unknown, ArrayBufferLike>;
type Batch = (readonly [index: number, result: unknown])[];
type Outcome = { readonly result: unknown } | "failed" | "stays";

interface Options extends Assumptions {
  readonly writes?: readonly string[];
  readonly holes?: "skip";
}

/** What a rewritten module imports from the runner. @param seed decides on orders and batches */
export function createReferenceExecutor(seed: number): Readonly<Record<string, unknown>> {
  const random = createSeeded(seed);
  const gathered = (items: Iterable<unknown>, kernel: AnyKernel, env: Env, options?: Options) => {
    if (items === undefined) throw new TypeError("The items are undefined; they cannot be gone through.");
    // A hole stays a hole, and no kernel is called for it.
    if (options?.holes === "skip" && Array.isArray(items) && Object.keys(items).length < items.length)
      return items.map((item, index) => kernel(item, env, index));
    return [...batches(items, kernel, env, options)].flat().map(([, result]) => result);
  };
  return {
    assumptionsHold,
    chunks,
    range,
    registerKernels() {},
    parallelBatchesSync: batches,
    parallelEntriesSync: entries,
    parallelMapSync: gathered,
  };

  function* entries(...call: Parameters<typeof batches>): Generator<Batch[number]> {
    for (const batch of batches(...call)) yield* batch;
  }

  /** Parts of random length, one after the other. */
  function chunks(first: number | readonly unknown[], ...more: readonly (number | object)[]): readonly unknown[] {
    const last = more.at(-1);
    const bounds = typeof last === "object" && ("least" in last || "most" in last) ? more.slice(0, -1) : more;
    const [second, step = 1] = bounds as readonly number[];
    const isList = bounds.length === 0 && typeof first !== "number";
    const [start, end] = (bounds.length === 0 ? [0, first] : [first, second]) as [number, number];
    const items = isList ? [...first] : range(start, end, step);
    const parts: unknown[] = [];
    for (let from = 0; from < items.length; ) {
      const to = from + 1 + Math.floor(random() * items.length);
      parts.push(isList ? items.slice(from, to) : [items[from], items[to] ?? end]);
      from = to;
    }
    return parts;
  }

  function* batches(items: Iterable<unknown>, kernel: AnyKernel, env: Env, options: Options = {}): Generator<Batch> {
    const list = [...items];
    // Half of what would not arrive unchanged is copied with its classes, the rest runs in place, as it does in the runtime.
    if (!assumptionsHold(options) || (!travels([env, list]) && random() < 0.5) || copyOf([env, list]) === undefined) {
      for (const [index, item] of list.entries()) yield [[index, kernel(item, env, index)]];
      return;
    }
    const { writes = [] } = options;
    const buffers = new Set(writes.map((name) => (env[name] as Float64Array).buffer));
    const staged = new Map([...buffers].map((buffer) => [buffer, buffer.slice(0)]));
    const outcomes = computed(list, kernel, env, staged);
    const fails = outcomes.includes("failed");
    if (!fails) for (const [buffer, memory] of staged) new Uint8Array(buffer).set(new Uint8Array(memory));
    const batch: Batch = [];
    for (const [index, outcome] of outcomes.entries()) {
      // The iteration that fails first is run again in place, and fails there; what is written in shared memory, too.
      const isLive = typeof outcome === "string" || (fails && writes.length > 0);
      if (isLive && batch.length > 0) yield batch.splice(0);
      batch.push([index, isLive ? kernel(list[index], env, index) : outcome.result]);
      if (outcome === "failed") throw new Error("an iteration that failed in a worker did not fail again");
      if (isLive || random() < 0.4) yield batch.splice(0);
    }
    if (batch.length > 0) yield batch;
  }

  function computed(list: readonly unknown[], kernel: AnyKernel, env: Env, staged: Staged): readonly Outcome[] {
    const workers = [0, 1].map(() => copyOf(env, staged)!.copy);
    const items = copyOf(list)!.copy;
    const outcomes = new Array<Outcome>(list.length);
    for (const index of shuffled(list.length)) {
      try {
        const worker = workers[random() < 0.5 ? 0 : 1]!;
        const result = kernel(items[index], worker, index);
        outcomes[index] = travels(result) ? { result: copyOf(result)!.copy } : "stays";
      } catch {
        outcomes[index] = "failed";
      }
    }
    return outcomes;
  }

  function shuffled(length: number): readonly number[] {
    const order = Array.from({ length }, (_, index) => index);
    for (let last = length - 1; last > 0; last--) {
      const other = Math.floor(random() * (last + 1));
      [order[last], order[other]] = [order[other]!, order[last]!];
    }
    return order;
  }
}

/** Whether a copy cannot be told apart, by the runtime's own judgement. */
function travels(value: unknown): boolean {
  return inspect(newSurvey(), value, "", 0);
}

function range(...bounds: readonly [number, number?, number?]): readonly number[] {
  const [first, second, step = 1] = bounds;
  const [start, end] = bounds.length < 2 ? [0, first] : [first, second!];
  const values: number[] = [];
  for (let value = start; step > 0 ? value < end : value > end; value += step) values.push(value);
  return values;
}
