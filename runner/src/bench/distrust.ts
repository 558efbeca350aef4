// Named reasons to distrust the figures of a report.
import os from "node:os";
import type { Report, ScalingPoint, Timing } from "../report/report.js";
import { describeValue } from "./describe.js";
import { simultaneous } from "./explain.js";
import type { CallFigures } from "./replayProtocol.js";
import type { Outcome } from "./subject.js";
import type { Testimony } from "./witness.js";

type Warning = Report["warnings"][number];

export interface Evidence {
  readonly serial: Timing;
  readonly best: ScalingPoint;
  readonly pairs: number;
  /** How many worker counts were to be measured. */
  readonly counts: number;
  readonly runsPerSample: number;
  readonly lastCall: CallFigures | undefined;
  readonly outcome: Outcome;
  /** Worker counts for which no time was left. */
  readonly skipped: readonly number[];
  /** Runnable processes, on average over the minute before the measurement. */
  readonly load: number;
  /** What was seen of the pairs of the best worker count. */
  readonly testimony: Testimony;
  /** How many times as long a fixed computation took at the end of the measurement as at its beginning. */
  readonly slowdown: number;
}

export function warningsOf(evidence: Evidence): readonly Warning[] {
  return [
    coarse(evidence),
    few(evidence),
    noisy(evidence),
    busy(evidence),
    throttled(evidence),
    collecting(evidence),
    deoptimized(evidence),
    inPlace(evidence),
    skipped(evidence),
    thrown(evidence),
  ].filter((warning) => warning !== undefined);
}

function coarse({ serial, runsPerSample }: Evidence): Warning | undefined {
  if (0.02 <= serial.median * runsPerSample) return undefined;
  return {
    id: "timer-too-coarse",
    message: `One sample takes ${(serial.median * runsPerSample * 1000).toFixed(0)} µs, too little to be timed well. Use a larger input.`,
  };
}

function few({ pairs, counts }: Evidence): Warning | undefined {
  // The whole range of n values covers their median with probability 1 − 2 · 2^−n.
  if (simultaneous(counts) <= 1 - 2 ** (1 - pairs)) return undefined;
  return {
    id: "few-samples",
    message: `Only ${pairs} pairs fitted into the time budget; the interval is their whole range, not a 95 % interval. Use a smaller input or more time.`,
  };
}

function noisy({ serial, best }: Evidence): Warning | undefined {
  const spread = Math.max(serial.mad / serial.median, best.timing.mad / best.timing.median);
  if (spread <= 0.05) return undefined;
  return {
    id: "noisy",
    message: `Equal runs differ by ±${(spread * 100).toFixed(0)} %. Close other programs, or trust the interval rather than the median.`,
  };
}

function busy({ load }: Evidence): Warning | undefined {
  const cores = os.availableParallelism();
  if (load <= cores * 0.75) return undefined;
  return {
    id: "busy-machine",
    message: `Other programs were using about ${load.toFixed(1)} of ${cores} cores; the parallel version may be faster than it looks.`,
  };
}

function throttled({ slowdown }: Evidence): Warning | undefined {
  if (slowdown <= 1.1) return undefined;
  return {
    id: "throttled",
    message: `A fixed computation took ${percent(slowdown - 1)} longer at the end of the measurement than at its beginning: heat, power saving or other programs slowed the processor down. Let it cool, plug it in, and measure again.`,
  };
}

function collecting({ testimony: { collecting } }: Evidence): Warning | undefined {
  if (Math.max(collecting.serial, collecting.parallel) <= 0.1) return undefined;
  return {
    id: "garbage-collection",
    message: `Garbage collection took ${percent(collecting.serial)} of the serial and ${percent(collecting.parallel)} of the parallel time on the calling thread; in a program with another heap the times are others.`,
  };
}

function deoptimized({ testimony: { deoptimizations }, pairs }: Evidence): Warning | undefined {
  // Code that is given up once costs one run; the median does not notice.
  if (deoptimizations.length <= Math.max(3, pairs / 4)) return undefined;
  const reasons = [...new Set(deoptimizations)].slice(0, 3).join(", ");
  return {
    id: "deoptimized",
    message: `V8 gave up optimized code ${deoptimizations.length} times while ${pairs} pairs were timed (${reasons}), so the times are not those of settled code. Values of one kind at each place, or a longer measurement, mend it.`,
  };
}

function percent(part: number): string {
  return `${(part * 100).toFixed(0)} %`;
}

function inPlace({ lastCall }: Evidence): Warning | undefined {
  if (lastCall?.mode !== "in-place") return undefined;
  return {
    id: "ran-in-place",
    message: `The parallel version did not use the workers${lastCall.why ? `: ${lastCall.why}` : ""}.`,
  };
}

function skipped({ skipped }: Evidence): Warning | undefined {
  if (skipped.length === 0) return undefined;
  return {
    id: "fewer-worker-counts",
    message: `There was no time left to measure ${skipped.join(", ")} ${skipped.length === 1 && skipped[0] === 1 ? "worker" : "workers"}.`,
  };
}

function thrown({ outcome }: Evidence): Warning | undefined {
  if (outcome.kind === "returned") return undefined;
  return {
    id: "throws",
    message: `Both versions end with the same error, ${describeValue(outcome.error)}; the times are those until then.`,
  };
}
