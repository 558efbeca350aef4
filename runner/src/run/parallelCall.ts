// One parallel call: posts it to the workers, and gives back the outcome of each chunk in order, whoever computed it.
import { setTimeout } from "node:timers";
import { receiveMessageOnPort } from "node:worker_threads";
import type { ItemSource } from "../data/items.js";
import { rowsFrom, unpackBooleans } from "../data/numbers.js";
import type { Packed, Staged } from "../data/pack.js";
import { giveBack } from "../data/recycling.js";
import { type ChunkResults, decodeResults } from "../data/results.js";
import type { Unpacked } from "../data/unpack.js";
import { newBlock, openBlock } from "../pool/callBlock.js";
import {
  activeCalls,
  endChildrenAtExit,
  isGone,
  type Link,
  post,
  ring,
  stayForOutput,
  terminate,
} from "../pool/pool.js";
import type { CallMessage, Reply } from "../pool/protocol.js";
import {
  type Control,
  chunkState,
  closeCall,
  FinishedChunk,
  isDrawn,
  isFinished,
  leftWorkers,
  limitChunks,
  wereParked,
} from "../schedule/control.js";
import type { Backend } from "../settings.js";
import { type KernelPlace, recordOf, state } from "../state.js";
import type { Outcome } from "./inPlace.js";
import { changeError, type Request } from "./request.js";
import { learnRows, roomForRows } from "./rowRoom.js";
import type { CallerTimes } from "./statistics.js";
import { sharedClock } from "./timeline.js";

export interface CallPlan {
  readonly request: Request;
  readonly source: ItemSource<unknown>;
  readonly place: KernelPlace;
  readonly starts: Uint32Array;
  readonly packed: Packed;
  readonly staged: readonly Staged[];
  readonly links: readonly Link[];
  readonly packMs: number;
  readonly backend: Backend;
  /** How many chunks may be computed before the ones that the caller has taken; undefined: all of them. */
  readonly ahead: number | undefined;
}

export interface ParallelCall {
  readonly plan: CallPlan;
  readonly id: number;
  readonly control: Control;
  readonly chunks: number;
  readonly numbers: Float64Array;
  readonly rows: Float64Array;
  readonly lengths: Uint32Array;
  /** Places for the rows of an item. */
  readonly width: number;
  readonly times: Float64Array;
  readonly trace: Float64Array | undefined;
  /** When the call began, on the clock of the trace. */
  readonly tracedFrom: number;
  readonly caller: CallerTimes;
  /** Results that were posted and not yet taken, by chunk. */
  readonly posted: Map<number, ChunkResults>;
  /** Outcomes that the caller computed itself, by chunk. */
  readonly kept: Map<number, Outcome>;
  /** Why workers could not take part, in their own words. */
  readonly reasons: string[];
  /** The workers' view of the call, where the caller needs it because it takes part and the kernel writes. */
  unpacked: Unpacked | undefined;
  /** Where the kernel has changed its env, if a worker has found that. */
  changed: string | undefined;
  /** The same, looked for where the caller computes on a copy. */
  changeOfEnv: (() => string | undefined) | undefined;
  /** Milliseconds of the longest chunk that the caller computed. */
  longest: number;
  /** Results of some chunk had to be sent, and take long to take in. */
  isPosted: boolean;
  /** A worker was still busy when the call ended: it is looked at again after a while. */
  hasStragglers: boolean;
}

const open = new Map<number, ParallelCall>();
let lastId = 0;

/** Hands a call to the workers; they begin at once. */
export function postCall(plan: CallPlan): ParallelCall {
  const { starts, packed, request, links, place } = plan;
  const chunks = starts.length - 1;
  const count = starts[chunks]! - packed.first;
  const workers = links.length;
  const width = plan.backend === "threads" ? roomForRows(recordOf(request.kernel as never), count) : 0;
  const traced = state.settings.timeline === true && plan.backend !== "serial";
  const shape = { chunks, workers, count, width, traced };
  const memory = newBlock(starts, shape);
  const { control, numbers, rows, lengths, times, trace } = openBlock(memory, shape);
  const id = ++lastId;
  const call: ParallelCall = {
    plan,
    id,
    control,
    chunks,
    numbers,
    rows,
    lengths,
    width,
    times,
    trace,
    tracedFrom: trace === undefined ? 0 : sharedClock() - plan.packMs,
    caller: { postedAt: performance.timeOrigin + performance.now(), pack: plan.packMs, compute: 0, gather: 0 },
    posted: new Map(),
    kept: new Map(),
    reasons: [],
    unpacked: undefined,
    changed: undefined,
    changeOfEnv: undefined,
    longest: 0,
    isPosted: false,
    hasStragglers: false,
  };
  open.set(call.id, call);
  activeCalls()?.set(call.id, call.control);
  const apart = { ...inProcesses(plan), ...lookedAt(request) };
  const message = {
    id,
    memory,
    ...shape,
    place,
    packed,
    asynchronous: !request.sync,
    shift: request.shift,
    garbage: request.garbage,
    ...apart,
  };
  if (plan.ahead !== undefined) limitChunks(control, plan.ahead);
  for (const [slot, link] of links.entries()) post(link, { ...message, slot });
  return call;
}

/** What workers need apart where they hand the call to processes of their own. */
function inProcesses({ backend, staged }: CallPlan): Pick<CallMessage, "processes"> {
  if (backend !== "processes") return {};
  endChildrenAtExit();
  return { processes: { written: staged.map(({ staging }) => staging) } };
}

function lookedAt({ options: { strict, writes } }: Request): Pick<CallMessage, "strict"> {
  return strict === true ? { strict: { writes: writes ?? [] } } : {};
}

/** Says that the caller is about to take a chunk, so that others may be computed, if their number was limited. */
export function moveWindow({ control, plan }: ParallelCall, chunk: number): void {
  if (plan.ahead !== undefined && limitChunks(control, chunk + plan.ahead)) plan.links.forEach(ring);
}

/** Lets all chunks be computed: the caller wants them all. */
export function openWindow({ control, plan }: ParallelCall): void {
  if (plan.ahead !== undefined && limitChunks(control, 0)) plan.links.forEach(ring);
}

/** Forgets a call. Workers that still compute for it stop at their next chunk. */
export function endCall(call: ParallelCall): void {
  closeCall(call.control);
  if (wereParked(call.control)) call.plan.links.forEach(ring);
  receive(call.plan.links);
  stayForOutput(call.plan.links);
  if (open.delete(call.id)) for (const link of call.plan.links) link.calls--;
  activeCalls()?.delete(call.id);
}

/**
 * The memory of a call whose results have been taken is for the next one, as soon as its workers have left it. The timeline is
 * looked at later, and so are results that somebody may keep as views: who gives the memory back has none of them.
 */
export function recycle({ control, numbers, trace, plan, hasStragglers }: ParallelCall): void {
  if (trace !== undefined || hasStragglers) return;
  const staging = new Set(plan.staged.map((view) => view.staging.buffer as SharedArrayBuffer));
  const workers = plan.links.length;
  giveBack([numbers.buffer as SharedArrayBuffer, ...staging], () => leftWorkers(control) === workers);
}

/** Milliseconds that a worker may go on with a chunk of a call that was left. */
export const GRACE = 100;

/** Ends the threads that are still computing for a call so many milliseconds after it was left; the pool replaces them. */
export function endStragglers(call: ParallelCall, grace: number): void {
  call.hasStragglers = true;
  if (grace === 0) busyLinks(call).forEach(terminate);
  else setTimeout(() => busyLinks(call).forEach(terminate), grace).unref();
}

/** Whether some worker is still computing for a call. */
export function hasUnfinished(call: ParallelCall): boolean {
  return busyLinks(call).length > 0;
}

/** Number of iterations that have ended, those before the call was posted included. */
export function finishedItems({ control, chunks, plan }: ParallelCall): number {
  let items = plan.packed.first;
  for (let chunk = 0; chunk < chunks; chunk++) {
    if (isFinished(chunkState(control, chunk))) items += plan.starts[chunk + 1]! - plan.starts[chunk]!;
  }
  return items;
}

function busyLinks({ control, chunks, plan }: ParallelCall): Link[] {
  const busy = new Set<Link>();
  for (let chunk = 0; chunk < chunks && isDrawn(control, chunk); chunk++) {
    const state = chunkState(control, chunk);
    const link = plan.links.find(({ number }) => number === state);
    if (link !== undefined && !isGone(link)) busy.add(link);
  }
  return [...busy];
}

/** Takes in what workers have posted, for this call and any other. */
export function receive(links: readonly Link[]): void {
  for (const { port } of links) {
    for (let entry = receiveMessageOnPort(port); entry !== undefined; entry = receiveMessageOnPort(port)) {
      const reply = (entry as { message: Reply }).message;
      const call = open.get(reply.id);
      if (call === undefined) continue;
      if (reply.kind === "unable") call.reasons.push(reply.reason);
      else if (reply.kind === "changed") call.changed = reply.path;
      else call.posted.set(reply.chunk, reply.results);
    }
  }
}

/**
 * The outcome of a chunk that is finished; undefined where the caller has to compute it.
 * @throws LoopsmithError under `strict` where the kernel has changed its env
 */
export function collect(call: ParallelCall, chunk: number): Outcome | undefined {
  const { control, plan, numbers } = call;
  const record = recordOf(plan.request.kernel as never);
  const base = plan.packed.first;
  const begin = performance.now();
  const [start, end] = [plan.starts[chunk]!, plan.starts[chunk + 1]!];
  let outcome: Outcome;
  switch (chunkState(control, chunk)) {
    case FinishedChunk.numbers:
      record.width = 0;
      outcome = { values: numbers.subarray(start - base, end - base) };
      break;
    case FinishedChunk.rows: {
      const lengths = call.lengths.subarray(start - base, end - base);
      outcome = { values: rowsFrom(call.rows, (start - base) * call.width, lengths) };
      break;
    }
    case FinishedChunk.booleans:
      outcome = { values: unpackBooleans(numbers, start - base, end - base) };
      break;
    case FinishedChunk.nothing:
      outcome = { values: new Array(end - start).fill(undefined) };
      break;
    case FinishedChunk.posted: {
      if (!call.posted.has(chunk)) receive(plan.links);
      const results = call.posted.get(chunk);
      if (results === undefined) return undefined;
      call.posted.delete(chunk);
      call.isPosted = true;
      learnRows(record, results);
      outcome = { values: decodeResults(results) };
      break;
    }
    case FinishedChunk.changed:
      receive(plan.links);
      throw changeError(plan.request, call.changed ?? "env");
    case FinishedChunk.kept:
      outcome = call.kept.get(chunk)!;
      call.kept.delete(chunk);
      break;
    default:
      return undefined;
  }
  call.caller.gather += performance.now() - begin;
  return outcome;
}

/**
 * A chunk must be computed again although workers have written: the iterations might see their own writes, so nothing of
 * what the workers did may be used.
 */
export const ABANDON = Symbol("abandon");
