// The gate: whether going parallel pays, from what the kernel cost before or from its first items, run in place.
import { isWarm } from "../pool/pool.js";
import type { Backend } from "../settings.js";
import type { KernelRecord } from "../state.js";

/** Milliseconds of posting a call, waking the workers and hearing from them. */
const WAKE = 0.2;

/** Milliseconds until the first thread of a new pool works, during which a waiting caller still does. */
const START = 50;

/** The same of processes, whose messages go through pipes. */
const WAKE_PROCESSES = 1;
const START_PROCESSES = 200;

/** A parallel run must promise to take at most this part of the serial time. */
const WORTHWHILE = 0.85;

/** Milliseconds of running in place before its cost is believed: the first runs of a kernel are many times slower. */
const SETTLED = 1;

/** Items run in place are timed in spans of at most about this many milliseconds: a reading of the clock costs little then. */
const SPAN = 0.2;

/** The first span of a kernel whose cost is known is shorter: what it cost may have been on other input. */
const FIRST_SPAN = 0.02;

/** Whether so many more items at a price, in milliseconds each, are better run in parallel. */
export function pays(
  record: KernelRecord,
  perItem: number,
  items: number,
  workers: () => number,
  backend: Backend = "threads",
): boolean {
  const worth = WORTHWHILE * perItem * items;
  // Asked for the first time, the number of workers takes longer to find out than most small loops.
  return latency(backend) < worth && parallelTime(record, perItem, items, workers(), backend) < worth;
}

function parallelTime(
  { transfer }: KernelRecord,
  perItem: number,
  items: number,
  workers: number,
  backend: Backend,
): number {
  return (perItem * items) / workers + (transfer ?? 0) + latency(backend);
}

function latency(backend: Backend): number {
  const [wake, start] = backend === "processes" ? [WAKE_PROCESSES, START_PROCESSES] : [WAKE, START];
  return isWarm(backend) ? wake : wake + start;
}

/** Milliseconds of work for which waking a second thread, or giving the waiting one away, takes longer than the work. */
export const BRIEF = 0.05;

/** Whether all of a call is expected to take one thread less than `BRIEF`. */
export function isBrief({ perItem }: KernelRecord, items: number): boolean {
  return perItem !== undefined && perItem * items < BRIEF;
}

/** What the gate expects, for people. */
export function prediction(record: KernelRecord, items: number, workers: number, backend: Backend = "threads"): string {
  const { perItem } = record;
  if (perItem === undefined) return "its cost is not known";
  const parallel = parallelTime(record, perItem, items, workers, backend);
  return `in series ${shown(perItem * items)}, on ${workers} threads ${shown(parallel)}`;
}

/** A time for people. */
export function shown(milliseconds: number): string {
  return `${Number(milliseconds.toPrecision(2))} ms`;
}

/**
 * Remembers what so many items of a kernel cost each. They count as much as those remembered last, item by item: inputs change
 * and compilers warm up, and the first items of all are the slowest. A kernel becomes at most twice as dear at once: a thread
 * that had to wait for a processor saw a thousand times what it costs.
 */
export function learn(record: KernelRecord, perItem: number, items: number, transfer?: number): void {
  const { perItem: known, measured } = record;
  if (known === undefined) record.perItem = perItem;
  else record.perItem = (known * measured + Math.min(perItem, 2 * known + 1e-6) * items) / (measured + items);
  record.measured = items;
  if (transfer !== undefined) record.transfer = ((record.transfer ?? transfer) + transfer) / 2;
}

/**
 * Runs items in place, one after the other, for as long as that seems better than going parallel.
 * @param run runs the items from an ordinal to before another one, and says whether to go on
 * @returns how many items were run, in how many milliseconds, and whether the rest should run in parallel.
 */
export function probe(
  record: KernelRecord,
  items: number,
  workers: () => number,
  run: (first: number, end: number) => boolean,
  backend: Backend = "threads",
): { readonly done: number; readonly spent: number; readonly goParallel: boolean } {
  let done = 0;
  let spent = 0;
  const known = record.perItem;
  let span = known === undefined ? 1 : spanFor(known, FIRST_SPAN);
  while (done < items) {
    const end = Math.min(items, done + span);
    const begin = performance.now();
    const goOn = run(done, end);
    const passed = performance.now() - begin;
    if (!goOn) return { done, spent: spent + passed, goParallel: false };
    const perItem = passed / (end - done);
    learn(record, perItem, end - done);
    done = end;
    spent += passed;
    if (SETTLED <= spent && pays(record, perItem, items - done, workers, backend))
      return { done, spent, goParallel: true };
    // Growing ends soon; never more than a span that is cheap to have guessed wrong.
    span = Math.min(span * 4, spanFor(perItem, SPAN));
  }
  return { done, spent, goParallel: false };
}

function spanFor(perItem: number, milliseconds: number): number {
  return Math.max(1, Math.ceil(milliseconds / Math.max(perItem, 1e-6)));
}
