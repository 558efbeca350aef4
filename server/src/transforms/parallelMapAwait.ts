// Transform: parallel-map-await
//
// Runs the loop on all cores while the function waits without blocking the thread. Offered where waiting is possible already:
// in asynchronous functions and at the top level of modules.
//
// ```ts
// export async function squares(n: number): Promise<number[]> {
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
// import { parallelMap, range } from "@loopsmith/runner";
// import { squaresStep } from "./example.kernels.js";
//
// export async function squares(n: number): Promise<number[]> {
//   const out: number[] = await parallelMap(range(n), squaresStep, {});
//   return out;
// }
// ```
// run: squares(10)
import { ts } from "ts-morph";
import { isTrusting, notesOf, rewriteLoop } from "./support/planning.js";
import { sharedStateNotes } from "./support/sharedState.js";
import { mayWait } from "./support/target.js";
import type { Transform, TransformAnswer, TransformContext } from "./transform.js";

export const parallelMapAwait: Transform = {
  id: "parallel-map-await",
  form: "async",
  title: "Run this loop on all cores (await parallelMap)",
  plan,
};

function plan(context: TransformContext): TransformAnswer | undefined {
  const { analysis, sourceFile, program } = context;
  if (analysis.verdict.kind !== "parallel") return undefined;
  const { container } = analysis.loop;
  const waiting = mayWait(container, sourceFile, program);
  if (waiting?.kind !== "may") return waiting;
  const rewrite = rewriteLoop(context, "await");
  if ("problem" in rewrite) return { kind: "disabled", reason: rewrite.problem };
  const shared = ts.isSourceFile(container) ? [] : sharedStateNotes(context);
  return {
    kind: "offered",
    plan: {
      files: rewrite.files,
      safety: shared.length === 0 && !isTrusting(rewrite) ? "safe" : "needs-review",
      notes: [...notesOf(rewrite), ...shared],
    },
  };
}
