// From times to figures: scaling points, where the wall time goes, what Amdahl's law would have promised, when it pays.
import type { Overhead, ScalingPoint, Timing } from "../report/report.js";
import type { Series } from "./measure.js";
import type { CallFigures } from "./replayProtocol.js";
import { amdahl, karpFlatt, median, medianAbsoluteDeviation, medianInterval } from "./statistics.js";

export function timing(samples: readonly number[]): Timing {
  return { samples, median: median(samples), mad: medianAbsoluteDeviation(samples) };
}

export function scalingPoint(workers: number, { parallel, ratios }: Series): ScalingPoint {
  const speedup = median(ratios);
  const { low, high } = medianInterval(ratios);
  return {
    workers,
    timing: timing(parallel),
    speedup,
    interval: [low, high],
    efficiency: speedup / workers,
    serialFraction: karpFlatt(speedup, workers),
  };
}

/**
 * Splits the wall time of the parallel version. What the runtime does not account for is the caller's own part: the commit.
 * @param walls wall time of each run, in milliseconds
 * @param calls the runtime's figures of the same runs
 * @param startMs what starting the threads took, in the first call of the process
 */
export function splitOverhead(walls: readonly number[], calls: readonly CallFigures[], startMs: number): Overhead {
  const part = (pick: (call: CallFigures) => number) => (calls.length === 0 ? 0 : median(calls.map(pick)));
  const commits = calls.map((call, index) =>
    Math.max(0, (walls[index] ?? 0) - call.startMs - call.transferInMs - call.computeMs - call.transferOutMs),
  );
  return {
    start: startMs,
    transferIn: part((call) => call.transferInMs),
    compute: part((call) => call.computeMs),
    transferOut: part((call) => call.transferOutMs),
    commit: commits.length === 0 ? median(walls) : median(commits),
  };
}

/**
 * Speedup predicted by Amdahl's law: the commit stays serial, the rest of the serial time is divided by the workers, and the
 * transfers are paid on top.
 */
export function predictSpeedup(serialMs: number, overhead: Overhead, workers: number): number {
  const commit = Math.min(overhead.commit, serialMs);
  return amdahl(serialMs, serialMs - commit, workers, overhead.transferIn + overhead.transferOut);
}

/**
 * The trip count at which both versions take the same time, by a linear model: the serial version costs s per iteration, the
 * parallel one a fixed part f per call and p per iteration, so n = f / (s − p). The fixed part is what the parallel wall time
 * holds beyond its share of the serial work, the commit and the results sent back; null when p is not below s.
 */
export function breakEvenTripCount(
  serialMs: number,
  parallelMs: number,
  overhead: Overhead,
  workers: number,
  tripCount: number,
): number | null {
  if (tripCount < 1) return null;
  const commit = Math.min(overhead.commit, serialMs);
  const perCallWork = Math.min(parallelMs, (serialMs - commit) / workers + commit + overhead.transferOut);
  const fixed = parallelMs - perCallWork;
  const gainPerIteration = (serialMs - perCallWork) / tripCount;
  return gainPerIteration <= 0 ? null : Math.max(1, Math.ceil(fixed / gainPerIteration));
}
