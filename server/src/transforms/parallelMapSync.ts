// Transform: parallel-map-sync
//
// Runs the loop on all cores while the calling thread waits and takes part. No signature changes.
//
// ```ts
// function squares(n: number): number[] {
//   const out: number[] = [];
//   for$0 (let i = 0; i < n; i++) {
//     let sum = 0;
//     for (let k = 0; k < i; k++) sum += k * k;
//     out.push(sum);
//   }
//   return out;
// }
// ```
// ->
// ```ts
// import { parallelMapSync, range } from "@loopsmith/runner";
// import { squaresStep } from "./example.kernels.js";
//
// function squares(n: number): number[] {
//   const out: number[] = parallelMapSync(range(n), squaresStep, {});
//   return out;
// }
// ```
// run: squares(10)
import { isTrusting, notesOf, rewriteLoop } from "./support/planning.js";
import type { Transform, TransformAnswer, TransformContext } from "./transform.js";

export const parallelMapSync: Transform = {
  id: "parallel-map-sync",
  form: "sync",
  title: "Run this loop on all cores (parallelMapSync)",
  plan,
};

function plan(context: TransformContext): TransformAnswer | undefined {
  if (context.analysis.verdict.kind !== "parallel") return undefined;
  const rewrite = rewriteLoop(context, "sync");
  if ("problem" in rewrite) return { kind: "disabled", reason: rewrite.problem };
  return {
    kind: "offered",
    plan: { files: rewrite.files, safety: isTrusting(rewrite) ? "needs-review" : "safe", notes: notesOf(rewrite) },
  };
}
