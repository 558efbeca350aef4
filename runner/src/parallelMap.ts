// The public functions: a map over all cores, in order, as an array or in batches, waiting or not.
import type { Items } from "./data/items.js";
import type { Kernel } from "./kernels.js";
import { type Batch, batchesAsync, batchesSync, type Entry, entriesSync } from "./run/batches.js";
import { gatherAsync, gatherSync } from "./run/gather.js";
import { type IntoArray, makeRequest, type Options } from "./run/request.js";
import { type Started, start } from "./run/start.js";

/** The results of `parallelMap`: a promise of all of them, or, through `batches`, a sequence. Use one of the two. */
export interface ParallelMap<R, A = R[]> extends Promise<A> {
  /**
   * The results in order, in batches of ordinal and result. An error of iteration k is thrown after all results before k
   * were given. Leaving the iteration early is fine, and ends the work.
   */
  batches(): AsyncIterable<Batch<R>>;
}

/**
 * Runs a kernel over items on all cores and gives the results in the order of the items, as the loop
 * `for (const [index, item] of items.entries()) results.push(kernel(item, env, index))` would: the same values and, where
 * an iteration throws, the very same error. Falls back to that loop wherever going parallel could be told from it or does
 * not pay. Items and env are captured when this is called.
 * @param items `range(n)`, `grid(rows, columns)`, an array, or anything iterable
 * @param kernel a function of a `*.kernels.*` module that registers it
 * @param env what the kernel needs apart from its item
 * @throws LoopsmithError, as a rejection, for wrong options, and under `strict` for values that would not arrive unchanged.
 */
export function parallelMap<T, R, E, A extends IntoArray>(
  items: Items<T>,
  kernel: Kernel<T, R | PromiseLike<R>, E>,
  env: E,
  options: Options<E> & { readonly into: A },
): ParallelMap<R, A>;
export function parallelMap<T, R, E>(
  items: Items<T>,
  kernel: Kernel<T, R | PromiseLike<R>, E>,
  env: E,
  options?: Options<E>,
): ParallelMap<R>;
export function parallelMap<T, R, E>(
  items: Items<T>,
  kernel: Kernel<T, R | PromiseLike<R>, E>,
  env: E,
  options: Options<E> = {},
): ParallelMap<R> {
  let started: Started;
  try {
    started = start(makeRequest(items, kernel, env, options, false), "unknown");
  } catch (error) {
    return new Results<R>(
      () => Promise.reject(error),
      () => failing(error),
    );
  }
  // The casts restore the types that the signature has tied together; the runtime between has forgotten them.
  return new Results<R>(
    () => gatherAsync(started) as Promise<R[]>,
    () => batchesAsync(started) as AsyncIterable<Batch<R>>,
  );
}

/**
 * The same, blocking the calling thread, which takes part in the work.
 * @throws whatever the kernel throws, at its own index; LoopsmithError as `parallelMap` rejects with.
 */
export function parallelMapSync<T, R, E, A extends IntoArray>(
  items: Items<T>,
  kernel: Kernel<T, R, E>,
  env: E,
  options: Options<E> & { readonly into: A },
): A;
export function parallelMapSync<T, R, E>(items: Items<T>, kernel: Kernel<T, R, E>, env: E, options?: Options<E>): R[];
export function parallelMapSync<T, R, E>(
  items: Items<T>,
  kernel: Kernel<T, R, E>,
  env: E,
  options: Options<E> = {},
): R[] {
  return gatherSync(start(makeRequest(items, kernel, env, options, true), "at-once")) as R[];
}

/**
 * The sync form of `parallelMap(…).batches()`: the results in order, while the workers run ahead.
 * @throws from the iteration, what the kernel throws, after all results before it were given.
 */
export function parallelBatchesSync<T, R, E>(
  items: Items<T>,
  kernel: Kernel<T, R, E>,
  env: E,
  options: Options<E> = {},
): Iterable<Batch<R>> {
  return batchesSync(start(makeRequest(items, kernel, env, options, true), "in-turn")) as Iterable<Batch<R>>;
}

/**
 * The results one by one, in order, each with its ordinal, while the workers run ahead: what a loop goes through that can
 * leave early, or whose results have to be taken before a later iteration fails. Leaving it is fine, and ends the work.
 * @throws from the iteration, what the kernel throws, after all results before it were given.
 */
export function parallelEntriesSync<T, R, E>(
  items: Items<T>,
  kernel: Kernel<T, R, E>,
  env: E,
  options: Options<E> = {},
): Iterable<Entry<R>> {
  return entriesSync(start(makeRequest(items, kernel, env, options, true), "in-turn")) as Iterable<Entry<R>>;
}

/**
 * A promise whose work begins when somebody asks for it. `await` asks at once, in the same turn, so that a call which
 * runs in place sees what the loop would have seen; a call that nobody asks begins before the next turn.
 */
class Results<R> implements ParallelMap<R> {
  readonly [Symbol.toStringTag] = "ParallelMap";
  readonly #gather: () => Promise<R[]>;
  readonly #batches: () => AsyncIterable<Batch<R>>;
  #promise: Promise<R[]> | undefined;
  #taken = false;

  constructor(gather: () => Promise<R[]>, batches: () => AsyncIterable<Batch<R>>) {
    this.#gather = gather;
    this.#batches = batches;
    queueMicrotask(() => {
      if (!this.#taken) this.#all();
    });
  }

  /** Read by `await` before it does anything else. */
  // biome-ignore lint/suspicious/noThenProperty: being awaited is what this class is for.
  get then(): Promise<R[]>["then"] {
    const promise = this.#all();
    return promise.then.bind(promise);
  }

  get catch(): Promise<R[]>["catch"] {
    const promise = this.#all();
    return promise.catch.bind(promise);
  }

  get finally(): Promise<R[]>["finally"] {
    const promise = this.#all();
    return promise.finally.bind(promise);
  }

  batches(): AsyncIterable<Batch<R>> {
    if (this.#promise !== undefined) return batchesOf(this.#promise);
    this.#taken = true;
    return this.#batches();
  }

  #all(): Promise<R[]> {
    this.#taken = true;
    return (this.#promise ??= this.#gather());
  }
}

async function* batchesOf<R>(promise: Promise<R[]>): AsyncGenerator<Batch<R>> {
  const values = await promise;
  yield Array.from(values, (value, index) => [index, value] as const);
}

// biome-ignore lint/correctness/useYield: a sequence whose first step fails.
async function* failing(error: unknown): AsyncGenerator<never> {
  throw error;
}
