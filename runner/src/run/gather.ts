// The results of a call as one array, or in the array that the caller gave.
import { checkedAtOnce, type Outcome, runRest, runRestAsync } from "./inPlace.js";
import { outcomesAsync, outcomesSync } from "./outcomes.js";
import { recycle } from "./parallelCall.js";
import type { IntoArray, Request } from "./request.js";
import { type Started, start } from "./start.js";
import { addWindow, lastCall, recordInPlace } from "./statistics.js";

/** @throws what the first iteration that fails throws. */
export function gatherSync(started: Started): unknown {
  const { rest } = started.request;
  if (rest === undefined) return gatherWindowSync(started);
  try {
    const gathering = startWindows(gatherWindowSync(started));
    for (let next = rest.next(); next !== undefined; next = rest.next()) {
      gathering.add(gatherWindowSync(start(next, "at-once")));
    }
    return gathering.result(started.request);
  } finally {
    rest.close();
  }
}

/** The same without blocking the thread; what runs in place has run when this returns, unless the kernel is asynchronous. */
export async function gatherAsync(started: Started): Promise<unknown> {
  const { rest } = started.request;
  if (rest === undefined) return gatherWindowAsync(started);
  try {
    const gathering = startWindows(await gatherWindowAsync(started));
    for (let next = rest.next(); next !== undefined; next = rest.next()) {
      gathering.add(await gatherWindowAsync(start(next, "at-once")));
    }
    return gathering.result(started.request);
  } finally {
    rest.close();
  }
}

/** The results of one window after the other. */
function startWindows(first: unknown) {
  const results = first as unknown[];
  let statistics = lastCall();
  return {
    add(values: unknown): void {
      // Results that went into an array of the caller's are there already.
      if (Array.isArray(values)) append(results, values);
      statistics = addWindow(statistics);
    },
    result: ({ options }: Request): unknown => options.into ?? results,
  };
}

function gatherWindowSync(started: Started): unknown {
  const { request } = started;
  if (started.kind === "parallel") {
    const gathering = startGathering(started);
    for (const outcome of outcomesSync(started.call, "all")) gathering.add(outcome);
    return gathering.result();
  }
  if (started.kind === "done") return resultInPlace(request, started.why, started.outcome, started.spent);
  const begin = performance.now();
  const check = request.guard();
  const outcome = runRest(request, started.done);
  if (outcome.failure === undefined) check();
  return resultInPlace(request, started.why, outcome, performance.now() - begin);
}

async function gatherWindowAsync(started: Started): Promise<unknown> {
  const { request } = started;
  if (started.kind === "parallel") {
    const gathering = startGathering(started);
    for await (const outcome of outcomesAsync(started.call, "all")) gathering.add(outcome);
    return gathering.result();
  }
  if (started.kind === "done") return resultInPlace(request, started.why, started.outcome, started.spent);
  const begin = performance.now();
  const outcome = await checkedAtOnce(request, () => runRestAsync(request, started.done));
  return resultInPlace(request, started.why, outcome, performance.now() - begin);
}

/**
 * Stores results as `into[index] = result`, one after the other, as the loop would.
 * @returns the outcome, cut where a result cannot be stored.
 */
export function storeInto(into: IntoArray | undefined, first: number, outcome: Outcome): Outcome {
  const { values } = outcome;
  if (into === undefined) return outcome;
  const isBig = into instanceof BigInt64Array || into instanceof BigUint64Array;
  if (values instanceof Float64Array && !isBig && first + values.length <= into.length) {
    into.set(values, first);
    return outcome;
  }
  for (let index = 0; index < values.length; index++) {
    try {
      into[first + index] = values[index] as never;
    } catch (error) {
      return { values: Array.prototype.slice.call(values, 0, index), failure: { error } };
    }
  }
  return outcome;
}

function startGathering({ request: { options }, call, done }: Started & { readonly kind: "parallel" }) {
  const { into } = options;
  // `into` is written at the end: a call that is aborted leaves it as it was.
  const outcomes: Outcome[] = [];
  let results: unknown[] | undefined;
  let filled = done.length;
  let failure: Outcome["failure"];
  return {
    add(outcome: Outcome): void {
      failure = outcome.failure;
      if (into !== undefined) outcomes.push(outcome);
      else if (failure === undefined) {
        results ??= placesFor(call.plan.source.length, done, outcome.values);
        filled = fill(results, filled, outcome.values);
      }
    },
    result(): unknown {
      if (into !== undefined) {
        let index = done.length;
        for (const outcome of outcomes) {
          const stored = storeInto(into, index, outcome);
          index += stored.values.length;
          failure = stored.failure;
          if (failure !== undefined) break;
        }
      }
      if (failure !== undefined) throw failure.error;
      // An array that has become shorter since the call gives fewer, where all had to be run once more.
      if (results !== undefined && filled < results.length) results.length = filled;
      recycle(call);
      return into ?? results ?? done;
    },
  };
}

/** Beyond this length `new Array(length)` makes a dictionary; growing does not. */
const LONGEST_MADE = 2 ** 25;

/** An array as the engine keeps those of numbers. The holes leave it as it is when it gets longer. */
// biome-ignore lint/suspicious/noSparseArray: the hole is what makes it so.
const ofNumbers: readonly unknown[] = [0.5, , 0.5];

/**
 * An array with places for all results, which takes a quarter of the time of one that grows.
 * @param first the results that come next: where these are numbers, all are taken to be. `new Array` alone will not do: the engine
 *   remembers what became of the arrays that were made there, and would put each number into a box of its own.
 */
function placesFor(length: number, done: unknown[], first: ArrayLike<unknown>): unknown[] {
  if (length > LONGEST_MADE) return done;
  if (!(first instanceof Float64Array) || !done.every((value) => typeof value === "number")) {
    const results: unknown[] = new Array(length);
    for (let index = 0; index < done.length; index++) results[index] = done[index];
    return results;
  }
  const results = ofNumbers.slice(0, 0);
  results.length = length;
  for (let index = 0; index < done.length; index++) results[index] = done[index];
  return results;
}

/** Two loops, because the engine makes an object of each number that a loop over arrays of any kind reads. */
function fill(results: unknown[], first: number, values: ArrayLike<unknown>): number {
  if (values instanceof Float64Array)
    for (let index = 0; index < values.length; index++) results[first + index] = values[index];
  else for (let index = 0; index < values.length; index++) results[first + index] = values[index];
  return first + values.length;
}

function append(results: unknown[], values: ArrayLike<unknown>): void {
  for (let index = 0; index < values.length; index++) results.push(values[index]);
}

function resultInPlace(request: Request, why: string, { values, failure }: Outcome, spent: number): unknown {
  recordInPlace(request, why, values.length, spent);
  if (failure !== undefined) throw failure.error;
  return request.options.into ?? values;
}
