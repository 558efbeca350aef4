// The backend `serial`: everything happens in the calling thread, where a debugger stops, on copies as a worker would have them.
import { loopItems } from "../data/items.js";
import { decodeResults, encodeResults } from "../data/results.js";
import { type Outcome, runPart, runPartAsync } from "./inPlace.js";
import { checkCopy, copyOf } from "./ownChunk.js";
import { ABANDON, type ParallelCall } from "./parallelCall.js";
import { recompute } from "./recompute.js";
import type { Request } from "./request.js";

/** @throws ABANDON where the chunk must be computed again although the kernel writes. */
export function takeSerially(call: ParallelCall, chunk: number): Outcome {
  const { request, items, start, end } = onCopies(call, chunk);
  const begin = performance.now();
  const outcome = runPart(request, items, start, end);
  call.caller.compute += performance.now() - begin;
  if (outcome.failure === undefined) checkCopy(call);
  return copied(outcome) ?? runPart(original(call), loopItems(call.plan.source), start, end);
}

/** The same for a kernel that may return promises. */
export async function takeSeriallyAsync(call: ParallelCall, chunk: number): Promise<Outcome> {
  const { request, items, start, end } = onCopies(call, chunk);
  const begin = performance.now();
  const outcome = await runPartAsync(request, items, start, end);
  call.caller.compute += performance.now() - begin;
  if (outcome.failure === undefined) checkCopy(call);
  return copied(outcome) ?? (await recompute(call, chunk));
}

function onCopies(call: ParallelCall, chunk: number) {
  const { request, starts, source } = call.plan;
  request.watch.look(() => starts[chunk]!, source.length);
  const { env, items } = copyOf(call);
  return { request: { ...request, env }, items: items(chunk), start: starts[chunk]!, end: starts[chunk + 1]! };
}

/** What a worker would have sent; undefined where the caller computes the chunk again: after an error, or what cannot travel. */
function copied({ values, failure }: Outcome): Outcome | undefined {
  if (failure !== undefined) return undefined;
  const numbers = new Float64Array(values.length);
  const results = encodeResults(Array.from(values), numbers);
  if (results === undefined) return undefined;
  if (results === "numbers") return { values: numbers };
  if (results === "nothing" || results === "booleans") return { values };
  return { values: decodeResults(structuredClone(results)) };
}

function original({ plan }: ParallelCall): Request {
  if (plan.staged.length > 0) throw ABANDON;
  return plan.request;
}
