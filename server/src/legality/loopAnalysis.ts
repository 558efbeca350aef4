// Everything that is known of one loop, still with compiler nodes: what the transforms start from.
import type { Loop } from "../loops/loop.js";
import type { Dependence, Profit, Scalar, Verdict } from "./verdict.js";

export interface LoopAnalysis {
  readonly loop: Loop;
  readonly verdict: Verdict;
  readonly dependences: readonly Dependence[];
  readonly scalars: readonly Scalar[];
  readonly profit: Profit;
}
