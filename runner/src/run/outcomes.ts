// The outcomes of a parallel call, chunk by chunk in order, with the promises about written arrays and about errors kept.
import { announce, unableWorkers } from "../schedule/control.js";
import { learn } from "../schedule/gate.js";
import { recordOf, state } from "../state.js";
import { checkedAtOnce, type Outcome, runRest, runRestAsync } from "./inPlace.js";
import { loadingHelp } from "./loadingHelp.js";
import {
  ABANDON,
  endCall,
  endStragglers,
  GRACE,
  hasUnfinished,
  moveWindow,
  openWindow,
  type ParallelCall,
} from "./parallelCall.js";
import { takesPart } from "./request.js";
import { computeTime, recordInPlace, recordParallel, transferTime } from "./statistics.js";
import { takeAsync } from "./takeAsync.js";
import { takeSync } from "./takeSync.js";
import { sharedClock } from "./timeline.js";
import { warnOnce } from "./warnOnce.js";
import { whenOver } from "./watch.js";

/** Whether the caller wants all outcomes, or does something else between two of them: then workers do not run far ahead. */
export type Taking = "all" | "in-turn";

/**
 * The outcomes in order; after one with a failure there is no further one. What a kernel writes is in the caller's arrays
 * before the first outcome is given: then those of all iterations, or those of the iterations before the failure.
 */
export function* outcomesSync(call: ParallelCall, mode: Taking): Generator<Outcome, void, undefined> {
  const ending = { complete: false };
  if (mode === "all" || writes(call)) openWindow(call);
  try {
    if (writes(call)) {
      const outcomes: Outcome[] = [];
      try {
        for (let chunk = 0; chunk < call.chunks; chunk++) outcomes.push(takeSync(call, chunk));
        commitWrites(call);
      } catch (error) {
        if (error !== ABANDON) throw error;
        const check = call.plan.request.guard();
        const outcome = runRest(call.plan.request, emptyStart(call));
        if (outcome.failure === undefined) check();
        outcomes.splice(0, outcomes.length, sinceFirst(call, outcome));
      }
      ending.complete = true;
      yield* outcomes;
      return;
    }
    for (let chunk = 0; chunk < call.chunks; chunk++) {
      if (mode === "in-turn") moveWindow(call, chunk);
      const outcome = takeSync(call, chunk);
      ending.complete = chunk + 1 === call.chunks || outcome.failure !== undefined;
      yield outcome;
      if (outcome.failure !== undefined) return;
    }
  } finally {
    finish(call, ending.complete);
  }
}

/** The same without blocking the thread. Once the signal is aborted it throws the signal's reason, with nothing written. */
export async function* outcomesAsync(call: ParallelCall, mode: Taking): AsyncGenerator<Outcome, void, undefined> {
  const ending = { complete: false };
  if (mode === "all" || writes(call)) openWindow(call);
  const { signal } = call.plan.request.options;
  const wake = (): void => announce(call.control);
  const stopWaking = whenOver(call.plan.request.watch, wake);
  signal?.addEventListener("abort", wake);
  try {
    if (writes(call)) {
      const outcomes: Outcome[] = [];
      try {
        for (let chunk = 0; chunk < call.chunks; chunk++) outcomes.push(await takeAsync(call, chunk));
        commitWrites(call);
      } catch (error) {
        if (error !== ABANDON) throw error;
        const outcome = await checkedAtOnce(call.plan.request, () => runRestAsync(call.plan.request, emptyStart(call)));
        outcomes.splice(0, outcomes.length, sinceFirst(call, outcome));
      }
      ending.complete = true;
      yield* outcomes;
      return;
    }
    for (let chunk = 0; chunk < call.chunks; chunk++) {
      if (mode === "in-turn") moveWindow(call, chunk);
      const outcome = await takeAsync(call, chunk);
      ending.complete = chunk + 1 === call.chunks || outcome.failure !== undefined;
      yield outcome;
      if (outcome.failure !== undefined) return;
    }
  } finally {
    signal?.removeEventListener("abort", wake);
    stopWaking();
    finish(call, ending.complete);
  }
}

function writes({ plan }: ParallelCall): boolean {
  return plan.staged.length > 0;
}

function commitWrites({ plan, caller }: ParallelCall): void {
  const begin = performance.now();
  for (const { live, staging } of plan.staged) live.set(staging);
  caller.gather += performance.now() - begin;
}

/** As many places as there are iterations that ran before the call was handed to the workers. */
function emptyStart({ plan }: ParallelCall): unknown[] {
  return new Array(plan.packed.first).fill(undefined);
}

function sinceFirst({ plan }: ParallelCall, outcome: Outcome): Outcome {
  return { ...outcome, values: Array.prototype.slice.call(outcome.values, plan.packed.first) };
}

/** Ends a call whose outcomes nobody has begun to take. */
export function leave(call: ParallelCall): void {
  finish(call, false);
}

function finish(call: ParallelCall, complete: boolean): void {
  const { plan, caller, times, chunks } = call;
  endCall(call);
  if (hasUnfinished(call)) endStragglers(call, plan.request.watch.left() <= 0 ? 0 : GRACE);
  const items = plan.source.length;
  if (plan.backend === "serial") {
    recordInPlace(plan.request, "the backend is serial", items, caller.compute);
    return;
  }
  if (unableWorkers(call.control) >= plan.links.length) {
    remember(call);
    recordInPlace(plan.request, recordOf(plan.request.kernel as never).unable!, items, caller.compute);
    return;
  }
  const workers = plan.links.length + (takesPart(plan.request) ? 1 : 0);
  if (complete) {
    const ran = items - plan.packed.first;
    const spent = caller.compute + computeTime(times);
    // Threads unpack while others compute; what goes through pipes is the larger part of what a call costs.
    const pipes = plan.backend === "processes" ? transferTime(times) : 0;
    learn(recordOf(plan.request.kernel as never), spent / ran, ran, caller.pack + caller.gather + pipes);
  }
  recordParallel(plan.request, { workers, chunks, items }, caller, times);
  const { trace: words, tracedFrom: from } = call;
  if (words === undefined) return;
  const shape = { starts: plan.starts, workers: plan.links.length, callerTakesPart: takesPart(plan.request) };
  state.trace = { words, ...shape, from, until: sharedClock() };
}

/** No worker could take part: later calls of the kernel need not try, and the user should know. */
function remember({ plan, reasons }: ParallelCall): void {
  const reason = reasons[0] ?? "for an unknown reason";
  const { kernel } = plan.request;
  const why = `its module cannot be loaded in a worker: ${reason}`;
  recordOf(kernel as never).unable = why;
  const help = loadingHelp(reason, kernel.name === "" ? "it" : kernel.name);
  warnOnce(plan.request, `runs in place, because ${why}`, help);
}
