// Compares the report of a whole program with an earlier one of the same program: has it become faster or slower?
import { type BaselineComparison, compareMeasured } from "@loopsmith/runner/bench";
import type { WholeComparison, WholeReport } from "./wholeReport.js";

type Equal = Extract<WholeComparison, { outcome: "equal" }>;

/** The rules are those of a loop: the speedup with its interval, and the time of the rewritten program beyond drift. */
export function compareWhole(baseline: WholeReport, now: WholeReport): BaselineComparison {
  const { date } = baseline;
  const obstacles = [...obstaclesOf(baseline, now)];
  if (baseline.comparison.outcome !== "equal" || now.comparison.outcome !== "equal" || obstacles.length > 0)
    return { date, verdict: "incomparable", findings: obstacles };
  const measured = ({ serial, rewritten, interval }: Equal) => ({ serial, other: rewritten, interval });
  const names = { serial: "The program as it is", other: "The rewritten program" };
  return { date, ...compareMeasured(measured(baseline.comparison), measured(now.comparison), names) };
}

function* obstaclesOf(baseline: WholeReport, now: WholeReport): Generator<string> {
  for (const [{ comparison, warnings }, when] of [
    [baseline, "The baseline"],
    [now, "This run"],
  ] as const) {
    if (comparison.outcome !== "equal") yield `${when} has no times, because the two versions did not do the same.`;
    if (warnings.some(({ id }) => id === "few-samples" || id === "interrupted"))
      yield `${when} has too few pairs of runs to compare with: give it more time with --seconds.`;
  }
  if (baseline.program !== now.program) yield `The baseline is of another command, \`${baseline.program}\`.`;
  const [then, here] = [baseline.machine, now.machine];
  if (then.cpu !== here.cpu || then.cores !== here.cores)
    yield `The baseline was measured on another machine: ${then.cpu}, ${then.cores} cores.`;
}
