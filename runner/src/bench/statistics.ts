// The statistics of a benchmark: medians, spread, a distribution-free interval of the median, and the two laws of scaling.

/**
 * Middle value; the mean of the two middle ones for an even count.
 * @throws RangeError for an empty list, which has no median.
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("An empty list has no median.");
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Median absolute deviation from the median, in the unit of the values; not scaled to a normal distribution. */
export function medianAbsoluteDeviation(values: readonly number[]): number {
  const center = median(values);
  return median(values.map((value) => Math.abs(value - center)));
}

export interface MedianInterval {
  readonly low: number;
  readonly high: number;
  /** Probability, between 0 and 1, that such an interval covers the true median. */
  readonly coverage: number;
}

/**
 * Confidence interval of the median from order statistics: the interval between the r-th smallest and the r-th largest value
 * covers the median with probability 1 − 2·P(B < r), B binomial with n trials and p = ½, whatever the distribution. The
 * largest r that still reaches `confidence` is taken. Source: Conover, *Practical Nonparametric Statistics*, 3rd ed. 1999, §3.2;
 * David and Nagaraja, *Order Statistics*, 3rd ed. 2003, §7.1.
 *
 * With fewer than six values no such interval reaches 95 %: the whole range is returned, and `coverage` tells the truth.
 * @throws RangeError for an empty list.
 */
export function medianInterval(values: readonly number[], confidence = 0.95): MedianInterval {
  if (values.length === 0) throw new RangeError("An empty list has no median.");
  const sorted = ascending(values);
  const n = sorted.length;
  const logHalf = n * Math.log(0.5);
  // `tail` is P(B <= r - 1), the probability that the median lies below the r-th smallest value.
  let logTerm = logHalf;
  let tail = Math.exp(logTerm);
  let r = 1;
  let coverage = 1 - 2 * tail;
  for (let k = 1; 2 * (k + 1) <= n; k++) {
    logTerm += Math.log((n - k + 1) / k);
    tail += Math.exp(logTerm);
    if (1 - 2 * tail < confidence) break;
    r = k + 1;
    coverage = 1 - 2 * tail;
  }
  return { low: sorted[r - 1]!, high: sorted[n - r]!, coverage: Math.max(0, coverage) };
}

/**
 * The serial fraction that the measured speedup reveals: (1/speedup − 1/workers) / (1 − 1/workers); undefined (null) for one
 * worker. It may be negative when the speedup is above linear. Source: Karp and Flatt, *Measuring parallel processor
 * performance*, Communications of the ACM 33(5), 1990.
 */
export function karpFlatt(speedup: number, workers: number): number | null {
  if (workers <= 1) return null;
  return (1 / speedup - 1 / workers) / (1 - 1 / workers);
}

/**
 * Speedup by Amdahl's law when of the serial time `serialMs` the part `parallelMs` is divided by `workers` and the parallel
 * version pays `overheadMs` on top. Source: Amdahl, *Validity of the single processor approach*, AFIPS 1967.
 */
export function amdahl(serialMs: number, parallelMs: number, workers: number, overheadMs: number): number {
  return serialMs / (serialMs - parallelMs + parallelMs / workers + overheadMs);
}

function ascending(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}
