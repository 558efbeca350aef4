// What the calling thread computes of its own call: a chunk that it drew, as a worker would, and the copies that this takes.
import { type LoopItems, loopItems } from "../data/items.js";
import { watchEnv } from "../data/mutation.js";
import { unpackNumbers } from "../data/numbers.js";
import type { Packed } from "../data/pack.js";
import { encodeResults } from "../data/results.js";
import { type Unpacked, unpack } from "../data/unpack.js";
import { state } from "../state.js";
import { type Outcome, runPart, runPartAsync } from "./inPlace.js";
import { ownLoop, writeWith } from "./ownLoop.js";
import type { ParallelCall } from "./parallelCall.js";
import { changeError, type Request } from "./request.js";
import { CALLER_TRACE, sharedClock, writeTrace } from "./timeline.js";

/** A copy of the env and of the items as a worker has them. */
export function copyOf(call: ParallelCall): Unpacked {
  const { packed, starts, request } = call.plan;
  const unpacked = (call.unpacked ??= unpack(withOwnEnv(packed), starts));
  if (request.options.strict === true)
    call.changeOfEnv ??= watchEnv(packed, unpacked.env, request.options.writes ?? []);
  return unpacked;
}

/** An env of a few primitives is sent as it is, and would be the copy itself. */
function withOwnEnv(packed: Packed): Packed {
  if (packed.unit instanceof Uint8Array) return packed;
  const { env } = packed.unit;
  return { ...packed, unit: { env: typeof env === "object" && env !== null ? { ...env } : env } };
}

/** @throws LoopsmithError under `strict` where the kernel has changed its copy */
export function checkCopy({ changeOfEnv, plan }: ParallelCall): void {
  const path = changeOfEnv?.();
  if (path !== undefined) throw changeError(plan.request, path);
}

/**
 * Computes a chunk that the caller drew, as a worker would: on the staged arrays, where the kernel writes, and on a copy where
 * it is looked at what it changes.
 * @returns `numbers` where its results are in their places among the call's numbers; `recompute` where they hold what would be
 *   another thing on the original objects, such as views of staged arrays
 */
export function computeOwn(call: ParallelCall, chunk: number): Outcome | "numbers" | "recompute" {
  const { plan } = call;
  const { request, source } = plan;
  const traced = call.trace === undefined ? 0 : sharedClock();
  const begin = performance.now();
  let outcome: Outcome | "numbers" | "recompute";
  if (plan.staged.length === 0 && request.options.strict !== true) {
    outcome = runOwn(call, request, loopItems(source), chunk);
  } else {
    const { env, items } = copyOf(call);
    outcome = runOwn(call, { ...request, env }, items(chunk), chunk);
    // An error comes first: it may be why the kernel has left something unfinished.
    if (outcome === "numbers" || outcome.failure === undefined) checkCopy(call);
    if (outcome !== "numbers" && outcome.failure === undefined && !travels(call, chunk, outcome)) outcome = "recompute";
  }
  const spent = performance.now() - begin;
  call.longest = Math.max(call.longest, spent);
  call.caller.compute += spent;
  if (call.trace !== undefined) writeTrace(call.trace, chunk, CALLER_TRACE, traced);
  return outcome;
}

/**
 * The same for a caller that does not wait. Its iterations run on a copy, because the originals may have changed since the call, and
 * those that fail are run again where that is looked at.
 */
export async function computeOwnAsync(call: ParallelCall, chunk: number): Promise<Outcome | "recompute"> {
  const { request, starts } = call.plan;
  const traced = call.trace === undefined ? 0 : sharedClock();
  const begin = performance.now();
  const { env, items } = copyOf(call);
  const outcome = await runPartAsync({ ...request, env }, items(chunk), starts[chunk]!, starts[chunk + 1]!);
  call.caller.compute += performance.now() - begin;
  if (call.trace !== undefined) writeTrace(call.trace, chunk, CALLER_TRACE, traced);
  return outcome.failure === undefined && travels(call, chunk, outcome) ? outcome : "recompute";
}

/** Numbers are written where workers write theirs: an array of them would only be copied once more. */
function runOwn(call: ParallelCall, request: Request, items: LoopItems, chunk: number): Outcome | "numbers" {
  const { numbers, plan } = call;
  const [start, end] = [plan.starts[chunk]!, plan.starts[chunk + 1]!];
  const loop = ownLoop(request.kernel as never, end - start);
  if (loop === undefined || isShortened(items, end)) return runPart(request, items, start, end);
  const base = plan.packed.first;
  const rest: unknown[] = [];
  let index: number;
  state.depth++;
  try {
    const run = { kernel: request.kernel as never, env: request.env, first: start, end, shift: request.shift };
    index = writeWith(loop, items, run, { numbers, base, rest });
  } catch {
    // Nobody knows which iteration it was: they are run again, as after an error in a worker.
    return runPart(request, items, start, end);
  } finally {
    state.depth--;
  }
  if (index === end) return "numbers";
  const values = unpackNumbers({ data: numbers.subarray(start - base, index - base), rows: undefined }) as unknown[];
  values.push(rest[0]);
  return runPart(request, items, index + 1, end, values);
}

/** Whether a worker could have sent the results of a chunk. O(their size), and a look at each where they are primitives. */
function travels({ numbers, plan }: ParallelCall, chunk: number, { values }: Outcome): boolean {
  const results = values as readonly unknown[];
  const isPrimitive = (value: unknown): boolean =>
    (typeof value !== "object" && typeof value !== "function") || value === null;
  if (results.every(isPrimitive)) return true;
  const [start, end] = [plan.starts[chunk]! - plan.packed.first, plan.starts[chunk + 1]! - plan.packed.first];
  return encodeResults(results, numbers.subarray(start, end)) !== undefined;
}

/** The elements that an array has lost since the call are asked for one by one. */
function isShortened(items: LoopItems, end: number): boolean {
  return items.kind === "elements" && items.items.length + items.offset < end;
}
