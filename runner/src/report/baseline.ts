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
  const [before, after] = [baseline.comparison, now.comparison];
  const speedup = speedupVerdict(before, after);
  const time = timeVerdict(before.best.timing, after.best.timing);
  const findings = [
    `Speedup: ${range(before.best.interval)} then, ${range(after.best.interval)} now${consequence(speedup)}.`,
    `Best parallel time: ${duration(before.best.timing.median)} then, ${duration(after.best.timing.median)} now, ${change(before.best.timing.median, after.best.timing.median)}${consequence(time)}.`,
    `The original loop: ${duration(before.serial.median)} then, ${duration(after.serial.median)} now, ${change(before.serial.median, after.serial.median)}.`,
  ];
  const both: readonly Verdict[] = [speedup, time];
  const verdict = both.includes("slower") ? "slower" : both.includes("faster") ? "faster" : "same";
  return { date, verdict, findings };
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

function speedupVerdict({ best: before }: Equal, { best: after }: Equal): Verdict {
  if (after.interval[1] < before.interval[0]) return "slower";
  return before.interval[1] < after.interval[0] ? "faster" : "same";
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
