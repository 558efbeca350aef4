// The facade over analysis and transforms: text positions in, plain data out. The command line and the language server call
// nothing else. No compiler node and no protocol type leaves it; every entry is cooperative and can be cancelled.
import path from "node:path";
import { ts } from "ts-morph";
import { analyseLoop, createAnalysisContext } from "../legality/analyseFile.js";
import { isUnasked, type LoopAnalysis } from "../legality/loopAnalysis.js";
import { profitOf } from "../legality/profit.js";
import type { Loop } from "../loops/loop.js";
import { preferredId, transforms, type WantedForm, type WantedWay } from "../transforms/index.js";
import type { TransformAnswer, TransformContext } from "../transforms/transform.js";
import { type CancellationToken, neverCancelled } from "../workspace/cancellation.js";
import { checkerOf } from "../workspace/checker.js";
import { withoutOverflow } from "../workspace/overflow.js";
import type { Workspace } from "../workspace/workspace.js";
import { type Analysed, analysed } from "./analysed.js";
import type { LoopReport, Position, ReportDetail } from "./loopReport.js";
import { positionIn } from "./position.js";
import { planned, toReport, unaskedReport } from "./toReport.js";

type Work<T> = Generator<void, T, void>;

/**
 * Every loop of a file with its verdict, in source order. Empty for a file that is not part of the program.
 * @param detail with `verdicts`, which takes a fraction of the time, serial loops come without their reasons, all loops without
 *   dependences and scalars, and those that cannot be worth the trouble without a verdict. Only promising ones come with their
 *   transforms in either case; with `marks`, none do
 */
export function* loopReports(
  workspace: Workspace,
  file: string,
  token: CancellationToken = neverCancelled,
  detail: ReportDetail = "reasons",
): Work<readonly LoopReport[]> {
  const found = yield* analysed(workspace, file, token, detail === "marks" ? "verdicts" : detail);
  if (found === undefined) return [];
  const reports: LoopReport[] = [];
  for (const analysis of found.analyses) {
    const { sourceFile } = found;
    reports.push(
      isUnasked(analysis)
        ? unaskedReport(analysis, workspace, sourceFile)
        : reportOf(workspace, found, analysis, detail),
    );
    yield;
  }
  return reports;
}

type Found = Analysed["analyses"][number];

const inFull = new WeakMap<Found, LoopAnalysis>();

/** The loop with its reasons, dependences and scalars, where at most its verdict is known. */
export function* withReasons(found: Analysed, analysis: Found, token: CancellationToken): Work<LoopAnalysis> {
  if (found.detail === "reasons" && !isUnasked(analysis)) return analysis;
  const known = inFull.get(analysis);
  if (known !== undefined) return known;
  const context = createAnalysisContext(found.program, token);
  const full = yield* analyseLoop(context, analysis.loop);
  const result = {
    ...full,
    profit: isUnasked(analysis) ? profitOf(full, promisingOf(found), context) : analysis.profit,
  };
  inFull.set(analysis, result);
  return result;
}

/** The loop with its verdict, where the others of its file were of no interest. */
function* decided(found: Analysed, analysis: Found, token: CancellationToken): Work<LoopAnalysis> {
  return isUnasked(analysis) ? yield* withReasons(found, analysis, token) : analysis;
}

function promisingOf({ analyses }: Analysed): ReadonlySet<Loop> {
  return new Set(analyses.flatMap(({ loop, profit }) => (profit.promising ? [loop] : [])));
}

/**
 * The report, with its reasons, of the last loop whose start `isMeant`; undefined when there is none. The other loops of the file are
 * only looked at for their verdicts.
 */
export function* loopReport(
  workspace: Workspace,
  file: string,
  isMeant: (start: Position) => boolean,
  token: CancellationToken = neverCancelled,
): Work<LoopReport | undefined> {
  const found = yield* analysed(workspace, file, token, "verdicts");
  const analysis = found?.analyses.findLast(({ loop }) => isMeant(positionIn(found.sourceFile, loop.node.getStart())));
  if (found === undefined || analysis === undefined) return undefined;
  return reportOf(workspace, found, yield* withReasons(found, analysis, token), "reasons", true);
}

function reportOf(
  workspace: Workspace,
  found: Analysed,
  analysis: LoopAnalysis,
  detail: ReportDetail,
  isOne = false,
): LoopReport {
  return toReport(analysis, contextOf(workspace, found, analysis), detail, isOne);
}

/** Reasons that say what is not known, rather than what is in the way. */
export const undecidedReasons: readonly string[] = [
  "dynamic-dispatch",
  "function-without-body",
  "hidden-call",
  "possible-alias",
  "unknown-call",
  "untyped-call",
];

export interface OfferedAction {
  readonly transformId: string;
  readonly title: string;
  readonly form: "sync" | "async";
  readonly preferred: boolean;
  readonly safety: "safe" | "needs-review";
  /** Why it is not offered; null when it is. */
  readonly disabledReason: string | null;
  /** Offset of the loop's first character: what `planAction` wants back. */
  readonly loopOffset: number;
  readonly promising: boolean;
  /** Something stands in the way that the analysis cannot see, and a run may tell. */
  readonly mayTrace: boolean;
}

/** The actions for the innermost loop whose head the range touches (else for the innermost loop around it). */
export function* actionsAt(
  workspace: Workspace,
  file: string,
  start: number,
  end: number,
  token: CancellationToken = neverCancelled,
): Work<readonly OfferedAction[]> {
  const found = yield* analysed(workspace, file, token, "verdicts");
  const meant = found === undefined ? undefined : loopAt(found, start, end);
  if (found === undefined || meant === undefined) return [];
  const analysis = yield* decided(found, meant, token);
  const loopOffset = analysis.loop.node.getStart();
  if (analysis.verdict.kind === "serial") {
    const { verdict } = yield* withReasons(found, analysis, token);
    const { title, id, form } = transforms.find((transform) => transform.id === "parallel-map-sync") ?? transforms[0]!;
    const reasons = verdict.kind === "serial" ? verdict.reasons : [];
    const reason = reasons.map((each) => each.message).join(" ");
    const context = contextOf(workspace, found, { ...analysis, verdict });
    return [
      {
        transformId: id,
        title,
        form,
        preferred: false,
        safety: "safe",
        disabledReason: reason,
        loopOffset,
        promising: false,
        mayTrace: reasons.some(({ id }) => undecidedReasons.includes(id)),
      },
      // Partial results may do where the ordered way leaves the workers nothing.
      ...offeredOf(context, loopOffset),
    ];
  }
  return offeredOf(contextOf(workspace, found, analysis), loopOffset);
}

function offeredOf(context: TransformContext, loopOffset: number): readonly OfferedAction[] {
  const { profit } = context.analysis;
  const preferred = preferredId(context);
  return planned(context).map(({ transform, answer }) => ({
    transformId: transform.id,
    title: transform.title,
    form: transform.form,
    preferred:
      transform.id === preferred && answer.kind === "offered" && answer.plan.safety === "safe" && profit.promising,
    safety: answer.kind === "offered" ? answer.plan.safety : "safe",
    disabledReason: answer.kind === "disabled" ? answer.reason : null,
    loopOffset,
    promising: profit.promising,
    mayTrace: false,
  }));
}

export type ActionAnswer = TransformAnswer | { readonly kind: "stale" } | { readonly kind: "none" };

/**
 * The edit of one action.
 * @param loopOffset offset of the loop's first character
 * @param version version of the document that the action was offered for; another one now is answered `stale`
 */
export function* planAction(
  workspace: Workspace,
  file: string,
  loopOffset: number,
  transformId: string,
  version?: number,
  token: CancellationToken = neverCancelled,
): Work<ActionAnswer> {
  if (version !== undefined && workspace.documentVersion(file) !== version) return { kind: "stale" };
  const found = yield* analysed(workspace, file, token, "verdicts");
  const meant = found?.analyses.find(({ loop }) => loop.node.getStart() === loopOffset);
  const transform = transforms.find(({ id }) => id === transformId);
  if (found === undefined || meant === undefined || transform === undefined) return { kind: "none" };
  const context = contextOf(workspace, found, yield* decided(found, meant, token));
  return withoutOverflow(() => transform.plan(context)) ?? { kind: "none" };
}

/** The transform that suits the loop best; `sync` asks for the form that changes no signature. */
export function* preferredTransform(
  workspace: Workspace,
  file: string,
  loopOffset: number,
  form: WantedForm,
  way: WantedWay = "ordered",
): Work<string> {
  const found = yield* analysed(workspace, file, neverCancelled, "verdicts");
  const meant = found?.analyses.find(({ loop }) => loop.node.getStart() === loopOffset);
  if (found === undefined || meant === undefined) return way === "parts" ? "reassociate-sync" : "parallel-map-sync";
  return preferredId(contextOf(workspace, found, yield* decided(found, meant, neverCancelled)), form, way);
}

/** The first syntax error of a file as one sentence with its line; undefined when it parses. */
export function syntaxErrorOf(workspace: Workspace, file: string): { line: number; message: string } | undefined {
  const program = workspace.program();
  if (workspace.isTooDeep(file)) return { line: 1, message: "It is nested too deeply to be read." };
  const sourceFile = program.getSourceFile(file);
  const errors = sourceFile && withoutOverflow(() => program.getSyntacticDiagnostics(sourceFile));
  const [first] = errors ?? [];
  if (first === undefined || sourceFile === undefined) return undefined;
  const { line } = sourceFile.getLineAndCharacterOfPosition(first.start ?? 0);
  return { line: line + 1, message: ts.flattenDiagnosticMessageText(first.messageText, " ") };
}

function contextOf(workspace: Workspace, { program, sourceFile }: Analysed, analysis: LoopAnalysis): TransformContext {
  return { workspace, program, checker: checkerOf(program), sourceFile, analysis };
}

function loopAt({ analyses, sourceFile }: Analysed, start: number, end: number): Found | undefined {
  const startLine = sourceFile.getLineAndCharacterOfPosition(start).line;
  const onHead = analyses.filter(
    ({ loop }) => sourceFile.getLineAndCharacterOfPosition(loop.node.getStart()).line === startLine,
  );
  // Several loops may begin on one line; the last that begins before the cursor is meant, and the first where it stands before all.
  const before = onHead.filter(({ loop }) => loop.node.getStart() <= end && start <= loop.node.end);
  const around = analyses.filter(({ loop }) => loop.node.getStart() <= end && start <= loop.node.end);
  return before.at(-1) ?? onHead.find(({ loop }) => end < loop.node.getStart()) ?? around.at(-1);
}

/** Path of a file as reports show it. */
export function shownPath(workspace: Workspace, file: string): string {
  return path.relative(workspace.cwd, file).replaceAll("\\", "/");
}
