// A chunk that the caller of an asynchronous call computes itself: after an error, for results that cannot travel, for a lost worker.
import { loopItems } from "../data/items.js";
import { pack } from "../data/pack.js";
import { samePacked } from "../data/samePacked.js";
import { checkedAtOnce, type Outcome, runPartAsync } from "./inPlace.js";
import { checkCopy, copyOf } from "./ownChunk.js";
import { ABANDON, type ParallelCall } from "./parallelCall.js";
import { CALLER_TRACE, sharedClock, writeTrace } from "./timeline.js";

/**
 * Computes a chunk in this thread: on the original objects, so that an error may name them, unless they have changed since
 * the call, which its workers have not seen.
 * @throws ABANDON where the chunk must be computed again although the kernel writes.
 */
export function recompute(call: ParallelCall, chunk: number): Promise<Outcome> {
  const { request, source, starts, staged } = call.plan;
  if (staged.length > 0) throw ABANDON;
  const [start, end] = [starts[chunk]!, starts[chunk + 1]!];
  if (isUnchanged(call))
    return traced(call, chunk, () =>
      checkedAtOnce(request, () => runPartAsync(request, loopItems(source), start, end)),
    );
  const { env, items } = copyOf(call);
  return traced(call, chunk, async () => {
    const outcome = await runPartAsync({ ...request, env }, items(chunk), start, end);
    if (outcome.failure === undefined) checkCopy(call);
    return outcome;
  });
}

async function traced({ trace }: ParallelCall, chunk: number, run: () => Promise<Outcome>): Promise<Outcome> {
  if (trace === undefined) return run();
  const begin = sharedClock();
  const outcome = await run();
  writeTrace(trace, chunk, CALLER_TRACE, begin);
  return outcome;
}

function isUnchanged({ plan }: ParallelCall): boolean {
  const { request, source, starts, packed } = plan;
  const again = pack({ source, env: request.env, writes: [], into: undefined, starts });
  return "packed" in again && samePacked(packed, again.packed);
}
