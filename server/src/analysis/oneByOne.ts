// For whoever rewrites many loops of a file one after another: each is judged and planned once, in the program as it then is.
import { analyseLoop, createAnalysisContext } from "../legality/analyseFile.js";
import { isUnasked } from "../legality/loopAnalysis.js";
import { findLoops } from "../loops/findLoops.js";
import { preferredId, transforms, type WantedForm, type WantedWay } from "../transforms/index.js";
import type { TextEdit, TransformContext, TransformPlan } from "../transforms/transform.js";
import { neverCancelled } from "../workspace/cancellation.js";
import { checkerOf } from "../workspace/checker.js";
import { withoutOverflow } from "../workspace/overflow.js";
import type { Workspace } from "../workspace/workspace.js";
import { analysed, knownOf } from "./analysed.js";
import { isCommitLoop } from "./commitLoop.js";

type Work<T> = Generator<void, T, void>;

/** Where a loop of the author's stands. */
export interface LoopPlace {
  /** Offset of its first character, in the text that the place was taken from. */
  readonly offset: number;
  /** Line in that text, from 1. */
  readonly line: number;
  /** Offset of the loop around it. */
  readonly parent: number | undefined;
}

/**
 * The loops of a file in source order, a loop before those in it. O(size of the file) for all of them, an analysis of the file
 * for those worth the trouble.
 * @param which all of them, whatever their verdict, or those that are parallel and likely to pay
 */
export function* loopPlaces(
  workspace: Workspace,
  file: string,
  which: "all" | "promising",
): Work<readonly LoopPlace[]> {
  const program = workspace.program();
  const sourceFile = program.getSourceFile(file);
  if (sourceFile === undefined) return [];
  const loops =
    which === "all"
      ? findLoops(sourceFile, checkerOf(program))
      : (
          (yield* analysed(workspace, file, neverCancelled, "verdicts"))?.analyses.filter(
            ({ profit }) => profit.promising,
          ) ?? []
        ).map(({ loop }) => loop);
  return loops.map(({ node, parent }) => ({
    offset: node.getStart(),
    line: sourceFile.getLineAndCharacterOfPosition(node.getStart()).line + 1,
    parent: parent?.node.getStart(),
  }));
}

/** Where the place is after the edits of its file; undefined when the loop itself was replaced. O(edits). */
export function placeAfter(offset: number, edits: readonly TextEdit[]): number | undefined {
  let moved = offset;
  for (const { start, end, text } of edits) {
    if (end <= offset) moved += text.length - (end - start);
    else if (start <= offset) return undefined;
  }
  return moved;
}

export type LoopPlan =
  /** @property isOfParts it is the way by partial results, which was asked for */
  | { readonly kind: "offered"; readonly plan: TransformPlan; readonly isOfParts?: true }
  | { readonly kind: "disabled"; readonly reason: string }
  /** There is no loop, it is serial, or it is what an earlier rewrite left behind. */
  | { readonly kind: "none" };

/** Which transform is wanted: one by its id, or the one that suits the loop best among those of a form. */
export interface Wanted {
  readonly transform: string | undefined;
  readonly form: WantedForm;
  /** With `parts`, by partial results where that can be done, else as usual. */
  readonly way?: WantedWay | undefined;
}

/** The edit of the loop at the offset. Looks at this loop only; the other loops of the file are not analysed. */
export function* planLoop(workspace: Workspace, file: string, offset: number, wanted: Wanted): Work<LoopPlan> {
  const program = workspace.program();
  const sourceFile = program.getSourceFile(file);
  if (sourceFile === undefined) return { kind: "none" };
  const checker = checkerOf(program);
  const known = knownOf(program, file)?.analyses.find(({ loop }) => loop.node.getStart() === offset);
  const loop = known?.loop ?? findLoops(sourceFile, checker).find(({ node }) => node.getStart() === offset);
  if (loop === undefined) return { kind: "none" };
  const analysis =
    known === undefined || isUnasked(known)
      ? yield* analyseLoop(createAnalysisContext(program), loop, "verdicts")
      : known;
  if (analysis.verdict.kind === "serial" && wanted.way !== "parts") return { kind: "none" };
  const context: TransformContext = { workspace, program, checker, sourceFile, analysis };
  const planOf = (id: string) => {
    const transform = transforms.find((each) => each.id === id);
    return withoutOverflow(() => (isCommitLoop(loop, checker) ? undefined : transform?.plan(context)));
  };
  if (wanted.way === "parts" && wanted.transform === undefined) {
    const inParts = planOf(preferredId(context, wanted.form, "parts"));
    if (inParts?.kind === "offered") return { ...inParts, isOfParts: true };
  }
  const id = wanted.transform ?? preferredId(context, wanted.form);
  const answer = planOf(id);
  if (answer !== undefined) return answer;
  return wanted.transform === undefined || isCommitLoop(loop, checker)
    ? { kind: "none" }
    : { kind: "disabled", reason: `the transform ${id} does not apply to it` };
}
