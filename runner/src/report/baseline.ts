// Compares a report with an earlier one of the same loop: has it become faster or slower?
import { medianInterval } from "../bench/statistics.js";
import { count, duration, percent, range } from "./figures.js";
import type { BaselineComparison, Comparison, Report, Timing } from "./report.js";
import { isCertain } from "./sentences.js";

type Equal = Extract<Comparison, { outcome: "equal" }>;
type Verdict = "faster" | "slower" | "same";

/** Two sessions differ by the state of the machine, too: a change of a time below this part of it is not believed. */
const DRIFT = 0.1;

/**
 * Two things are compared, each with its uncertainty. The speedup, which holds on a faster or slower day as well, because both
 * versions were timed in the same session: it has changed when the 95 % intervals have nothing in common. And the time of the best parallel version,
 * when its 95 % intervals lie more than a tenth apart. Slower in one of them is slower.
 */
export function compareWithBaseline(baseline: Report, now: Report): BaselineComparison {
  const obstacles = [...obstaclesOf(baseline, now)];
  const { date } = baseline;
  if (baseline.comparison.outcome !== "equal" || now.comparison.outcome !== "equal" || obstacles.length > 0)
    return { date, verdict: "incomparable", findings: obstacles };
  const measured = ({ serial, best }: Equal): MeasuredVersions => ({
    serial,
    other: best.timing,
    interval: best.interval,
  });
  const names = { other: "Best parallel time", serial: "The original loop" };
  return { date, ...compareMeasured(measured(baseline.comparison), measured(now.comparison), names) };
}

/** A pair of versions that were timed in one session. */
export interface MeasuredVersions {
  readonly serial: Timing;
  readonly other: Timing;
  /** 95 % interval of the ratio serial / other. */
  readonly interval: readonly [number, number];
}

/** @param names how the two versions are called, at the head of a sentence */
export function compareMeasured(
  before: MeasuredVersions,
  after: MeasuredVersions,
  names: { readonly serial: string; readonly other: string },
): Pick<BaselineComparison, "verdict" | "findings"> {
  const speedup = speedupVerdict(before.interval, after.interval);
  const time = timeVerdict(before.other, after.other);
  const findings = [
    `Speedup: ${range(before.interval)} then, ${range(after.interval)} now${consequence(speedup)}.`,
    `${names.other}: ${duration(before.other.median)} then, ${duration(after.other.median)} now, ${change(before.other.median, after.other.median)}${consequence(time)}.`,
    `${names.serial}: ${duration(before.serial.median)} then, ${duration(after.serial.median)} now, ${change(before.serial.median, after.serial.median)}.`,
  ];
  const both: readonly Verdict[] = [speedup, time];
  const verdict = both.includes("slower") ? "slower" : both.includes("faster") ? "faster" : "same";
  return { verdict, findings };
}

function* obstaclesOf(baseline: Report, now: Report): Generator<string> {
  for (const [report, when] of [
    [baseline, "The baseline"],
    [now, "This run"],
  ] as const)
    if (report.comparison.outcome !== "equal") yield `${when} has no times, because the results were not equal.`;
  if (baseline.loop.file !== now.loop.file || baseline.loop.text !== now.loop.text)
    yield `The baseline is of another loop, ${baseline.loop.file}:${baseline.loop.line} \`${baseline.loop.text}\`.`;
  if (baseline.input.tripCount !== now.input.tripCount)
    yield `The baseline had ${count(baseline.input.tripCount)} iterations, this run ${count(now.input.tripCount)}.`;
  const [then, here] = [baseline.machine, now.machine];
  if (then.cpu !== here.cpu || then.cores !== here.cores)
    yield `The baseline was measured on another machine: ${then.cpu}, ${then.cores} cores.`;
  if (!isCertain(baseline)) yield "The baseline has too few pairs to compare with.";
  if (!isCertain(now))
    yield "This run has too few pairs to be compared: give it more time with --seconds, or a smaller input.";
}

function speedupVerdict(before: readonly [number, number], after: readonly [number, number]): Verdict {
  if (after[1] < before[0]) return "slower";
  return before[1] < after[0] ? "faster" : "same";
}

function timeVerdict(before: Timing, after: Timing): Verdict {
  const [then, now] = [medianInterval(before.samples), medianInterval(after.samples)];
  if (then.high * (1 + DRIFT) < now.low) return "slower";
  return now.high * (1 + DRIFT) < then.low ? "faster" : "same";
}

function change(before: number, after: number): string {
  const part = after / before - 1;
  return `${part < 0 ? "−" : "+"}${percent(Math.abs(part))}`;
}

function consequence(verdict: Verdict): string {
  return verdict === "same" ? ", which may be chance" : `: ${verdict}`;
}
