// Waiting for chunks in order without blocking the thread, which does other things meanwhile.
import { setInterval } from "node:timers";
import { isGone } from "../pool/pool.js";
import {
  awaitChunk,
  chunkState,
  drawChunk,
  eventAfter,
  eventCount,
  FinishedChunk,
  FULL,
  finishChunk,
  isClosed,
  isDrawn,
  isFinished,
  isUnlimited,
  unableWorkers,
  waitForEvent,
} from "../schedule/control.js";
import { BRIEF, isBrief } from "../schedule/gate.js";
import { recordOf } from "../state.js";
import type { Outcome } from "./inPlace.js";
import { computeOwnAsync } from "./ownChunk.js";
import { collect, finishedItems, type ParallelCall } from "./parallelCall.js";
import { recompute } from "./recompute.js";
import { throwIfAborted } from "./request.js";
import { takeSeriallyAsync } from "./takeSerially.js";
import { CALLER, hasWorkers, isLost } from "./takeSync.js";
import { noWatch } from "./watch.js";

/**
 * The outcome of one chunk; chunks are asked for in order.
 * @throws ABANDON where the chunk must be computed again although the kernel writes.
 * @throws the signal's reason once it is aborted.
 */
export async function takeAsync(call: ParallelCall, chunk: number): Promise<Outcome> {
  const { control, plan } = call;
  const { signal } = plan.request.options;
  if (plan.backend === "serial") {
    throwIfAborted(signal);
    return await takeSeriallyAsync(call, chunk);
  }
  for (;;) {
    throwIfAborted(signal);
    awaitChunk(control, nextNews(call, chunk));
    const seen = eventCount(control);
    plan.request.watch.look(() => finishedItems(call), plan.source.length);
    if (isFinished(chunkState(control, chunk))) return collect(call, chunk) ?? recompute(call, chunk);
    if (isLost(call, chunk)) return recompute(call, chunk);
    if (!isDrawn(control, chunk) && (isClosed(control) || !hasWorkers(call))) return recompute(call, chunk);
    if (isWorthWaiting(call)) {
      const own = mayHelp(call) ? drawChunk(control, CALLER) : undefined;
      if (own !== undefined && own !== FULL) {
        const outcome = await computeOwnAsync(call, own);
        if (outcome !== "recompute") call.kept.set(own, outcome);
        finishChunk(control, own, outcome === "recompute" ? FinishedChunk.recompute : FinishedChunk.kept);
        continue;
      }
      waitForEvent(control, seen, BRIEF);
      continue;
    }
    const news = eventAfter(control, seen);
    if (news !== undefined) await alive(news);
  }
}

/** Milliseconds of putting one number among the results, and more: where all workers together need less, the caller had better begin. */
const GATHERED = 5e-5;

/**
 * The chunk whose end the caller has to hear of next: waking it takes processor time from the workers. What is taken in turn, told of,
 * long to gather, or in danger of never being computed is heard of chunk by chunk, which 0 stands for.
 */
function nextNews({ plan, control, chunks, isPosted, width }: ParallelCall, chunk: number): number {
  const { perItem } = recordOf(plan.request.kernel as never);
  const isCalm = chunk > 0 && isUnlimited(control) && plan.request.watch === noWatch && plan.backend === "threads";
  if (!isCalm || isPosted || unableWorkers(control) > 0 || plan.links.some(isGone)) return 0;
  if (perItem === undefined || perItem < GATHERED * plan.links.length * Math.max(1, width)) return 0;
  return chunk + ((chunks - chunk) >> 1);
}

/** Whether the call is expected to be over so soon that blocking the thread until then costs less than coming back to it. */
function isWorthWaiting({ plan, caller }: ParallelCall): boolean {
  if (!isBrief(recordOf(plan.request.kernel as never), plan.source.length - plan.packed.first)) return false;
  return performance.timeOrigin + performance.now() < caller.postedAt + 2 * BRIEF;
}

/** Whether the caller may compute, too, where that is over sooner than hearing from a worker: nothing could stop it. */
function mayHelp({ plan }: ParallelCall): boolean {
  const { timeout, strict } = plan.request.options;
  return timeout === undefined && strict !== true && plan.staged.length === 0 && plan.backend === "threads";
}

let waiting = 0;
let timer: NodeJS.Timeout | undefined;

/** Waits while keeping the process running: Node does not count a wait for shared memory among the things to do. */
async function alive(news: PromiseLike<string>): Promise<void> {
  timer ??= setInterval(() => {}, 2 ** 30);
  if (waiting++ === 0) timer.ref();
  try {
    await news;
  } finally {
    if (--waiting === 0) timer.unref();
  }
}
