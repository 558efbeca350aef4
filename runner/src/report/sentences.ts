// The sentences of a report that every printer repeats.
import { byteSize, count, duration, percent, plural, range, times } from "./figures.js";
import type { Comparison, Proof, Report, ScalingPoint } from "./report.js";

type Equal = Extract<Comparison, { outcome: "equal" }>;

export function machineLine({ machine }: Report): string {
  const node = machine.nodeFrom === undefined ? machine.node : `${machine.node} (${machine.nodeFrom})`;
  return `${plural(machine.cores, "core")}, ${machine.cpu}, ${byteSize(machine.memoryBytes)}, Node ${node}, ${machine.os}`;
}

/** What ran, and what of it is not kept within the copy. */
export function programLine({ program }: Report): string {
  return `${program}, run in a copy of the project; what it writes by absolute paths of its own is outside of the copy`;
}

export function inputLine({ input }: Report): string {
  const names = input.liveIns.map(({ name, shape }) => `${name}: ${shape}`).join(", ");
  const size = `${entryWords(input.entry)}${plural(input.tripCount, "iteration")}, ${byteSize(input.bytes)}`;
  return names === "" ? size : `${size}; ${names}`;
}

function entryWords(entry: Report["input"]["entry"]): string {
  if (entry === undefined) return "";
  const { number, heaviest } = entry;
  if (heaviest === undefined) return `entry ${count(number)}: `;
  return `entry ${count(number)} of ${count(heaviest.of)}, the heaviest (${duration(heaviest.ms)}): `;
}

export function samplesLine({ warmUps }: Report, { points }: Equal): string {
  const pairs = points.map((point) => point.timing.samples.length);
  const [least, most] = [Math.min(...pairs), Math.max(...pairs)];
  const spread = least === most ? plural(most, "interleaved pair") : `${least} to ${most} interleaved pairs`;
  return `${spread} for each worker count after ${plural(warmUps, "warm-up run")}`;
}

/** Enough pairs were measured for the intervals to be what they are called. */
export function isCertain({ warnings }: Report): boolean {
  return !warnings.some(({ id }) => id === "few-samples");
}

/** The answer in one sentence. */
export function headline(report: Report, { best, serial }: Equal): string {
  const change = `${duration(serial.median)} → ${duration(best.timing.median)}`;
  const on = `on ${plural(best.workers, "worker")}`;
  if (!isCertain(report)) return `Too few pairs to tell a difference from chance ${on}: ${change}.`;
  const [low, high] = best.interval;
  if (low <= 1 && 1 <= high) return `No difference that can be told apart from chance ${on}: ${change}.`;
  const word = best.speedup < 1 ? "slower" : "faster";
  const factor = best.speedup < 1 ? 1 / best.speedup : best.speedup;
  return `${times(factor)} ${word} ${on}: ${change}.`;
}

export function predictionLine(comparison: Equal): string {
  const { predicted, timeline, overhead } = comparison;
  const { workers, speedup, interval } = explainedPoint(comparison);
  if (timeline === null && overhead.handOver + overhead.transferIn + overhead.transferOut === 0)
    return "All of it ran in the calling thread, so there is nothing to predict from.";
  const measured = `measured ${times(speedup)} (${range(interval)})`;
  if (comparison.explained === undefined)
    return `Amdahl's law predicts ${times(predicted)} from this split (a prediction); ${measured}.`;
  return `The best run was in the calling thread alone; on ${plural(workers, "worker")} Amdahl's law predicts ${times(predicted)} from this split (a prediction), ${measured}.`;
}

/** The point whose run is explained. */
export function explainedPoint({ best, points, explained }: Equal): ScalingPoint {
  return points.find(({ workers }) => workers === explained) ?? best;
}

export function breakEvenLine({ breakEven }: Equal): string {
  if (breakEven === null) return "By these figures the parallel version does not pay at any trip count (an estimate).";
  if (breakEven <= 1) return "By these figures the parallel version pays at any trip count (an estimate).";
  return `By these figures the parallel version does not pay below ${plural(breakEven, "iteration")} (an estimate).`;
}

/** How much memory each version needs; undefined where it was not measured. */
export function memoryLine({ memory, best }: Equal): string | undefined {
  if (memory === undefined) return undefined;
  return `Most memory of a process that runs one version once: ${byteSize(memory.serial)} in series, ${byteSize(memory.parallel)} on ${plural(best.workers, "worker")}.`;
}

/** How the rewritten loop is called that runs without workers. */
export const inPlaceLabel = "in place";

/** What follows from the figures, one sentence each. */
export function conclusions(report: Report, comparison: Equal): readonly string[] {
  const memory = memoryLine(comparison);
  return [
    predictionLine(comparison),
    breakEvenLine(comparison),
    adviceLine(report, comparison),
    ...(memory === undefined ? [] : [memory]),
  ];
}

/** What to ask for: `Recommended: 2 workers, chunk auto. …`. */
export function adviceLine(report: Report, { advice: { workers, chunk, why } }: Equal): string {
  if (!isCertain(report)) return "Recommended: nothing yet, because there were too few pairs; give it more time.";
  if (workers === null) return `Recommended: the loop as it is. ${why}.`;
  return `Recommended: ${plural(workers, "worker")}, chunk ${chunk}. ${why}.`;
}

/** What the verdict was, and how many assumptions it has. */
export function proofLine({ verdict, pattern, assumptions }: Proof): string {
  if (verdict === "serial") return "The analysis could not prove it; what was compared is this input only.";
  const kinds = {
    map: "no iteration depends on another one",
    reduction: "iterations meet only in a reduction, which the caller does in order",
    commit: "what depends on earlier iterations is done in order by the caller",
  };
  const why = pattern === null ? "" : `: ${kinds[pattern]}`;
  const rests = assumptions.length === 0 ? "without assumptions" : `under ${plural(assumptions.length, "assumption")}`;
  return `Proved ${rests}${why}.`;
}

/** Names of the threads of the timeline, in its order. */
export function threadLabels({ timeline }: Equal): readonly string[] {
  let workers = 0;
  return (timeline?.threads ?? []).map(({ thread }) =>
    thread === "caller" ? "calling thread" : `worker ${++workers}`,
  );
}

/** The timeline in one sentence, for who cannot see the picture. */
export function timelineLabel(comparison: Equal): string {
  const rows = timelineRows(comparison).map(
    ([label, iterations, , busy]) => `${label} ${iterations} iterations, busy ${busy}`,
  );
  return `Chunks of each thread over time: ${rows.join("; ")}.`;
}

/** How the chunks were spread over the threads: label, iterations, chunks, busy time with its share. */
export function timelineRows(comparison: Equal): readonly (readonly [string, string, string, string])[] {
  const { timeline } = comparison;
  const labels = threadLabels(comparison);
  return (timeline?.threads ?? []).map(({ spans, busy }, index) => {
    const label = labels[index]!;
    const chunks = spans.reduce((sum, span) => sum + span.chunks, 0);
    const iterations = spans.reduce((sum, span) => sum + span.count, 0);
    const share = timeline === null || timeline.wall <= 0 ? 0 : busy / timeline.wall;
    return [label, count(iterations), count(chunks), `${duration(busy)} (${percent(share)})`];
  });
}

/** Rows of the overhead split: label and milliseconds. All but the last add up to the time of the run. */
export function overheadRows({ overhead }: Equal): readonly (readonly [string, number])[] {
  return [
    ["hand over", overhead.handOver],
    ["transfer in", overhead.transferIn],
    ["compute", overhead.compute],
    ["idle by imbalance", overhead.idle],
    ["transfer out", overhead.transferOut],
    ["commit", overhead.commit],
    ["threads, once", overhead.start],
  ];
}

/** What the comparison with an earlier report says, one sentence a line; empty without one. */
export function baselineLines({ baseline }: Pick<Report, "baseline">): readonly string[] {
  if (baseline === undefined) return [];
  const verdict = {
    faster: "Faster than the baseline",
    slower: "Slower than the baseline",
    same: "No difference from the baseline",
    incomparable: "Not comparable with the baseline",
  }[baseline.verdict];
  return [`${verdict} of ${baseline.date.slice(0, 10)}.`, ...baseline.findings];
}

export function workersLabel(workers: number): string {
  return plural(workers, "worker");
}
