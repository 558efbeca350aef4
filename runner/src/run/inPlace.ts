// Running iterations in the calling thread, on the original objects, in order: the serial loop itself.
import { isPlainSequence, itemSource } from "../data/items.js";
import { LoopsmithError } from "../errors.js";
import { isGrid, isRange } from "../range.js";
import { state } from "../state.js";
import { isThenable } from "../thenable.js";
import { nameOf, type Request } from "./request.js";

/** The results of some iterations in order; `failure` is what the iteration after them threw. */
export interface Outcome {
  readonly values: ArrayLike<unknown>;
  readonly failure?: { readonly error: unknown };
}

/** Runs one iteration. Calls inside of it run in series. */
export function runItem({ kernel, env }: Request, item: unknown, index: number): unknown {
  state.depth++;
  try {
    return kernel(item, env, index);
  } finally {
    state.depth--;
  }
}

/** Runs one iteration of a sync form. @throws LoopsmithError where the kernel returns a promise. */
export function runItemSync(request: Request, item: unknown, index: number): unknown {
  const value = runItem(request, item, index);
  if (isThenable(value)) refusePromise(request, value);
  return value;
}

function refusePromise(request: Request, value: PromiseLike<unknown>): never {
  // Nobody will wait for it, so nobody can handle its error.
  value.then(undefined, () => {});
  throw new LoopsmithError(
    `${nameOf(request.kernel)} returns a promise, for which a sync call cannot wait.`,
    "Call parallelMap and await it.",
  );
}

/**
 * Goes through the items from one ordinal on as the loop itself would: an array is read when its turn comes, and an
 * iterator is not pulled further than asked.
 */
export function* liveItems({ items }: Request, from: number): Generator<unknown, void, undefined> {
  if (isRange(items) || isGrid(items)) {
    const { length, at } = itemSource(items);
    for (let index = from; index < length; index++) yield at(index);
  } else if (isPlainSequence(items)) {
    for (let index = from; index < items.length; index++) yield items[index];
  } else {
    const iterable = Symbol.iterator in items ? items : Array.from(items);
    let skip = from;
    for (const item of iterable) if (skip-- <= 0) yield item;
  }
}

/** Runs the iterations of a part of the items until one throws. */
export function runPart(request: Request, at: (index: number) => unknown, start: number, end: number): Outcome {
  const values: unknown[] = [];
  try {
    for (let index = start; index < end; index++) values.push(runItemSync(request, at(index), index));
  } catch (error) {
    return { values, failure: { error } };
  }
  return { values };
}

/** The same for a kernel that may return promises. */
export async function runPartAsync(
  request: Request,
  at: (index: number) => unknown,
  start: number,
  end: number,
): Promise<Outcome> {
  const values: unknown[] = [];
  try {
    for (let index = start; index < end; index++) {
      const value = runItem(request, at(index), index);
      values.push(isThenable(value) ? await value : value);
    }
  } catch (error) {
    return { values, failure: { error } };
  }
  return { values };
}

/**
 * Runs all iterations from `values.length` on until one throws, keeping what they return in `values`.
 * A loop of its own for what has an index: going through a generator costs as much as a small kernel.
 */
export function runRest(request: Request, values: unknown[]): Outcome {
  const { items } = request;
  state.depth++;
  try {
    if (isRange(items)) {
      const { length, at } = itemSource(items);
      for (let index = values.length; index < length; index++) keep(request, at(index), index, values);
    } else if (isPlainSequence(items)) {
      for (let index = values.length; index < items.length; index++) keep(request, items[index], index, values);
    } else {
      for (const item of liveItems(request, values.length)) keep(request, item, values.length, values);
    }
  } catch (error) {
    return { values, failure: { error } };
  } finally {
    state.depth--;
  }
  return { values };
}

/** The same for a kernel that may return promises, as the last of `values` may be one: each is awaited in its turn. */
export async function runRestAsync(request: Request, values: unknown[]): Promise<Outcome> {
  const { into, signal } = request.options;
  try {
    // A kernel whose first result was a promise was left there.
    const last = values.length - 1;
    if (isThenable(values[last])) {
      values[last] = await values[last];
      if (into !== undefined) into[last] = values[last] as never;
    }
    for (const item of liveItems(request, values.length)) {
      const result = runItem(request, item, values.length);
      const value = isThenable(result) ? await result : result;
      signal?.throwIfAborted();
      if (into !== undefined) into[values.length] = value as never;
      values.push(value);
    }
  } catch (error) {
    return { values, failure: { error } };
  }
  return { values };
}

function keep(request: Request, item: unknown, index: number, values: unknown[]): void {
  const { into } = request.options;
  const value = request.kernel(item, request.env, index);
  if (isThenable(value)) refusePromise(request, value);
  // Like the loop's own assignment, this converts, or throws at its own iteration.
  if (into !== undefined) into[index] = value as never;
  values.push(value);
}

/** O(length). */
export function isSparse(items: readonly unknown[]): boolean {
  for (let index = 0; index < items.length; index++) if (!(index in items)) return true;
  return false;
}

/** Runs the iterations of the elements that are there; where there is a hole, there is one in the results, as `map` has it. */
export function runPresent(request: Request, items: readonly unknown[]): Outcome {
  const values: unknown[] = new Array(items.length);
  try {
    for (let index = 0; index < values.length; index++)
      if (index in items) values[index] = runItemSync(request, items[index], index);
  } catch (error) {
    return { values, failure: { error } };
  }
  return { values };
}
