// Waiting for chunks in order while blocking the thread: the caller takes part in the work, and no dead worker stops it.
import { loopItems } from "../data/items.js";
import { isGone } from "../pool/pool.js";
import {
  chunkState,
  closeCall,
  drawChunk,
  eventCount,
  FinishedChunk,
  FULL,
  finishChunk,
  isClosed,
  isDrawn,
  isFinished,
  unableWorkers,
  waitForEvent,
} from "../schedule/control.js";
import { type Outcome, runPart } from "./inPlace.js";
import { computeOwn } from "./ownChunk.js";
import { ABANDON, collect, finishedItems, type ParallelCall } from "./parallelCall.js";
import { takesPart } from "./request.js";
import { takeSerially } from "./takeSerially.js";
import { CALLER_TRACE, sharedClock, writeTrace } from "./timeline.js";

/** Stands in the control block for the calling thread. */
export const CALLER = 2 ** 31 - 1;

/** Milliseconds without any news after which the caller computes outstanding chunks itself. */
const PATIENCE = 100;

/** The same where the kernel writes, so that everything would have to be computed again. */
const PATIENCE_WITH_WRITES = 10_000;

/**
 * The outcome of one chunk. Chunks are asked for in order; until the one asked for is finished, the caller computes others.
 * @throws ABANDON where the chunk must be computed again although the kernel writes.
 */
export function takeSync(call: ParallelCall, chunk: number): Outcome {
  if (call.plan.backend === "serial") return takeSerially(call, chunk);
  const { control } = call;
  const { watch } = call.plan.request;
  const helps = takesPart(call.plan.request);
  let [lastSeen, lastNews] = [-1, 0];
  for (;;) {
    const seen = eventCount(control);
    watch.look(() => finishedItems(call), call.plan.source.length);
    if (isFinished(chunkState(control, chunk))) return collect(call, chunk) ?? recompute(call, chunk);
    const own = helps ? drawChunk(control, CALLER) : undefined;
    if (own !== undefined && own !== FULL) {
      const outcome = computeOwn(call, own);
      if (outcome === "numbers" || outcome === "recompute") {
        finishChunk(control, own, FinishedChunk[outcome]);
        continue;
      }
      if (outcome.failure !== undefined) {
        closeCall(control);
        // The error came from copies where the kernel writes; the original objects have to throw it.
        if (call.plan.staged.length > 0) finishChunk(control, own, FinishedChunk.recompute);
      }
      if (chunkState(control, own) === CALLER) {
        call.kept.set(own, outcome);
        finishChunk(control, own, FinishedChunk.kept);
      }
      continue;
    }
    // Nobody will draw it any more: the call was closed for an error that did not come back.
    if (!isDrawn(control, chunk) && (helps || isClosed(control) || !hasWorkers(call))) return recompute(call, chunk);
    if (seen !== lastSeen) [lastSeen, lastNews] = [seen, performance.now()];
    if (isLost(call, chunk)) return recompute(call, chunk);
    if (helps && performance.now() - lastNews > patience(call)) return recompute(call, chunk);
    waitForEvent(control, seen, Math.max(0, Math.min(PATIENCE, watch.left())));
  }
}

/** Computes a chunk on the original objects. */
function recompute({ plan, trace }: ParallelCall, chunk: number): Outcome {
  const { request, source, starts, staged } = plan;
  if (staged.length > 0) throw ABANDON;
  const begin = trace === undefined ? 0 : sharedClock();
  const check = request.guard();
  const outcome = runPart(request, loopItems(source), starts[chunk]!, starts[chunk + 1]!);
  if (outcome.failure === undefined) check();
  if (trace !== undefined) writeTrace(trace, chunk, CALLER_TRACE, begin);
  return outcome;
}

/** Whether any worker of the call may still draw a chunk. */
export function hasWorkers({ control, plan }: ParallelCall): boolean {
  return plan.links.filter((link) => !isGone(link)).length > unableWorkers(control);
}

/** Whether a chunk was drawn by a worker that has ended. */
export function isLost({ control, plan }: ParallelCall, chunk: number): boolean {
  const state = chunkState(control, chunk);
  if (isFinished(state) || !isDrawn(control, chunk)) return false;
  // Between drawing a chunk and signing for it a worker may have died too.
  if (state === 0) return plan.links.some(isGone);
  const link = plan.links.find(({ number }) => number === state);
  return link !== undefined && isGone(link);
}

/** The caller's own chunks say how long one takes; a worker is given several times that. */
function patience({ plan, longest }: ParallelCall): number {
  return plan.staged.length > 0 ? PATIENCE_WITH_WRITES + 8 * longest : PATIENCE + 4 * longest;
}
