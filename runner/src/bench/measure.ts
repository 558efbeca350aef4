// Times two versions in interleaved pairs, after a warm-up, until the interval of their ratio is narrow or the time is up.
import { enough, type StopRule, stable } from "./stopRule.js";

export interface Series {
  /** Milliseconds of each run; the n-th of both lists belong to one pair. */
  readonly serial: readonly number[];
  readonly parallel: readonly number[];
  /** serial / parallel of each pair. */
  readonly ratios: readonly number[];
}

export interface SeriesOptions {
  /** Milliseconds of one timed run. */
  readonly serial: () => Promise<number>;
  readonly parallel: () => Promise<number>;
  /** Milliseconds for the whole series. At least two pairs are taken whatever the budget: one tells nothing of the spread. */
  readonly budgetMs: number;
  /** Milliseconds since some fixed moment. */
  readonly clock: () => number;
  readonly rule?: StopRule;
  readonly onPair?: (pairs: number) => void;
}

/** The two runs of a pair change places from pair to pair, so that a machine that drifts favours neither. */
export async function measurePairs({
  serial,
  parallel,
  budgetMs,
  clock,
  rule,
  onPair,
}: SeriesOptions): Promise<Series> {
  const series = { serial: [] as number[], parallel: [] as number[], ratios: [] as number[] };
  const deadline = clock() + budgetMs;
  while (!enough(series.ratios, deadline <= clock(), rule)) {
    let pair: [number, number];
    if (series.ratios.length % 2 === 0) {
      const first = await serial();
      pair = [first, await parallel()];
    } else {
      const first = await parallel();
      pair = [await serial(), first];
    }
    series.serial.push(pair[0]);
    series.parallel.push(pair[1]);
    series.ratios.push(pair[0] / pair[1]);
    onPair?.(series.ratios.length);
  }
  return series;
}

/** Runs until the times settle, at most `most` times and, after the first run, `budgetMs` milliseconds. Returns the times. */
export async function warmUp(
  run: () => Promise<number>,
  { budgetMs, clock, most = 20 }: { budgetMs: number; clock: () => number; most?: number },
): Promise<readonly number[]> {
  const times: number[] = [];
  const deadline = clock() + budgetMs;
  do times.push(await run());
  while (times.length < most && clock() < deadline && !stable(times));
  return times;
}

/**
 * How many runs share one reading of the clock: as many as fill a millisecond, so that the timer's own cost and grain do not
 * show, but no more than fit into memory.
 * @param runMs milliseconds of one run
 * @param inputBytes size of one copy of the input
 */
export function runsPerSample(runMs: number, inputBytes: number): number {
  const wanted = Math.ceil(1 / Math.max(runMs, 1e-4));
  const fitting = Math.floor((64 << 20) / Math.max(inputBytes, 1));
  return Math.max(1, Math.min(wanted, fitting, 200));
}

/** The worker counts to try up to a largest one: all up to eight, then powers of two. The largest comes first: it is the answer. */
export function workerCounts(largest: number): readonly number[] {
  const counts: number[] = [];
  for (let count = 1; count < largest; count += count < 8 ? 1 : count) counts.push(count);
  return [largest, ...counts];
}
