// Transform: parallel-map-make-async
//
// Runs the loop on all cores without blocking the thread: the function and all of its callers become asynchronous in the same edit.
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
// async function main(): Promise<void> {
//   console.log(squares(10).length);
// }
// main();
// ```
// ->
// ```ts
// import { parallelMap, range } from "@loopsmith/runner";
// import { squaresStep } from "./example.kernels.js";
//
// async function squares(n: number): Promise<number[]> {
//   const out: number[] = await parallelMap(range(n), squaresStep, {});
//   return out;
// }
// async function main(): Promise<void> {
//   console.log((await squares(10)).length);
// }
// main();
// ```
// run: squares(10)
import { ts } from "ts-morph";
import { isAsync } from "./support/functions.js";
import { isTrusting, notesOf, rewriteLoop } from "./support/planning.js";
import { sharedStateNotes } from "./support/sharedState.js";
import { spreadAsync } from "./support/spreadAsync.js";
import type { FileEdit, TextEdit, Transform, TransformAnswer, TransformContext } from "./transform.js";

export const parallelMapMakeAsync: Transform = {
  id: "parallel-map-make-async",
  form: "async",
  title: "Run this loop on all cores and make its function async",
  plan,
};

function plan(context: TransformContext): TransformAnswer | undefined {
  const { analysis } = context;
  const { container } = analysis.loop;
  if (analysis.verdict.kind !== "parallel" || ts.isSourceFile(container) || isAsync(container)) return undefined;
  const spread = spreadAsync(container, context);
  if ("problem" in spread) return { kind: "disabled", reason: spread.problem };
  const rewrite = rewriteLoop(context, "await");
  if ("problem" in rewrite) return { kind: "disabled", reason: rewrite.problem };
  const files = merge(rewrite.files, spread.edits);
  if (files === undefined)
    return {
      kind: "disabled",
      reason: "the loop's kernel takes along a function that would have to become asynchronous",
    };
  const shared = [...sharedStateNotes(context), ...spread.review];
  return {
    kind: "offered",
    plan: {
      files,
      safety: shared.length === 0 && !isTrusting(rewrite) ? "safe" : "needs-review",
      notes: [...notesOf(rewrite), ...spread.notes, ...shared],
    },
  };
}

/** Joins the edits of the loop and those of the callers. Undefined when they touch the same text. */
function merge(
  files: readonly FileEdit[],
  more: ReadonlyMap<string, readonly TextEdit[]>,
): readonly FileEdit[] | undefined {
  const merged: FileEdit[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    const extra = more.get(file.file) ?? [];
    seen.add(file.file);
    const edits = [...file.edits, ...extra].sort((a, b) => a.start - b.start || a.end - b.end);
    if (edits.some((edit, index) => index > 0 && edit.start < edits[index - 1]!.end)) return undefined;
    merged.push({ ...file, edits });
  }
  for (const [file, edits] of more) {
    if (!seen.has(file))
      merged.push({ file, created: false, edits: [...edits].sort((a, b) => a.start - b.start || a.end - b.end) });
  }
  return merged;
}
