// What comes out of a benchmark of a whole program: the command as it is against the command with rewritten loops. Plain data.
import type { BaselineComparison, Difference, Machine, Timing } from "@loopsmith/runner/bench";

/** By what the two versions were found to do the same. */
export type Evidence = "output" | "tests";

export type WholeComparison =
  | {
      readonly outcome: "equal";
      readonly evidence: Evidence;
      readonly serial: Timing;
      readonly rewritten: Timing;
      /** Median of the ratios serial / rewritten over interleaved pairs of runs, with its 95 % interval. */
      readonly speedup: number;
      readonly interval: readonly [number, number];
    }
  | { readonly outcome: "different"; readonly evidence: Evidence; readonly differences: readonly Difference[] };

export interface WholeReport {
  readonly version: 1;
  /** ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  /** The command that the user gave. */
  readonly program: string;
  readonly tests: string | null;
  readonly rewritten: {
    readonly loops: number;
    /** Changed and new files, relative to the folder of the command. */
    readonly files: readonly string[];
  };
  readonly comparison: WholeComparison;
  /** How it compares with an earlier report, when one was given. */
  readonly baseline?: BaselineComparison;
  /** Named reasons to distrust the figures. */
  readonly warnings: readonly { readonly id: string; readonly message: string }[];
}
