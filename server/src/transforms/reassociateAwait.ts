// Transform: reassociate-await
//
// Each core combines a part of the iterations (a sum, a count, the best of them), and the function combines the parts when it has waited
// for them. Offered where waiting is possible already. Sums of fractions are added up in another order than the loop's.
//
// ```ts
// export async function highest(n: number): Promise<number> {
//   let best = -Infinity;
//   let at = -1;
//   for$0 (let i = 0; i < n; i++) {
//     const height = Math.sin(i) + Math.cos(7 * i);
//     if (height > best) {
//       best = height;
//       at = i;
//     }
//   }
//   return at;
// }
// ```
// ->
// ```ts
// import { chunks, parallelMap } from "@loopsmith/runner";
// import { highestChunk } from "./example.kernels.js";
//
// export async function highest(n: number): Promise<number> {
//   let best = -Infinity;
//   let at = -1;
//   for (const { bestPart, atPart } of await parallelMap(chunks(n), highestChunk, {})) {
//     if (bestPart > best) {
//       best = bestPart;
//       at = atPart;
//     }
//   }
//   return at;
// }
// ```
// run: highest(100)
import { ts } from "ts-morph";
import { mayCombine, rewriteInParts } from "./support/inParts.js";
import { isTrusting, notesOf } from "./support/planning.js";
import { sharedStateNotes } from "./support/sharedState.js";
import { mayWait } from "./support/target.js";
import type { Transform, TransformAnswer, TransformContext } from "./transform.js";

export const reassociateAwait: Transform = {
  id: "reassociate-await",
  form: "async",
  title: "Run this loop on all cores by partial results (await parallelMap)",
  plan,
};

function plan(context: TransformContext): TransformAnswer | undefined {
  const { analysis, sourceFile, program } = context;
  if (!mayCombine(context)) return undefined;
  const { verdict, loop } = analysis;
  const waiting = mayWait(loop.container, sourceFile, program);
  if (waiting?.kind !== "may") return waiting;
  const rewrite = rewriteInParts(context, "await");
  // What stands in the way of a serial loop is told elsewhere.
  if ("problem" in rewrite)
    return verdict.kind === "serial" ? undefined : { kind: "disabled", reason: rewrite.problem };
  const shared = ts.isSourceFile(loop.container) ? [] : sharedStateNotes(context);
  const isSafe = rewrite.inexact.length === 0 && shared.length === 0 && !isTrusting(rewrite);
  return {
    kind: "offered",
    plan: {
      files: rewrite.files,
      safety: isSafe ? "safe" : "needs-review",
      notes: [...rewrite.inexact, ...notesOf(rewrite), ...shared],
    },
  };
}
