// The rewrite of a loop: as it stands, else in another form that means the same.
import { ts } from "ts-morph";
import { createAnalysisContext } from "../../legality/analyseFile.js";
import { readBody } from "../../legality/body.js";
import type { LoopAnalysis } from "../../legality/loopAnalysis.js";
import type { Idle } from "../../legality/verdict.js";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import { preorder } from "../../loops/mentions.js";
import type { TextEdit, TransformContext } from "../transform.js";
import { applyTextEdits } from "./applyEdits.js";
import type { Form } from "./call.js";
import { countedForm } from "./countedForms.js";
import { problemOfHoistedMock } from "./hoistedMocks.js";
import { liftedForm } from "./liftedForm.js";
import { methodForm } from "./methodForms.js";
import { backToAuthor, type Preparation, prepare } from "./prepared.js";
import { problemOfReadText } from "./readText.js";
import { type RewriteAnswer, rewriteAsItStands } from "./rewrite.js";
import { scalarReplacement } from "./scalarReplacement.js";

/** Plans the rewrite of a parallel loop. O(size of the file), and one more analysis of the loop for each other form that is tried. */
export function rewriteLoop(context: TransformContext, form: Form): RewriteAnswer {
  const idle = idleIn(context);
  if (idle !== undefined) return { problem: nothingLeft[idle] };
  const fixed = problemOfStaying(context);
  if (fixed !== undefined) return { problem: fixed };
  for (const preparation of lighterForms(context)) {
    const other = rewritePrepared(preparation, context, form);
    if (other === undefined || "problem" in other) continue;
    if (depthOf(other.analysis) < depthOf(context.analysis)) return other;
  }
  const answer = rewriteAsItStands(context, form);
  if (!("problem" in answer)) return answer;
  let problem: RewriteAnswer | undefined;
  for (const preparation of otherForms(context)) {
    const other = rewritePrepared(preparation, context, form);
    if (other === undefined) continue;
    if (!("problem" in other)) return other;
    // That it cannot stand as it is, the other form has mended; what is in the way of that one is what has to be changed.
    problem ??= preparation.judged === "anew" ? other : undefined;
  }
  return problem ?? answer;
}

/** Why no form of the loop may take its place. */
export function problemOfStaying(context: TransformContext): string | undefined {
  const { space } = context.analysis.loop;
  if (space.form === "counted" && space.alsoEnds.length > 0)
    return "its condition has several parts; compare with the smaller of the bounds, by `Math.min`";
  return problemOfHoistedMock(context.analysis.loop) ?? problemOfReadText(context);
}

function idleIn({ analysis: { verdict } }: TransformContext): Idle | undefined {
  return verdict.kind === "parallel" ? verdict.idle : undefined;
}

const nothingLeft: Readonly<Record<Idle, string>> = {
  combines:
    "all that the loop does is to combine values, one after the other; workers can combine those of a part each, by partial results (`--reassociate`)",
  stores: "all that the loop does is to store or gather values that take next to nothing to compute",
};

/** undefined: this form is serial, or does not mean the same. */
function rewritePrepared(preparation: Preparation, context: TransformContext, form: Form): RewriteAnswer | undefined {
  const { fileName } = context.sourceFile;
  const prepared = prepare(preparation, context);
  if (prepared !== undefined && idleIn(prepared) !== undefined) return undefined;
  const other = prepared && (preparation.judged === "anew" ? rewriteLoop : rewriteAsItStands)(prepared, form);
  if (other === undefined || "problem" in other) return other;
  const files = backToAuthor(other.files, fileName, preparation, context.sourceFile.text);
  const isOfLoop = ({ start, end }: TextEdit) => start <= preparation.start && preparation.end <= end;
  const loopEdit = files.find(({ file }) => file === fileName)?.edits.find(isOfLoop);
  return loopEdit && { ...other, files, loopEdit };
}

/** In how many loops, all together, values travel one by one for each of their iterations. */
function depthOf({ verdict }: LoopAnalysis): number {
  return verdict.kind === "serial" ? 0 : verdict.split.channels.reduce((sum, { within }) => sum + within.length, 0);
}

/** Where the caller would be handed every term of `sums[i] += term`, the workers add them up. */
function* lighterForms(context: TransformContext): Generator<Preparation> {
  const { verdict } = context.analysis;
  if (verdict.kind === "serial" || depthOf(context.analysis) === 0 || verdict.split.copied.length > 0) return;
  const inner = new Set(verdict.split.channels.flatMap(({ within }) => within));
  const isPlace = (node: ts.Node) => ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node);
  const stored = [...inner].flatMap((loop) =>
    [...preorder(loop)].filter((node) => isPlace(node) && isAssignedAt(node)),
  );
  const form = stored.length === 0 ? undefined : keptInVariables(stored, context);
  if (form !== undefined) yield form;
}

function* otherForms(context: TransformContext): Generator<Preparation> {
  const { prepared } = context;
  const lifted = prepared === undefined ? liftedForm(context) : undefined;
  if (lifted !== undefined) {
    yield lifted;
    return;
  }
  // One such form is enough: it is none that has another.
  const isAuthors = prepared === undefined || prepared.keepsForm;
  const form = isAuthors ? (countedForm(context) ?? methodForm(context)) : undefined;
  if (form !== undefined) yield form;
  yield* storingForms(context);
}

/** Forms of a loop that reads back what it stores: the places in variables; or the caller stores, and nothing is read back. */
function* storingForms(context: TransformContext): Generator<Preparation> {
  const { verdict } = context.analysis;
  if (verdict.kind === "serial" || verdict.split.copied.length === 0) return;
  const form = keptInVariables(verdict.split.copied, context);
  if (form !== undefined) yield form;
  yield authorForm(context);
}

function keptInVariables(stored: readonly ts.Node[], context: TransformContext): Preparation | undefined {
  const author = authorForm(context);
  const body = readBody(createAnalysisContext(context.program), context.analysis.loop);
  const replacement = scalarReplacement(stored, body, context);
  if (replacement === undefined) return undefined;
  const { start } = author;
  const own = replacement.edits.map((edit) => ({ ...edit, start: edit.start - start, end: edit.end - start }));
  const { guarded, names, rests } = replacement;
  return { ...author, text: applyTextEdits(author.text, own), judged: "deferred", guarded, stored: names, rests };
}

function authorForm({ analysis, sourceFile }: TransformContext): Preparation {
  const { node } = analysis.loop;
  const start = node.getStart();
  return { start, end: node.end, text: sourceFile.text.slice(start, node.end), loopAt: 0, judged: "divided" };
}
