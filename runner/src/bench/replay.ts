// The replay of a recorded loop: equality first, then the times, at one to N workers.
import type { Comparison, Difference, InPlace, Timeline } from "../report/report.js";
import { adviceFrom } from "./advice.js";
import { compareRuns } from "./compareRuns.js";
import { warningsOf } from "./distrust.js";
import type { ValueDifference } from "./equality.js";
import {
  breakEvenTripCount,
  type MeasuredPoint,
  middleRun,
  predictSpeedup,
  scalingPoint,
  splitOverhead,
  timing,
} from "./explain.js";
import { measurePairs, runsPerSample, type Series, warmUp, workerCounts } from "./measure.js";
import type { CallFigures, ReplayResult, RunnerModule } from "./replayProtocol.js";
import { median } from "./statistics.js";
import type { StopRule } from "./stopRule.js";
import type { Outcome, Subject, VersionName } from "./subject.js";
import { type Span, shareOf, slowdownOf, type Testimony, type Witness } from "./witness.js";

export interface ReplayOptions {
  readonly subject: Subject;
  readonly runner: RunnerModule;
  readonly liveOuts: readonly string[];
  /** Size of one copy of the input. */
  readonly inputBytes: number;
  readonly maxWorkers: number;
  readonly measureMs: number;
  /** Runnable processes, on average over the last minute. */
  readonly load: number;
  /** Milliseconds since some fixed moment. */
  readonly clock: () => number;
  readonly witness: Witness;
  readonly rule?: StopRule;
  readonly onProgress: (message: string, done: number | null) => void;
  /** Gets what is known so far, after each worker count but the last. */
  readonly onPart?: (part: Replayed) => void;
}

export type Replayed = Pick<ReplayResult, "comparison" | "warmUps" | "warnings"> & { readonly tripCount: number };

/** Compares, and only if the results are equal, measures. */
export async function replay(options: ReplayOptions): Promise<Replayed> {
  const { subject, runner, liveOuts, maxWorkers, onProgress } = options;
  onProgress("comparing the serial loop with itself", null);
  const itself = await compareRuns(subject, "serial", "serial", liveOuts);
  if (0 < itself.differences.length) return unequal(itself.differences, 0, notDeterministic);

  let tripCount = 0;
  let warmUps = 0;
  let startMs = 0;
  const measured: Measured["measured"][number][] = [];
  const known = () => ({ outcome: itself.outcome, tripCount, warmUps, startMs, slowdown: slowdownOf(paces) });
  const skipped: number[] = [];
  const paces: number[] = [];
  const counts = workerCounts(maxWorkers);
  // One share of the time is for the rewritten loop without workers.
  const shares = counts.length + 1;
  const deadline = options.clock() + options.measureMs;
  for (const [index, workers] of counts.entries()) {
    const remaining = deadline - options.clock();
    if (0 < index && remaining <= 0) {
      skipped.push(workers);
      continue;
    }
    const label = `${workers} ${workers === 1 ? "worker" : "workers"}`;
    onProgress(`${label}: comparing results`, index / counts.length);
    runner.configure({ workers, gate: "always", timeline: false });
    const { differences } = await compareRuns(subject, "serial", "parallel", liveOuts);
    const call = runner.lastCall();
    if (0 < differences.length) return unequal(differences, tripCount || (call?.items ?? 0));
    startMs = Math.max(startMs, call?.startMs ?? 0);
    tripCount = call?.items ?? tripCount;
    // The largest count answers the question that was asked; the others only draw the curve.
    const budgetMs = index === 0 ? Math.max(remaining / shares, remaining * 0.4) : remaining / (shares - index);
    const taken = await measureCount({ ...options, paces }, workers, budgetMs, (message, part) =>
      onProgress(`${label}: ${message}`, (index + part) / counts.length),
    );
    warmUps = Math.max(warmUps, taken.warmUps);
    measured.push({ point: scalingPoint(workers, taken.series, counts.length), ...taken });
    const rest = counts.slice(index + 1);
    if (rest.length > 0) options.onPart?.(replayed(options, { measured, skipped: rest, ...known() }));
  }
  const inPlace = deadline <= options.clock() ? undefined : await measureInPlace(options, deadline - options.clock());
  onProgress("done", 1);
  return replayed(options, { measured, skipped, ...(inPlace === undefined ? {} : { inPlace }), ...known() });
}

/** The rewritten loop in the calling thread alone. Undefined where its results differ: it is then no part of what was compared equal. */
async function measureInPlace(options: ReplayOptions, budgetMs: number): Promise<InPlace | undefined> {
  const { subject, runner, liveOuts, clock, rule, inputBytes, onProgress } = options;
  onProgress("rewritten, in place", 1);
  runner.configure({ workers: 1, gate: "never", timeline: false });
  const { differences } = await compareRuns(subject, "serial", "parallel", liveOuts);
  if (differences.length > 0) return undefined;
  const times = await warmUp(() => subject.time("parallel", 1), { budgetMs: budgetMs * 0.2, clock });
  const runs = runsPerSample(Math.min(...times), inputBytes);
  const series = await measurePairs({
    serial: () => subject.time("serial", runs),
    parallel: () => subject.time("parallel", runs),
    budgetMs: budgetMs * 0.8,
    clock,
    ...(rule ? { rule } : {}),
  });
  const { timing, speedup, interval } = scalingPoint(1, series, 1);
  return { timing, speedup, interval };
}

interface Measured {
  readonly measured: readonly {
    readonly point: MeasuredPoint;
    readonly series: Series;
    readonly calls: readonly TracedCall[];
    /** Of a run that was made for it, where the timed ones were too short to be written down. */
    readonly extra: Timeline | null;
    readonly testimony: Testimony;
  }[];
  /** Worker counts that were not measured. */
  readonly skipped: readonly number[];
  readonly outcome: Outcome;
  readonly tripCount: number;
  readonly warmUps: number;
  readonly startMs: number;
  /** How many times as long a fixed computation took at the end as at the beginning. */
  readonly slowdown: number;
  readonly inPlace?: InPlace;
}

/** From what was measured to what is reported. */
function replayed(
  { inputBytes, load }: ReplayOptions,
  { measured, skipped, outcome, tripCount, warmUps, startMs, slowdown, inPlace }: Measured,
): Replayed {
  const found = fastest(measured);
  const explained = explainedOf(measured, found);
  const serial = timing(measured.flatMap(({ series }) => series.serial));
  const middle = middleRun(explained.series.parallel);
  const overhead = splitOverhead(explained.series.parallel[middle]!, explained.calls[middle], startMs);
  const points = measured
    .map(({ point, calls }) => {
      // The calling thread alone hands nothing over: the law has nothing to say of it but that it is one.
      const predicted = isShared(calls) ? predictSpeedup(serial.median, overhead, point.workers) : 1;
      return { ...point, predicted };
    })
    .sort((a, b) => a.workers - b.workers);
  const best = points.find(({ workers }) => workers === found.point.workers)!;
  const split = points.find(({ workers }) => workers === explained.point.workers)!;
  const timeline = explained.calls[middle]?.timeline ?? explained.extra;
  const comparison: Comparison = {
    outcome: "equal",
    serial,
    points,
    best,
    ...(split === best ? {} : { explained: split.workers }),
    overhead,
    timeline,
    breakEven: breakEvenTripCount(serial.median, split.timing.median, overhead, split.workers, tripCount),
    predicted: split.predicted,
    advice: adviceFrom({ points, best, overhead, timeline }),
    ...(inPlace === undefined ? {} : { inPlace }),
  };
  const warnings = warningsOf({
    serial,
    best,
    pairs: found.series.ratios.length,
    counts: measured.length + skipped.length,
    runsPerSample: runsPerSample(serial.median, inputBytes),
    lastCall: explained.calls.at(-1),
    outcome,
    skipped,
    load,
    testimony: found.testimony,
    slowdown,
  });
  return { comparison, warmUps, warnings, tripCount };
}

function fastest(measured: Measured["measured"]): Measured["measured"][number] {
  return measured.reduce((a, b) => (a.point.speedup < b.point.speedup ? b : a));
}

/** Of the calling thread alone there is nothing to explain: where it was the fastest, the split is of the fastest that had help. */
function explainedOf(measured: Measured["measured"], found: Measured["measured"][number]) {
  const shared = measured.filter(({ calls }) => isShared(calls));
  return shared.length === 0 || shared.includes(found) ? found : fastest(shared);
}

function isShared(calls: readonly TracedCall[]): boolean {
  return calls.at(-1)?.mode === "parallel";
}

type TracedCall = CallFigures & { readonly timeline: Timeline | null };

/** Warm-up and pairs at the worker count that is set. */
async function measureCount(
  { subject, runner, clock, rule, inputBytes, witness, paces }: ReplayOptions & { readonly paces: number[] },
  workers: number,
  budgetMs: number,
  onProgress: (message: string, part: number) => void,
) {
  onProgress("warming up", 0);
  const warming = { budgetMs: budgetMs * 0.1, clock };
  const serialTimes = await warmUp(() => subject.time("serial", 1), warming);
  const parallelTimes = await warmUp(() => subject.time("parallel", 1), warming);
  const runs = runsPerSample(Math.min(...serialTimes, ...parallelTimes), inputBytes);
  const isLong = TRACEABLE <= Math.min(...parallelTimes);
  runner.configure({ workers, gate: "always", timeline: isLong });
  const calls: TracedCall[] = [];
  const spans: Record<VersionName, Span[]> = { serial: [], parallel: [] };
  const given = witness.deoptimizations().length;
  const begin = clock();
  let nextPace = begin;
  const timed = async (version: VersionName) => {
    if (nextPace <= clock()) {
      paces.push(witness.pace());
      nextPace = clock() + PACE_MS;
    }
    const time = await subject.time(version, runs);
    spans[version].push(subject.lastSpan());
    return time;
  };
  const series = await measurePairs({
    serial: () => timed("serial"),
    async parallel() {
      const time = await timed("parallel");
      const call = runner.lastCall();
      if (call) calls.push({ ...call, timeline: runner.lastTimeline() ?? null });
      return time;
    },
    budgetMs: budgetMs * 0.8,
    clock,
    ...(rule ? { rule } : {}),
    onPair: (pairs) => onProgress(`pair ${pairs}`, Math.min(1, (clock() - begin) / budgetMs)),
  });
  const collections = await witness.collections();
  const testimony: Testimony = {
    collecting: {
      serial: shareOf(spans.serial, collections),
      parallel: shareOf(spans.parallel, collections),
    },
    deoptimizations: witness.deoptimizations().slice(given),
  };
  const extra = isLong ? null : await extraTimeline(subject, runner, workers, series);
  return { series, calls, extra, testimony, warmUps: serialTimes.length };
}

/** Milliseconds between two looks at the processor's pace, each of which takes about one. */
const PACE_MS = 50;

/** Milliseconds from which writing down who computes which chunk, a microsecond a chunk, does not show in the time of a run. */
const TRACEABLE = 5;

/** Of a few short runs the timeline of the one that took most nearly as long as the timed ones. */
async function extraTimeline(
  subject: Subject,
  runner: RunnerModule,
  workers: number,
  { parallel }: Series,
): Promise<Timeline | null> {
  runner.configure({ workers, gate: "always", timeline: true });
  const middle = median(parallel);
  let nearest: { readonly off: number; readonly timeline: Timeline | null } | undefined;
  for (let run = 0; run < 5; run++) {
    const off = Math.abs((await subject.time("parallel", 1)) - middle);
    if (nearest === undefined || off < nearest.off) nearest = { off, timeline: runner.lastTimeline() ?? null };
  }
  return nearest?.timeline ?? null;
}

const notDeterministic = {
  id: "not-deterministic",
  message:
    "The serial loop itself gives different results when it runs twice on the same input, so no other version can be compared with it. Look for a source of chance or state from outside of the loop.",
};

function unequal(
  found: readonly ValueDifference[],
  tripCount: number,
  ...warnings: readonly { id: string; message: string }[]
): Replayed {
  const differences: Difference[] = found.map(({ path, left, right }) => ({ path, serial: left, parallel: right }));
  return { comparison: { outcome: "different", differences }, warmUps: 0, warnings, tripCount };
}
