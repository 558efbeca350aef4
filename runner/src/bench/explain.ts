// From times to figures: scaling points, where the wall time goes, what Amdahl's law would have promised, when it pays.
import type { Overhead, ScalingPoint, Timing } from "../report/report.js";
import type { Series } from "./measure.js";
import type { CallFigures } from "./replayProtocol.js";
import { amdahl, karpFlatt, median, medianAbsoluteDeviation, medianInterval } from "./statistics.js";

export function timing(samples: readonly number[]): Timing {
  return { samples, median: median(samples), mad: medianAbsoluteDeviation(samples) };
}

/** The prediction needs the overhead split of the best of all counts. */
export type MeasuredPoint = Omit<ScalingPoint, "predicted">;

/** Confidence of each of several intervals that together cover with 95 %. */
export function simultaneous(counts: number): number {
  return 1 - 0.05 / counts;
}

/**
 * @param counts how many worker counts are measured. The best of them is looked at, and the best of several is above its true value by
 * chance more often than one alone: all intervals together cover with 95 % (Bonferroni's correction).
 */
export function scalingPoint(workers: number, { parallel, ratios }: Series, counts: number): MeasuredPoint {
  const speedup = median(ratios);
  const { low, high } = medianInterval(ratios, simultaneous(counts));
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
 * The run whose time is closest to the median: what is shown of one run is shown of this one, so that it fits together.
 * @param walls wall time of each run, in milliseconds
 */
export function middleRun(walls: readonly number[]): number {
  const middle = median(walls);
  let run = 0;
  walls.forEach((wall, index) => {
    if (Math.abs(wall - middle) < Math.abs(walls[run]! - middle)) run = index;
  });
  return run;
}

/**
 * Splits the wall time of one run of the parallel version into parts that add up to it. What the runtime does not account for
 * is the caller's own part: the commit. Where the slowest of several threads in each part are not the same one, the parts
 * overlap; what they are too much together is taken from the computing, the largest of them. What the busiest thread computes
 * is in turn what the threads compute on average, and what they idle meanwhile.
 * @param wall wall time of the run, in milliseconds
 * @param call the runtime's figures of the same run
 * @param startMs what starting the threads took, in the first call of the process
 */
export function splitOverhead(wall: number, call: CallFigures | undefined, startMs: number): Overhead {
  if (call === undefined)
    return { start: startMs, handOver: 0, transferIn: 0, compute: 0, idle: 0, transferOut: 0, commit: wall };
  const parts = [call.startMs, call.transferInMs, call.computeMs, call.transferOutMs] as const;
  const excess = parts.reduce((sum, part) => sum + part, -wall);
  const [handOver, transferIn, busiest, transferOut] = 0 < excess ? shortened(parts, excess) : parts;
  const idle = Math.min(busiest, call.imbalanceMs);
  const [compute, commit] = [busiest - idle, Math.max(0, -excess)];
  return { start: startMs, handOver, transferIn, compute, idle, transferOut, commit };
}

type Parts = readonly [number, number, number, number];

function shortened([handOver, transferIn, compute, transferOut]: Parts, excess: number): Parts {
  if (excess <= compute) return [handOver, transferIn, compute - excess, transferOut];
  const scale = (handOver + transferIn + compute + transferOut - excess) / (handOver + transferIn + transferOut);
  return [handOver * scale, transferIn * scale, 0, transferOut * scale];
}

/**
 * Speedup predicted by Amdahl's law: the commit stays serial, the rest of the serial time is divided by the workers, and the
 * transfers are paid on top.
 */
export function predictSpeedup(serialMs: number, overhead: Overhead, workers: number): number {
  const commit = Math.min(overhead.commit, serialMs);
  return amdahl(serialMs, serialMs - commit, workers, overhead.handOver + overhead.transferIn + overhead.transferOut);
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
