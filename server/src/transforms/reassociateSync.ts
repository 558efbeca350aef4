// Transform: reassociate-sync
//
// Each core combines a part of the iterations (a sum, a count, a histogram, the best of them), and the calling thread, which waits and
// takes part, combines the parts. Nothing but these partial results comes back. Sums of fractions are added up in another order than the loop's.
//
// ```ts
// function inside(n: number): number {
//   let count = 0;
//   for$0 (let i = 0; i < n; i++) {
//     const x = Math.sin(i);
//     const y = Math.cos(3 * i);
//     if (x * x + y * y < 1) count++;
//   }
//   return count;
// }
// ```
// ->
// ```ts
// import { chunks, parallelMapSync } from "@loopsmith/runner";
// import { insideChunk } from "./example.kernels.js";
//
// function inside(n: number): number {
//   let count = 0;
//   for (const countPart of parallelMapSync(chunks(n), insideChunk, {})) {
//     count += countPart;
//   }
//   return count;
// }
// ```
// run: inside(100)

import { mayCombine, rewriteInParts } from "./support/inParts.js";
import { isTrusting, notesOf } from "./support/planning.js";
import type { Transform, TransformAnswer, TransformContext } from "./transform.js";

export const reassociateSync: Transform = {
  id: "reassociate-sync",
  form: "sync",
  title: "Run this loop on all cores by partial results (parallelMapSync)",
  plan,
};

function plan(context: TransformContext): TransformAnswer | undefined {
  if (!mayCombine(context)) return undefined;
  const { verdict } = context.analysis;
  const rewrite = rewriteInParts(context, "sync");
  // What stands in the way of a serial loop is told elsewhere.
  if ("problem" in rewrite)
    return verdict.kind === "serial" ? undefined : { kind: "disabled", reason: rewrite.problem };
  const isSafe = rewrite.inexact.length === 0 && !isTrusting(rewrite);
  return {
    kind: "offered",
    plan: {
      files: rewrite.files,
      safety: isSafe ? "safe" : "needs-review",
      notes: [...rewrite.inexact, ...notesOf(rewrite)],
    },
  };
}
