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

/** A loop that nobody has looked into: whatever its verdict is, it would not be worth the trouble. The profit tells why. */
export interface UnaskedLoop {
  readonly loop: Loop;
  readonly verdict: { readonly kind: "unasked" };
  readonly profit: Profit;
}

export function isUnasked(found: LoopAnalysis | UnaskedLoop): found is UnaskedLoop {
  return found.verdict.kind === "unasked";
}
