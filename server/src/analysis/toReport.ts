// From the analysis of a loop to the plain entry of the report.
import path from "node:path";
import { ts } from "ts-morph";
import type { UnaskedLoop } from "../legality/loopAnalysis.js";
import type { Profit } from "../legality/verdict.js";
import type { Loop } from "../loops/loop.js";
import { type PlannedTransform, planTransforms } from "../transforms/index.js";
import { functionName } from "../transforms/support/rewrite.js";
import type { TransformContext } from "../transforms/transform.js";
import { withoutOverflow } from "../workspace/overflow.js";
import type { Workspace } from "../workspace/workspace.js";
import { isCommitLoop } from "./commitLoop.js";
import type { LoopReport, Position, ReportDetail } from "./loopReport.js";
import { positionIn } from "./position.js";

/** The transforms that concern a loop; none for what an earlier rewrite left behind, and where the compiler could not get through its types. */
export function planned(context: TransformContext): readonly PlannedTransform[] {
  const isLeftBehind = () => isCommitLoop(context.analysis.loop, context.checker);
  return withoutOverflow(() => (isLeftBehind() ? [] : planTransforms(context))) ?? [];
}

/**
 * @param detail with `verdicts` and `marks`, no reasons are told
 * @param isOne the loop was asked for by itself: its transforms are told even if nobody would want them. Each is an edit that
 *   has to be made to know that it can be
 */
export function toReport(
  analysis: TransformContext["analysis"],
  context: TransformContext,
  detail: ReportDetail,
  isOne = false,
): LoopReport {
  const { sourceFile, workspace } = context;
  const { loop, verdict, profit } = analysis;
  const tellsAll = detail === "reasons";
  const at = (offset: number) => positionIn(sourceFile, offset);
  return {
    ...whereabouts(loop, workspace, sourceFile),
    verdict: verdict.kind,
    pattern: verdict.kind === "parallel" ? verdict.pattern : null,
    assumptions:
      verdict.kind === "parallel"
        ? verdict.assumptions.map(({ id, kind, place, message }) => ({ id, kind, ...at(place.start), message }))
        : [],
    reasons:
      tellsAll && verdict.kind === "serial"
        ? verdict.reasons.map(({ id, place, message, help }) => ({ id, ...at(place.start), message, help }))
        : [],
    dependences: analysis.dependences.map(({ kind, variable, source, sink, distance, carriedBy }) => ({
      kind,
      variable,
      source: at(source.start),
      sink: at(sink.start),
      distance: distance ?? null,
      carriedBy: carriedBy ?? null,
    })),
    scalars: analysis.scalars.map(({ name, class: kind }) => ({ name, class: kind })),
    profit: reported(profit),
    transforms: (isOne || (profit.promising && detail !== "marks") ? planned(context) : []).map(
      ({ transform, answer }) => ({
        id: transform.id,
        form: transform.form,
        safety: answer.kind === "offered" ? answer.plan.safety : "safe",
        disabledReason: answer.kind === "disabled" ? answer.reason : null,
      }),
    ),
  };
}

/** Of a loop that nobody has looked into: where it is, and why not. */
export function unaskedReport(
  { loop, verdict, profit }: UnaskedLoop,
  workspace: Workspace,
  sourceFile: ts.SourceFile,
): LoopReport {
  return {
    ...whereabouts(loop, workspace, sourceFile),
    verdict: verdict.kind,
    pattern: null,
    assumptions: [],
    reasons: [],
    dependences: [],
    scalars: [],
    profit: reported(profit),
    transforms: [],
  };
}

function whereabouts(loop: Loop, workspace: Workspace, sourceFile: ts.SourceFile) {
  const at = (offset: number) => positionIn(sourceFile, offset);
  return {
    file: path.relative(workspace.cwd, sourceFile.fileName).replaceAll("\\", "/"),
    ...at(loop.node.getStart()),
    endLine: at(loop.node.end).line,
    kind: loop.kind,
    function: containerName(loop),
    depth: loop.depth,
    parent: loop.parent === undefined ? null : placeText(at(loop.parent.node.getStart())),
  };
}

function reported({ promising, workPerIteration, bytesMoved, why }: Profit): LoopReport["profit"] {
  return { promising, workPerIteration, bytesMoved: bytesMoved ?? null, why };
}

function placeText({ line, column }: Position): string {
  return `${line}:${column}`;
}

function containerName({ container }: Loop): string {
  if (ts.isSourceFile(container)) return "";
  if (ts.isConstructorDeclaration(container)) return "constructor";
  return functionName(container) ?? "(anonymous)";
}
