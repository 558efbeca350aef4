// When to stop sampling: the interval of the ratio is narrow enough, or the time is up.
import { median, medianInterval } from "./statistics.js";

export interface StopRule {
  /** Width of the 95 % interval relative to the median at which sampling stops, e.g. 0.05. */
  readonly relativeWidth: number;
  /** Pairs before the width is looked at. Few pairs that happen to agree say little about the spread. */
  readonly minimumPairs: number;
  readonly maximumPairs: number;
}

export const defaultStopRule: StopRule = { relativeWidth: 0.05, minimumPairs: 12, maximumPairs: 200 };

/**
 * Whether enough pairs were taken. The width is looked at only after every fourth pair: each look is one more chance to stop
 * on a narrow interval by luck, and rare looks keep the true coverage near the nominal one (fixed-width sequential intervals:
 * Chow and Robbins, *On the asymptotic theory of fixed-width sequential confidence intervals*, Ann. Math. Stat. 36, 1965).
 * @param ratios serial time / parallel time of each pair so far
 * @param timeUp whether the time budget of this series is used up
 */
export function enough(ratios: readonly number[], timeUp: boolean, rule: StopRule = defaultStopRule): boolean {
  // Two pairs are the least from which a spread can be told at all.
  if (ratios.length < 2) return false;
  if (timeUp || rule.maximumPairs <= ratios.length) return true;
  if (ratios.length < rule.minimumPairs || ratios.length % 4 !== 0) return false;
  const { low, high } = medianInterval(ratios);
  return high - low <= rule.relativeWidth * median(ratios);
}

/**
 * Whether warm-up is over: the last three runs are no longer getting faster than the best run before them by more than
 * a twentieth, which is when the optimizing compiler has settled.
 * @param times of the warm-up runs so far, in milliseconds, oldest first
 */
export function stable(times: readonly number[]): boolean {
  if (times.length < 4) return false;
  const before = Math.min(...times.slice(0, -3));
  const last = Math.min(...times.slice(-3));
  return before * 0.95 <= last;
}
