// Decides how a call runs, and starts it: in place as the loop itself, or handed to the workers.

import { whyNot } from "../assumptions.js";
import { type ItemSource, isPlainSequence, itemSource, loopItems } from "../data/items.js";
import { pack } from "../data/pack.js";
import { inspect, newSurvey, type Obstacle } from "../data/travel.js";
import { elementAt } from "../data/unchanged.js";
import { LoopsmithError } from "../errors.js";
import { isHealing, links } from "../pool/pool.js";
import { isGrid, isRange } from "../range.js";
import { chunkStarts } from "../schedule/chunks.js";
import { isBrief, pays, probe } from "../schedule/gate.js";
import { type Backend, backendFor, type Gate, gateFor, workersFor } from "../settings.js";
import { type KernelPlace, type KernelRecord, recordOf, state } from "../state.js";
import { isThenable } from "../thenable.js";
import { isSparse, type Outcome, refusePromise, runPresent, runStored } from "./inPlace.js";
import { newResults } from "./ownLoop.js";
import { type ParallelCall, postCall } from "./parallelCall.js";
import { type Request, takesPart, throwIfAborted } from "./request.js";
import { expectRows } from "./rowRoom.js";
import { firstWindow } from "./stream.js";
import { warnOnce } from "./warnOnce.js";

/** A call on its way. `done` are the results of iterations that already ran in place, from the first on. */
export type Started =
  /** To be run in place, on the original objects; in the batch forms each iteration when it is asked for. */
  | {
      readonly kind: "live";
      readonly request: Request;
      readonly why: string;
      readonly done: unknown[];
      readonly early: boolean;
    }
  /** Was run in place at once, which nobody can tell from having run in parallel. */
  | {
      readonly kind: "done";
      readonly request: Request;
      readonly why: string;
      readonly outcome: Outcome;
      readonly spent: number;
      /** Nobody has looked whether its consumer could have changed, between two iterations, what the later one sees. */
      readonly early: boolean;
    }
  | { readonly kind: "parallel"; readonly request: Request; readonly call: ParallelCall; readonly done: unknown[] };

type Order = "at-once" | "in-turn" | "unknown";

type Live = (why: string, request?: Request, done?: unknown[]) => Started;

const ONE_WORKER = "one worker was asked for, which is the calling thread";

/**
 * Starts a call. Everything that its result depends on is captured before this returns, unless it runs live.
 * @param order whether the caller acts between the iterations, so that none may run early on objects it can change; where
 *   nobody knows yet, results are early: who then takes them in batches has to ask `whatStays`
 * @throws LoopsmithError under `strict` where a value would not arrive unchanged; the signal's reason where it is aborted.
 */
export function start(original: Request, order: Order): Started {
  const { options } = original;
  throwIfAborted(options.signal);
  const live: Live = (why, request = original, done = newResults(request.kernel as never)) => ({
    kind: "live",
    request,
    why,
    done,
    early: done.length > 0 && order === "unknown",
  });
  if (options.holes === "skip" && Array.isArray(original.items) && isSparse(original.items)) {
    const begin = performance.now();
    const outcome = runPresent(original, original.items);
    const spent = performance.now() - begin;
    return { kind: "done", request: original, why: "the array has holes", outcome, spent, early: false };
  }
  if (state.worker || state.depth > 0) return live("it is called inside a kernel");
  const asked = gateFor(options.gate);
  const backend = backendFor(options.backend);
  const gate = asked === "auto" && (backend === "serial" || mustNotProbe(options)) ? "always" : asked;
  if (gate === "never") return live("the gate is never");
  let count: number | undefined;
  const workers = (): number => (count ??= workersFor(options.workers));
  if (backend !== "serial" && takesPart(original) && options.workers === 1) return live(ONE_WORKER);
  const broken = mayAskLater(order, gate) ? undefined : whyNot(options);
  if (broken !== undefined) return live(broken);
  const record = recordOf(original.kernel as never);
  const { place, unable, loadable } = record;
  if (place === undefined || !loadable) {
    const unknown = whyUnknown(place);
    warnOnce(original, unknown, registration(original, place));
    return live(`the kernel ${unknown}`);
  }
  if (unable !== undefined) return live(unable);

  const request = captured(original);
  try {
    return startCaptured(request, { place, backend, gate, order, workers }, live);
  } catch (error) {
    request.rest?.close();
    throw error;
  }
}

interface Decided {
  readonly place: KernelPlace;
  readonly backend: Backend;
  readonly gate: Gate;
  readonly order: Order;
  readonly workers: () => number;
}

function startCaptured(request: Request, { place, backend, gate, order, workers }: Decided, live: Live): Started {
  const { options } = request;
  const record = recordOf(request.kernel as never);
  const source = itemSource(request.items);
  if (source.length < 2) return live("there are fewer than two items", request);
  const done: unknown[] = newResults(request.kernel as never);
  if (gate === "auto" && !isKnownToPay(record, source.length, workers, backend)) {
    // An iteration may run early only if nothing that the caller does between two of them can change what it sees.
    const mustLook = order === "in-turn" || (order === "unknown" && leavesTraces(options)) || options.strict === true;
    const obstacle = mustLook ? whatStays(request) : undefined;
    if (obstacle !== undefined) return stay(request, obstacle, live);
    const check = request.guard();
    const answer = probeInPlace(request, record, source, { workers, backend }, done);
    if (answer === "parallel" || (answer !== "asynchronous" && answer.outcome.failure === undefined)) check();
    if (answer === "asynchronous") return live("its kernel returns promises", request, done);
    if (answer !== "parallel") {
      return {
        kind: "done",
        request,
        why: "it is too small to gain",
        ...answer,
        early: order === "unknown" && !mustLook,
      };
    }
  }
  if (backend !== "serial" && takesPart(request) && workers() === 1) return live(ONE_WORKER, request, done);
  const broken = mayAskLater(order, gate) ? whyNot(options) : undefined;
  if (broken !== undefined) return live(broken, request, done);
  const useful = isBrief(record, source.length) ? (takesPart(request) ? 2 : 1) : Number.POSITIVE_INFINITY;
  return startParallel(request, source, { place, backend, order }, Math.min(workers(), useful), done, live);
}

/** Whether assumptions matter only where the call goes parallel: in place, iterations that nothing comes between are in order. */
function mayAskLater(order: Order, gate: Gate): boolean {
  return order === "at-once" && gate === "auto";
}

/** So many chunks for each worker may be computed before those that the caller of the batch forms has taken. */
const AHEAD = 8;

function startParallel(
  request: Request,
  source: ItemSource<unknown>,
  { place, backend, order }: Pick<Decided, "place" | "backend" | "order">,
  workers: number,
  done: unknown[],
  live: Live,
): Started {
  const { options, env } = request;
  const begin = performance.now();
  const record = recordOf(request.kernel as never);
  expectRows(record, done);
  const starts = chunkStarts(done.length, source.length, workers, options.chunk ?? "auto", record.perItem);
  const answer = pack({ source, env, writes: options.writes ?? [], into: options.into, starts });
  const packMs = performance.now() - begin;
  if ("obstacle" in answer) return stay(request, answer.obstacle, live, done);
  const ahead = order === "at-once" ? undefined : AHEAD * workers;
  const plan = { request, source, place, starts, ...answer, packMs, backend, ahead };
  if (backend === "serial") return { kind: "parallel", request, call: postCall({ ...plan, links: [] }), done };
  try {
    // The calling thread is one of the computing threads in the sync forms.
    const threads = links(Math.min(takesPart(request) ? workers - 1 : workers, starts.length - 1));
    if (threads.length > 0) {
      const call = postCall({ ...plan, links: threads });
      return { kind: "parallel", request, call, done };
    }
    // Threads that have just died are being replaced; that is over before anybody could do something about it.
    if (isHealing()) return live("the threads are being replaced", request, done);
    warnOnce(request, "runs in place, because no worker thread could be started", "Allow this process more threads.");
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    warnOnce(request, `runs in place, because there are no workers: ${reason}`, "Install piscina beside this program.");
  }
  return live("there are no workers", request, done);
}

/** A value would not arrive unchanged: runs on the original objects, and says so once. */
function stay(request: Request, { path, what }: Obstacle, live: Live, done?: unknown[]): Started {
  if (request.options.strict === true) {
    throw new LoopsmithError(`${path} is ${what}.`, "Leave strict out to run in place on the original objects.");
  }
  warnOnce(request, `runs in place, because ${path} is ${what}`, "Give it plain data to use all cores.");
  return live(`${path} is ${what}`, request, done);
}

/** Iterables that can be gone through only once, or that do more than hold elements, are gone through here, or their first window is. */
function captured(request: Request): Request {
  const { items } = request;
  if (isRange(items) || isGrid(items) || isPlainSequence(items)) return request;
  return firstWindow(request);
}

/** What of a call would not arrive unchanged; undefined where all of it would. */
export function whatStays({ env, items }: Request): Obstacle | undefined {
  const { shape } = itemSource(items);
  const survey = newSurvey();
  if (!inspect(survey, env, "env", 0) || shape.kind !== "values") return survey.obstacle;
  const { values } = shape;
  for (let index = 0; index < values.length; index++) {
    const item = elementAt(values, index);
    // What a small loop has no time for is a path for each of its numbers.
    if (typeof item === "number" || typeof item === "string") continue;
    if (!inspect(survey, item, () => `items[${index}]`, 0)) break;
  }
  return survey.obstacle;
}

/** What runs in place cannot be ended at its time, nor can what it has written be taken back. */
function mustNotProbe(options: Request["options"]): boolean {
  return options.timeout !== undefined || (options.signal !== undefined && leavesTraces(options));
}

function leavesTraces({ writes, into }: Request["options"]): boolean {
  return into !== undefined || (writes?.length ?? 0) > 0;
}

function isKnownToPay(record: KernelRecord, items: number, workers: () => number, backend: Backend): boolean {
  const { perItem } = record;
  return perItem !== undefined && pays(record, perItem, items, workers, backend);
}

/** Runs items in place until the gate is sure. What they return is added to `done`. */
function probeInPlace(
  request: Request,
  record: KernelRecord,
  source: ItemSource<unknown>,
  { workers, backend }: { readonly workers: () => number; readonly backend: Backend },
  done: unknown[],
): "parallel" | "asynchronous" | { readonly outcome: Outcome; readonly spent: number } {
  const places = loopItems(source);
  let failure: { readonly error: unknown } | undefined;
  let asynchronous = false;
  const answer = probe(
    record,
    source.length,
    workers,
    (first, end) => {
      try {
        const next = runStored(request, places, first, end, done);
        asynchronous = isThenable(done.at(-1));
        if (asynchronous && request.sync) refusePromise(request, done.pop() as PromiseLike<unknown>);
        request.watch.look(() => done.length, source.length);
        return next === end && !asynchronous;
      } catch (error) {
        failure = { error };
        asynchronous = false;
        return false;
      }
    },
    backend,
  );
  if (answer.goParallel) return "parallel";
  if (asynchronous) return "asynchronous";
  return { outcome: failure === undefined ? { values: done } : { values: done, failure }, spent: answer.spent };
}

function whyUnknown(place: KernelPlace | undefined): string {
  if (place === undefined) return "runs in place, because it is not registered";
  return `runs in place, because its module is not named *.kernels.*: ${place.module}`;
}

function registration({ kernel }: Request, place: KernelPlace | undefined): string {
  const name = kernel.name === "" ? "name" : kernel.name;
  const file = `a file of its own, such as ${name}.kernels.ts, that ends with registerKernels(import.meta.url, { ${name} })`;
  if (place === undefined) return `Put it into ${file}.`;
  return `If a bundler has put it there, add the plugin of @loopsmith/runner/bundler to the bundler's plugins; else put it into ${file}.`;
}
