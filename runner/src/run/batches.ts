// The results of a call as a sequence of batches, in order.

import { isThenable } from "../thenable.js";
import { storeInto } from "./gather.js";
import { liveItems, type Outcome, runItem, runItemSync } from "./inPlace.js";
import { leave, outcomesAsync, outcomesSync } from "./outcomes.js";
import { type Request, throwIfAborted } from "./request.js";
import { type Started, start, whatStays } from "./start.js";
import { recordInPlace } from "./statistics.js";

export type Entry<R> = readonly [index: number, result: R];
export type Batch<R> = ReadonlyArray<Entry<R>>;

/**
 * The batches of a call. One that runs live computes each result when it is asked for, and gives it in a batch of its
 * own: the consumer's next step may change what the following iteration sees.
 */
export function* batchesSync(started: Started): Generator<Batch<unknown>, void, undefined> {
  const { rest } = started.request;
  try {
    yield* windowSync(started);
    for (let next = rest?.next(); next !== undefined; next = rest?.next()) {
      for (const entries of windowSync(start(next, "in-turn"))) yield shifted(entries, next.shift);
    }
  } finally {
    rest?.close();
  }
}

/** The entries of the batches, one after the other: the next batch is asked for when all before it were taken. */
export function entriesSync(started: Started): IterableIterator<Entry<unknown>> {
  const batches = batchesSync(started);
  let taken: Batch<unknown> = [];
  let at = 0;
  const entries: IterableIterator<Entry<unknown>> = {
    [Symbol.iterator]: () => entries,
    next() {
      while (at === taken.length) {
        const { done, value } = batches.next();
        if (done) return { done, value: undefined };
        taken = value;
        at = 0;
      }
      return { done: false, value: taken[at++]! };
    },
    return() {
      // Nothing is given any more, of what was not taken neither.
      taken = [];
      at = 0;
      batches.return();
      return { done: true, value: undefined };
    },
  };
  return entries;
}

/** The same as `batchesSync` without blocking the thread. */
export async function* batchesAsync(started: Started): AsyncGenerator<Batch<unknown>, void, undefined> {
  const { rest } = started.request;
  try {
    yield* windowAsync(started);
    for (let next = rest?.next(); next !== undefined; next = rest?.next()) {
      for await (const entries of windowAsync(start(next, "in-turn"))) yield shifted(entries, next.shift);
    }
  } finally {
    rest?.close();
  }
}

function shifted(entries: Batch<unknown>, shift: number): Batch<unknown> {
  return entries.map(([index, result]) => [shift + index, result] as const);
}

function* windowSync(started: Started): Generator<Batch<unknown>, void, undefined> {
  if (started.kind === "live") return yield* liveBatchesSync(started.request, started.why, started.done);
  const { into } = started.request.options;
  let index = 0;
  if (started.kind === "parallel" && started.done.length > 0) {
    yield* firstBatch(started);
    index = started.done.length;
  }
  for (const outcome of started.kind === "done" ? doneOutcome(started) : outcomesSync(started.call, "in-turn")) {
    const stored = storeInto(into, index, outcome);
    if (stored.values.length > 0) yield batch(stored.values, index);
    if (stored.failure !== undefined) throw stored.failure.error;
    index += stored.values.length;
  }
}

async function* windowAsync(started: Started): AsyncGenerator<Batch<unknown>, void, undefined> {
  if (started.kind !== "parallel" && started.early) {
    const obstacle = whatStays(started.request);
    if (obstacle !== undefined) {
      forget(started.kind === "live" ? started.done : started.outcome.values);
      return yield* liveBatchesAsync(started.request, `${obstacle.path} is ${obstacle.what}`, []);
    }
  }
  if (started.kind === "live") return yield* liveBatchesAsync(started.request, started.why, started.done);
  const { into } = started.request.options;
  let index = 0;
  if (started.kind === "parallel" && started.done.length > 0) {
    yield* firstBatch(started);
    index = started.done.length;
  }
  for await (const outcome of started.kind === "done" ? doneOutcome(started) : outcomesAsync(started.call, "in-turn")) {
    const stored = storeInto(into, index, outcome);
    if (stored.values.length > 0) yield batch(stored.values, index);
    if (stored.failure !== undefined) throw stored.failure.error;
    index += stored.values.length;
  }
}

/** What ran before the call was handed over. Who leaves here has never asked the workers for anything: their call ends, too. */
function* firstBatch({
  done,
  call,
}: Started & { readonly kind: "parallel" }): Generator<Batch<unknown>, void, undefined> {
  let goesOn = false;
  try {
    yield batch(done, 0);
    goesOn = true;
  } finally {
    if (!goesOn) leave(call);
  }
}

/** Results that came too early: kernels have no effects, so the iterations run once more, each in its turn. */
function forget(values: ArrayLike<unknown>): void {
  for (const value of Array.from(values)) if (isThenable(value)) value.then(undefined, () => {});
}

function doneOutcome({ request, outcome, why, spent }: Started & { readonly kind: "done" }): readonly Outcome[] {
  recordInPlace(request, why, outcome.values.length, spent);
  return [outcome];
}

function* liveBatchesSync(request: Request, why: string, done: unknown[]): Generator<Batch<unknown>, void, undefined> {
  if (done.length > 0) yield batch(done, 0);
  let index = done.length;
  for (const item of liveItems(request, index)) {
    const value = runItemSync(request, item, index);
    request.watch.look(() => index + 1, totalOf(request, index + 1));
    if (request.options.into !== undefined) request.options.into[index] = value as never;
    yield [[index, value]];
    index++;
  }
  recordInPlace(request, why, index, 0);
}

async function* liveBatchesAsync(
  request: Request,
  why: string,
  done: unknown[],
): AsyncGenerator<Batch<unknown>, void, undefined> {
  const { into, signal } = request.options;
  // An asynchronous kernel's first result may still be on its way.
  for (let index = 0; index < done.length; index++) {
    const value = await done[index];
    if (into !== undefined) into[index] = value as never;
    yield [[index, value]];
  }
  let index = done.length;
  for (const item of liveItems(request, index)) {
    const result = runItem(request, item, index);
    const value = isThenable(result) ? await result : result;
    throwIfAborted(signal);
    request.watch.look(() => index + 1, totalOf(request, index + 1));
    if (into !== undefined) into[index] = value as never;
    yield [[index, value]];
    index++;
  }
  recordInPlace(request, why, index, 0);
}

/** The length of what has none is not known beforehand. */
function totalOf({ items }: Request, done: number): number {
  return "length" in items ? items.length : done;
}

function batch(values: ArrayLike<unknown>, first: number): Batch<unknown> {
  const entries: (readonly [number, unknown])[] = [];
  for (let index = 0; index < values.length; index++) entries.push([first + index, values[index]]);
  return entries;
}
