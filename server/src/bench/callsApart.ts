// Whether the loop took in the program what its replay takes: a reason to distrust where it did not.
import { type Comparison, duration, type Report } from "@loopsmith/runner/bench";

/** A first call is compiled while it runs; less than this is said of every program. */
const APART = 1.5;

/**
 * @param ms what the recorded entry took in the program, in milliseconds; undefined where it was not timed there
 * @returns the reason, or undefined where there is none
 */
export function callsApart(ms: number | undefined, comparison: Comparison): Report["warnings"][number] | undefined {
  if (ms === undefined || comparison.outcome !== "equal") return undefined;
  const { median } = comparison.serial;
  if (Math.max(ms, median) < APART * Math.min(ms, median)) return undefined;
  return {
    id: "calls-apart",
    message: `The loop took ${duration(ms)} in the program and takes ${duration(median)} in series here: one call there runs code that is not compiled yet, on data that lies elsewhere in memory. \`loopsmith bench --whole\` tells what the program gains.`,
  };
}
