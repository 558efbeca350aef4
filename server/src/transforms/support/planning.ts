// What the transforms share: the rewrite, and the sentences to read before applying it.
import type { TransformContext } from "../transform.js";

export { rewriteLoop } from "./rewriteLoop.js";

type Rests = Pick<TransformContext, "analysis">;

/** One sentence per assumption of the verdict. */
export function notesOf({ analysis }: Rests): string[] {
  return analysis.verdict.kind === "parallel" ? analysis.verdict.assumptions.map(({ message }) => message) : [];
}

/** An assumption that nothing tests makes every form a matter of review. */
export function isTrusting({ analysis }: Rests): boolean {
  return analysis.verdict.kind === "parallel" && analysis.verdict.assumptions.some(({ kind }) => kind !== "checked");
}
