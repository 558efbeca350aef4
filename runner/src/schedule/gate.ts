// The gate: whether going parallel pays, from what the kernel cost before or from its first items, run in place.
import { isWarm } from "../pool/pool.js";
import { type AnyKernel, state } from "../state.js";

/** Milliseconds of posting a call, waking the workers and hearing from them. */
const WAKE = 0.2;

/** Milliseconds until the first thread of a new pool works, during which a waiting caller still does. */
const START = 50;

/** A parallel run must promise to take at most this part of the serial time. */
const WORTHWHILE = 0.85;

/** Milliseconds of running in place before its cost is believed: the first runs of a kernel are many times slower. */
const SETTLED = 1;

/** Items run in place are timed in spans of about this many milliseconds: a reading of the clock costs little then. */
const SPAN = 0.2;

/** Milliseconds of one item as earlier calls took it; undefined for a kernel that is not known yet. */
export function knownCost(kernel: AnyKernel): number | undefined {
  return state.costs.get(kernel)?.perItem;
}

/** Whether so many more items at a price are better run in parallel. */
export function pays(kernel: AnyKernel, perItem: number, items: number, workers: number): boolean {
  const serial = perItem * items;
  const transfer = state.costs.get(kernel)?.transfer ?? 0;
  return serial / workers + transfer + (isWarm() ? WAKE : WAKE + START) < WORTHWHILE * serial;
}

/** Remembers what a kernel cost; the latest call counts half, because inputs change and compilers warm up. */
export function learn(kernel: AnyKernel, perItem: number, transfer?: number): void {
  const known = state.costs.get(kernel);
  if (known === undefined) {
    state.costs.set(kernel, { perItem, transfer: transfer ?? 0 });
    return;
  }
  known.perItem = (known.perItem + perItem) / 2;
  if (transfer !== undefined) known.transfer = (known.transfer + transfer) / 2;
}

/**
 * Runs items in place, one after the other, for as long as that seems better than going parallel.
 * @param run runs one item and says whether to go on
 * @returns how many items were run, and whether the rest should run in parallel.
 */
export function probe(
  kernel: AnyKernel,
  items: number,
  workers: number,
  run: (index: number) => boolean,
): { readonly done: number; readonly goParallel: boolean } {
  let done = 0;
  let spent = 0;
  const known = knownCost(kernel);
  let span = known === undefined ? 1 : spanFor(known);
  while (done < items) {
    const end = Math.min(items, done + span);
    const first = done;
    const begin = performance.now();
    for (; done < end; done++) if (!run(done)) return { done, goParallel: false };
    const passed = performance.now() - begin;
    const perItem = passed / (done - first);
    spent += passed;
    learn(kernel, perItem);
    if (SETTLED <= spent && pays(kernel, perItem, items - done, workers)) return { done, goParallel: true };
    // At least doubling ends soon; never more than a span that is cheap to have guessed wrong.
    span = Math.min(span * 2, spanFor(perItem));
  }
  return { done, goParallel: false };
}

function spanFor(perItem: number): number {
  return Math.max(1, Math.ceil(SPAN / Math.max(perItem, 1e-6)));
}
