// The statistics of the latest call: what it did, why, and where the time went.
import { debuglog } from "node:util";
import { Times } from "../pool/protocol.js";
import { prediction, shown } from "../schedule/gate.js";
import { backendFor, workersFor } from "../settings.js";
import { recordOf, state } from "../state.js";
import { nameOf, type Request } from "./request.js";

/** All times in milliseconds. */
export interface CallStatistics {
  readonly mode: "parallel" | "in-place";
  /** Why the call ran in place; empty when it ran in parallel. */
  readonly why: string;
  /** Computing threads, the calling one included where it took part. */
  readonly workers: number;
  readonly chunks: number;
  readonly items: number;
  /** From handing the call over until the first worker took it up. */
  readonly startMs: number;
  /** Packing in the caller, and unpacking in the slowest worker. */
  readonly transferInMs: number;
  /** Time in the kernel, of the thread that spent most there. */
  readonly computeMs: number;
  /**
   * How much longer that was than the average of the computing threads: what they idle because the work was not spread evenly.
   * Source: DeRose, Homer, Johnson, *Detecting application load imbalance on high end massively parallel systems*, Euro-Par 2007.
   */
  readonly imbalanceMs: number;
  /** Packing results in the slowest worker, and unpacking them in the caller. */
  readonly transferOutMs: number;
}

/** What the caller of a parallel call measures itself. */
export interface CallerTimes {
  readonly postedAt: number;
  pack: number;
  compute: number;
  gather: number;
}

/** Statistics of the latest call that has ended in this thread; undefined before the first. */
export function lastCall(): CallStatistics | undefined {
  return state.statistics;
}

/** Adds the window that has just ended to those before it: one call to its user. @returns the sum */
export function addWindow(before: CallStatistics | undefined): CallStatistics | undefined {
  const { statistics } = state;
  if (before === undefined || statistics === undefined) return statistics;
  const { mode, workers, chunks, items, startMs, transferInMs, computeMs, imbalanceMs, transferOutMs } = statistics;
  const isParallel = mode === "parallel" || before.mode === "parallel";
  state.statistics = {
    mode: isParallel ? "parallel" : "in-place",
    why: isParallel ? "" : before.why,
    workers: Math.max(workers, before.workers),
    chunks: before.chunks + chunks,
    items: before.items + items,
    startMs: before.startMs + startMs,
    transferInMs: before.transferInMs + transferInMs,
    computeMs: before.computeMs + computeMs,
    imbalanceMs: before.imbalanceMs + imbalanceMs,
    transferOutMs: before.transferOutMs + transferOutMs,
  };
  return state.statistics;
}

export function recordInPlace(request: Request, why: string, items: number, computeMs: number): void {
  state.statistics = {
    mode: "in-place",
    why,
    workers: 1,
    chunks: 1,
    items,
    startMs: 0,
    transferInMs: 0,
    computeMs,
    imbalanceMs: 0,
    transferOutMs: 0,
  };
  state.trace = undefined;
  if (log.enabled) explain(request, state.statistics);
}

/** Under `NODE_DEBUG=loopsmith` each call says what it did, why, and what the gate would expect of another one. */
const log = debuglog("loopsmith");

function explain({ kernel, options }: Request, call: CallStatistics): void {
  const { items, workers, chunks, why } = call;
  const [compute, start, into, out] = [call.computeMs, call.startMs, call.transferInMs, call.transferOutMs].map(shown);
  const did =
    call.mode === "in-place"
      ? `${items} items in place in ${compute}, because ${why}`
      : `${items} items in ${chunks} chunks on ${workers} threads: start ${start}, transfer in ${into}, compute ${compute}, transfer out ${out}`;
  const next = prediction(recordOf(kernel as never), items, workersFor(options.workers), backendFor(options.backend));
  log("%s ran %s. As many again: %s.", nameOf(kernel as never), did, next);
}

/** Milliseconds in the kernel, of all workers together. */
export function computeTime(times: Float64Array): number {
  let total = 0;
  for (let base = 0; base < times.length; base += Times.words) total += times[base + Times.compute]!;
  return total;
}

/** Milliseconds that the slowest worker spent on getting its data and handing over its results. */
export function transferTime(times: Float64Array): number {
  let slowest = 0;
  for (let base = 0; base < times.length; base += Times.words) {
    slowest = Math.max(slowest, times[base + Times.unpack]! + times[base + Times.encode]!);
  }
  return slowest;
}

export function recordParallel(
  request: Request,
  shape: { readonly workers: number; readonly chunks: number; readonly items: number },
  caller: CallerTimes,
  times: Float64Array,
): void {
  let [firstJoined, unpack, compute, encode] = [Number.POSITIVE_INFINITY, 0, caller.compute, 0];
  for (let base = 0; base < times.length; base += Times.words) {
    const joined = times[base + Times.joined]!;
    if (joined > 0) firstJoined = Math.min(firstJoined, joined);
    unpack = Math.max(unpack, times[base + Times.unpack]!);
    compute = Math.max(compute, times[base + Times.compute]!);
    encode = Math.max(encode, times[base + Times.encode]!);
  }
  state.trace = undefined;
  state.statistics = {
    mode: "parallel",
    why: "",
    ...shape,
    startMs: firstJoined === Number.POSITIVE_INFINITY ? 0 : Math.max(0, firstJoined - caller.postedAt),
    transferInMs: caller.pack + unpack,
    computeMs: compute,
    imbalanceMs: Math.max(0, compute - (caller.compute + computeTime(times)) / shape.workers),
    transferOutMs: encode + caller.gather,
  };
  if (log.enabled) explain(request, state.statistics);
}
