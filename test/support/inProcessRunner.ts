// The reference executor: the runner's interface without threads. Items and env are cloned, iterations run in reverse order,
// results are given in order; so whatever a rewritten loop still owes to order or identity shows. For tests only.

interface Options {
  readonly into?: { [index: number]: unknown };
  readonly writes?: readonly string[];
  readonly arrays?: readonly unknown[];
  readonly plain?: readonly unknown[];
  readonly disjoint?: readonly (readonly [unknown, unknown])[];
  readonly distinct?: readonly object[];
  readonly integers?: readonly number[];
  readonly holes?: "skip";
}

type AnyKernel = (item: unknown, env: unknown, index: number) => unknown;
type Outcome = { readonly result: unknown } | { readonly error: unknown };
type Batch = readonly (readonly [index: number, result: unknown])[];

export function range(first: number, second?: number, step = 1): readonly number[] {
  const [start, end] = second === undefined ? [0, first] : [first, second];
  const values: number[] = [];
  for (let value = start; 0 < step ? value < end : end < value; value += step) values.push(value);
  return values;
}

export function grid(rows: number, columns: number): readonly (readonly [number, number])[] {
  return range(rows).flatMap((row) => range(columns).map((column) => [row, column] as const));
}

/** Two iterations a part, so that small tests have several. */
export function chunks(first: number | ArrayLike<unknown>, ...more: readonly (number | object)[]): readonly unknown[] {
  const [second, step = 1] = more.filter((each) => typeof each === "number");
  const list = Array.from<unknown>(typeof first === "number" ? range(first, second, step) : first);
  const end = second ?? first;
  const parts: unknown[] = [];
  for (let at = 0; at < list.length; at += 2)
    parts.push(typeof first === "number" ? [list[at], list[at + 2] ?? end] : (first as unknown[]).slice(at, at + 2));
  return parts;
}

export function registerKernels(): void {}

/** Without a ring: those of the tests have none. */
function isPlain(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "function";
  const prototype: unknown = Object.getPrototypeOf(value);
  if (ArrayBuffer.isView(value)) return true;
  return (prototype === Array.prototype || prototype === Object.prototype) && Object.values(value).every(isPlain);
}

export function assumptionsHold(options: Options): boolean {
  const isMeant = options.arrays?.every(Array.isArray) !== false && options.plain?.every(isPlain) !== false;
  return isMeant && !mustRunInOrder(options);
}

export function parallelMapSync(items: Iterable<unknown>, kernel: AnyKernel, env: object, options: Options = {}) {
  const { into, holes } = options;
  // A hole stays a hole, and no kernel is called for it.
  if (holes === "skip" && Array.isArray(items) && Object.keys(items).length < items.length)
    return items.map((item, index) => kernel(item, env, index));
  if (into === undefined) return results(items, kernel, env, options);
  for (const [index, result] of results(items, kernel, env, options).entries()) into[index] = result;
  return into;
}

export function parallelBatchesSync(items: Iterable<unknown>, kernel: AnyKernel, env: object, options: Options = {}) {
  return batches(items, kernel, env, options);
}

export function* parallelEntriesSync(items: Iterable<unknown>, kernel: AnyKernel, env: object, options: Options = {}) {
  for (const batch of batches(items, kernel, env, options)) yield* batch;
}

export function parallelMap(items: Iterable<unknown>, kernel: AnyKernel, env: object, options: Options = {}) {
  const inBatches = async function* () {
    yield* batches(items, kernel, env, options);
  };
  // Like the real one, it begins when somebody waits for it: a call that is asked for batches gathers nothing.
  let gathered: Promise<unknown> | undefined;
  const all = () => (gathered ??= Promise.resolve().then(() => parallelMapSync(items, kernel, env, options)));
  return {
    // biome-ignore lint/suspicious/noThenProperty: being awaited is what the result is for.
    then: (...handlers: Parameters<Promise<unknown>["then"]>) => all().then(...handlers),
    batches: inBatches,
  };
}

function results(items: Iterable<unknown>, kernel: AnyKernel, env: object, options: Options): unknown[] {
  return [...batches(items, kernel, env, options)].flat().map(([, result]) => result);
}

/** Two results a batch; one where the runner has to run the iterations in order, each after the commit before it. */
function* batches(
  items: Iterable<unknown>,
  kernel: AnyKernel,
  env: object,
  options: Options,
): Generator<Batch, void, undefined> {
  const list = [...items];
  if (mustRunInOrder(options)) {
    for (const [index, item] of list.entries()) yield [[index, kernel(item, env, index)]];
    return;
  }
  const copies = structuredClone(list);
  const workerEnv = cloneEnv(env, options.writes ?? []);
  const computed = new Array<Outcome>(list.length);
  for (let index = list.length - 1; 0 <= index; index--) {
    try {
      computed[index] = { result: structuredClone(kernel(copies[index], workerEnv, index)) };
    } catch (error) {
      computed[index] = { error };
    }
  }
  for (let index = 0; index < list.length; index += 2) {
    const batch: [number, unknown][] = [];
    for (const [at, outcome] of computed.slice(index, index + 2).entries()) {
      if ("result" in outcome) {
        batch.push([index + at, outcome.result]);
        continue;
      }
      // What came before the iteration that fails is given first.
      if (batch.length > 0) yield batch;
      throw outcome.error;
    }
    yield batch;
  }
}

/** Arrays that the kernel writes are shared, everything else travels as a copy. */
function cloneEnv(env: object, writes: readonly string[]): object {
  const entries = Object.entries(env);
  return Object.fromEntries(
    entries.map(([key, value]) => [key, writes.includes(key) ? value : structuredClone(value)] as const),
  );
}

function mustRunInOrder({ disjoint = [], distinct = [], integers = [] }: Options): boolean {
  return (
    disjoint.some(([left, right]) => overlap(left, right)) ||
    distinct.some(holdsTwice) ||
    !integers.every(Number.isSafeInteger)
  );
}

function holdsTwice(holder: object): boolean {
  const objects = Object.values(holder).filter((each) => typeof each === "object" && each !== null);
  if (objects.includes(holder)) return true;
  return new Set(objects).size < objects.length || objects.some((each) => Array.isArray(each) && holdsTwice(each));
}

/** Something can be reached from both. */
function overlap(left: unknown, right: unknown): boolean {
  const [ours, theirs] = [reached(left), reached(right)];
  return [...ours].some((each) => theirs.has(each));
}

function reached(value: unknown, found = new Set<unknown>()): Set<unknown> {
  if (typeof value !== "object" || value === null || found.has(value)) return found;
  found.add(value);
  if (ArrayBuffer.isView(value)) return found.add(value.buffer);
  for (const each of value instanceof Map ? [...value].flat() : value instanceof Set ? value : Object.values(value))
    reached(each, found);
  return found;
}
