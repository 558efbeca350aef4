// Running iterations in the calling thread, on the original objects, in order: the serial loop itself.
import { isPlainSequence, itemAt, itemSource, type LoopItems, loopItems } from "../data/items.js";
import { elementAt } from "../data/unchanged.js";
import { LoopsmithError } from "../errors.js";
import { isGrid, isRange } from "../range.js";
import { state } from "../state.js";
import { isThenable } from "../thenable.js";
import { newResults, ownLoop, pushWith } from "./ownLoop.js";
import { nameOf, type Request, type Signal } from "./request.js";
import { noWatch, whenOver } from "./watch.js";

/** The results of some iterations in order; `failure` is what the iteration after them threw. */
export interface Outcome {
  readonly values: ArrayLike<unknown>;
  readonly failure?: { readonly error: unknown };
}

/** Runs one iteration. Calls inside of it run in series. */
export function runItem({ kernel, env, shift }: Request, item: unknown, index: number): unknown {
  state.depth++;
  try {
    return kernel(item, env, shift + index);
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

/** @throws LoopsmithError, saying what to call instead */
export function refusePromise(request: Request, value: PromiseLike<unknown>): never {
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
    for (let index = from; index < items.length; index++) yield elementAt(items, index);
  } else {
    const iterable = Symbol.iterator in items ? items : Array.from(items);
    let skip = from;
    for (const item of iterable) if (skip-- <= 0) yield item;
  }
}

/**
 * Runs the iterations from `first` to before `end` and pushes their results. What a promise is pushed for ends the span.
 * @returns the ordinal after the last iteration that ran
 * @throws what the kernel throws; the results before it are pushed then
 */
export function runSpan(
  { kernel, env, shift }: Pick<Request, "kernel" | "env" | "shift">,
  items: LoopItems,
  first: number,
  end: number,
  values: unknown[],
): number {
  const loop = ownLoop(kernel as never, end - first);
  state.depth++;
  try {
    if (loop !== undefined) return pushWith(loop, items, { kernel: kernel as never, env, first, end, shift }, values);
    let index = first;
    while (index < end && (items.kind !== "elements" || index - items.offset < items.items.length)) {
      const value = kernel(itemAt(items, index), env, shift + index++);
      values.push(value);
      if (isThenable(value)) break;
    }
    return index;
  } finally {
    state.depth--;
  }
}

/** The same, storing each result in `into`, where there is one: like the loop's own assignment, that may throw. */
export function runStored(request: Request, items: LoopItems, first: number, end: number, values: unknown[]): number {
  const { into } = request.options;
  if (into === undefined) return runSpan(request, items, first, end, values);
  for (let index = first; index < end; index++) {
    const value = runItem(request, itemAt(items, index), index);
    values.push(value);
    if (isThenable(value)) return index + 1;
    into[index] = value as never;
  }
  return end;
}

/** Refuses a promise that ended a span of a sync form, and takes it out of the results. */
function refuseLast(request: Request, values: unknown[]): void {
  const last = values.at(-1);
  if (!isThenable(last)) return;
  values.pop();
  refusePromise(request, last);
}

/**
 * Runs the iterations of a part of the items until one throws.
 * @param values the results of iterations just before it, which are given back with those of the part
 * @throws LoopsmithError between two iterations once the time of the call is over
 */
export function runPart(
  request: Request,
  items: LoopItems,
  start: number,
  end: number,
  values: unknown[] = newResults(request.kernel as never),
): Outcome {
  const most = atOnce(request, end - start);
  try {
    refuseLast(request, values);
  } catch (error) {
    return { values, failure: { error } };
  }
  for (let index = start; index < end; ) {
    throwIfOver(request);
    try {
      const next = runSpan(request, items, index, Math.min(end, index + most), values);
      refuseLast(request, values);
      // An array that has become shorter since the call gives no item where it had one.
      if (next === index) values.push(runItemSync(request, undefined, index));
      index = Math.max(next, index + 1);
    } catch (error) {
      return { values, failure: { error } };
    }
  }
  return { values };
}

/** The same for a kernel that may return promises. */
export async function runPartAsync(request: Request, items: LoopItems, start: number, end: number): Promise<Outcome> {
  const values: unknown[] = newResults(request.kernel as never);
  const most = atOnce(request, end - start);
  for (let index = start; index < end; ) {
    throwIfOver(request);
    try {
      const next = runSpan(request, items, index, Math.min(end, index + most), values);
      if (next === index) values.push(runItem(request, undefined, index));
      index = Math.max(next, index + 1);
      const last = values.length - 1;
      if (isThenable(values[last])) values[last] = await inTime(values[last] as PromiseLike<unknown>, request);
    } catch (error) {
      if (isThenable(values.at(-1))) values.pop();
      return { values, failure: { error } };
    }
  }
  throwIfOver(request);
  return { values };
}

/** Iterations between two looks at the clock, where there is a timeout: one, because nobody knows how long it takes. */
function atOnce({ watch }: Request, iterations: number): number {
  return Number.isFinite(watch.left()) ? 1 : iterations;
}

/** @throws LoopsmithError once the time of the call is over */
function throwIfOver({ watch }: Request): void {
  if (watch.left() <= 0) watch.look(() => 0, Number.POSITIVE_INFINITY);
}

/** What a promise gives, or undefined if the time of the call is over before. */
async function inTime(promise: PromiseLike<unknown>, { watch }: Request): Promise<unknown> {
  if (!Number.isFinite(watch.left())) return promise;
  let stop = (): void => {};
  const over = new Promise<undefined>((resolve) => {
    stop = whenOver(watch, () => resolve(undefined));
  });
  try {
    return await Promise.race([promise, over]);
  } finally {
    stop();
  }
}

/** Runs all iterations from `values.length` on until one throws, keeping what they return in `values`. */
export function runRest(request: Request, values: unknown[]): Outcome {
  const { items, options } = request;
  const takeBack = keepWritten(request);
  try {
    const isIndexed = isRange(items) || isGrid(items) || isPlainSequence(items);
    if (options.into !== undefined || request.watch !== noWatch || !isIndexed) {
      for (const item of liveItems(request, values.length)) {
        look(request, values);
        keep(request, item, values.length, values);
      }
      look(request, values);
      return { values };
    }
    const source = itemSource(items);
    const places = loopItems(source);
    // An array may grow meanwhile, which the loop over it would see, too.
    for (let seen = -1; seen !== values.length; ) {
      seen = values.length;
      const length = isPlainSequence(items) ? items.length : source.length;
      runSpan(request, places, seen, length, values);
      refuseLast(request, values);
    }
  } catch (error) {
    return ended(error, values, takeBack);
  }
  return { values };
}

/** The same for a kernel that may return promises, as the last of `values` may be one: each is awaited in its turn. */
export async function runRestAsync(request: Request, values: unknown[]): Promise<Outcome> {
  const { into, signal } = request.options;
  const takeBack = keepWritten(request);
  try {
    // A kernel whose first result was a promise was left there.
    const last = values.length - 1;
    if (isThenable(values[last])) {
      values[last] = await values[last];
      if (into !== undefined) into[last] = values[last] as never;
    }
    for (const item of liveItems(request, values.length)) {
      look(request, values);
      const result = runItem(request, item, values.length);
      const value = isThenable(result) ? await result : result;
      interruptIfAborted(signal);
      if (into !== undefined) into[values.length] = value as never;
      values.push(value);
    }
    look(request, values);
  } catch (error) {
    return ended(error, values, takeBack);
  }
  return { values };
}

/** The length of what has none is not known beforehand: then it is what has been done. */
function look({ watch, items }: Request, values: readonly unknown[]): void {
  if (watch === noWatch) return;
  try {
    watch.look(() => values.length, "length" in items ? items.length : values.length);
  } catch (error) {
    throw new Interruption(error);
  }
}

/** Ends a call from outside; the kernel has not failed. */
class Interruption {
  readonly reason: unknown;

  constructor(reason: unknown) {
    this.reason = reason;
  }
}

function interruptIfAborted(signal: Signal | undefined): void {
  if (signal?.aborted === true) throw new Interruption(signal.reason);
}

/** What iterations write while they run in place can be taken back, where the call may be ended before they have. */
function keepWritten({ env, options, watch }: Request): () => void {
  const { into, writes = [], signal } = options;
  if (watch === noWatch && signal === undefined) return () => {};
  const views = [into, ...writes.map((key) => (env as Readonly<Record<PropertyKey, unknown>>)[key])].filter((value) =>
    ArrayBuffer.isView(value),
  );
  const bytes = views.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength));
  const copies = bytes.map((view) => view.slice());
  return () => {
    for (const [index, view] of bytes.entries()) view.set(copies[index]!);
  };
}

function ended(error: unknown, values: unknown[], takeBack: () => void): Outcome {
  if (!(error instanceof Interruption)) return { values, failure: { error } };
  takeBack();
  return { values, failure: { error: error.reason } };
}

function keep(request: Request, item: unknown, index: number, values: unknown[]): void {
  const { into } = request.options;
  const value = runItemSync(request, item, index);
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
      if (index in items) values[index] = runItemSync(request, elementAt(items, index), index);
  } catch (error) {
    return { values, failure: { error } };
  }
  return { values };
}

/**
 * Runs iterations on the original env, and looks under `strict` whether they have changed it, before anything else could have.
 * @throws LoopsmithError where they have, and none of them has failed
 */
export async function checkedAtOnce(request: Request, run: () => Promise<Outcome>): Promise<Outcome> {
  const check = request.guard();
  const running = run();
  let change: { readonly error: unknown } | undefined;
  try {
    check();
  } catch (error) {
    change = { error };
  }
  const outcome = await running;
  if (outcome.failure === undefined && change !== undefined) throw change.error;
  return outcome;
}
