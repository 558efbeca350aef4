// Checks by running what the analysis could not decide: which iterations of a loop touch the same places, on the user's own input.
import { createHash } from "node:crypto";
import type { TraceResult } from "@loopsmith/runner/bench";
import { ts } from "ts-morph";
import { type Observations, observe } from "../../accesses/observed.js";
import { analyseFile, createAnalysisContext } from "../../legality/analyseFile.js";
import type { LoopAnalysis } from "../../legality/loopAnalysis.js";
import type { Verdict } from "../../legality/verdict.js";
import { planTransforms } from "../../transforms/index.js";
import { runInSlices } from "../../workspace/cancellation.js";
import { isProblem, openWorkspace, type Workspace } from "../../workspace/workspace.js";
import { type BenchProblem, type BenchRequest, problem } from "../benchRequest.js";
import { type FoundLoop, findLoop } from "../findLoop.js";
import { runnerFolder } from "../runnerFolder.js";
import { explain } from "./explainTrace.js";
import { judge } from "./judge.js";
import { calledPackageFunctions } from "./onTrial.js";
import { runTraced } from "./runTraced.js";
import type { TraceEvidence, TraceReport } from "./traceReport.js";

export interface TraceRequest extends Omit<BenchRequest, "limits" | "keepPart"> {
  readonly limits?: {
    /** How long the command may run before it reaches the loop, in milliseconds. Default: ten minutes. */
    readonly recordMs?: number;
    /** How long the loop itself is traced, in milliseconds; the iterations until then count. Default: one minute. */
    readonly traceMs?: number;
  };
}

export type TraceOutcome = { readonly kind: "trace"; readonly report: TraceReport } | BenchProblem;

/**
 * Runs the user's command in a shadow copy in which the loop, the functions of the project and the packages that it uses are
 * instrumented, and says whether two iterations of the first entry of the loop met in one place. Dynamic dependence tracing as in
 * DiscoPoP and in Intel's Advisor, with the identity of objects in the place of addresses.
 *
 * Never throws for what a user can get wrong, writes nothing of the user's, and leaves nothing behind.
 */
export async function traceLoop(request: TraceRequest): Promise<TraceOutcome> {
  const runner = request.runnerFolder ?? runnerFolder();
  if (typeof runner !== "string") return runner;
  request.onProgress?.({ message: "analysing the loop", done: null });
  const found = await findLoop(request);
  if ("kind" in found) return found;
  const { analysis, context } = found;
  const waiting = waitingIn(analysis.loop.body);
  if (waiting !== undefined)
    return problem(
      "The loop waits or yields in its body, so its iterations run into one another and cannot be told apart.",
      "Take the `await` or `yield` out of the loop first; `loopsmith check` says how.",
    );
  const files = ownSources(found);
  const names = calledPackageFunctions(files, context.checker);
  // Were all that is not known harmless: what would be left to the caller then?
  const hypothetical = await analyseObserved(found, { pureFunctions: names, isApart: true, everyCall: true });
  if ("kind" in hypothetical) return hypothetical;
  const traced = await runTraced({ ...request, runnerFolder: runner, found, files, names });
  if ("kind" in traced) return traced;
  const { result, slowdown, sites } = traced;
  const judged = judge(result, hypothetical.analysis, sites);
  const report = explain({ request, found, result, slowdown, sites, judged });
  return {
    kind: "trace",
    report: await withEvidence(report, found, hypothetical.analysis, judged.joined.length > 0, result),
  };
}

/** The sources of the project, tests and settings of tools left out: these are read by their tools in ways of their own. */
function ownSources({ workspace, program, sourceFile }: FoundLoop): readonly ts.SourceFile[] {
  const isTool = /(?:[./](?:test|spec)\.[cm]?[jt]sx?$)|(?:\/__tests__\/)|(?:\.config\.[cm]?[jt]s$)/;
  return workspace
    .ownFiles()
    .flatMap((file) => program.getSourceFile(file) ?? [])
    .filter((file) => file === sourceFile || !(isTool.test(file.fileName) || file.fileName.endsWith(".json")));
}

interface Observed {
  readonly workspace: Workspace;
  readonly analysis: LoopAnalysis;
  readonly program: ts.Program;
}

/** The loop in a program of its own, in which what was observed counts: no answer of it reaches any other. */
async function analyseObserved(
  { workspace, file, sourceFile, analysis }: FoundLoop,
  { isApart, ...facts }: Omit<Observations, "apart"> & { readonly isApart: boolean },
): Promise<Observed | BenchProblem> {
  const { cwd, configFile } = workspace;
  const own = openWorkspace({ cwd, files: [file], project: configFile ?? null });
  if (isProblem(own)) return problem(own.message, own.help);
  for (const document of workspace.ownFiles())
    if (workspace.documentVersion(document) !== undefined)
      own.setDocument(document, 1, workspace.readFile(document) ?? "");
  const program = own.program();
  const start = analysis.loop.node.getStart();
  observe(program, { ...facts, apart: isApart ? { file: sourceFile.fileName, start } : undefined });
  const source = program.getSourceFile(sourceFile.fileName)!;
  const token = { isCancellationRequested: false };
  const analyses = await runInSlices(analyseFile(createAnalysisContext(program, token), source), token);
  const same = analyses.find(({ loop }) => loop.node.getStart() === start);
  if (same === undefined) return problem("The program has changed while it was looked at.", "Run the command again.");
  return { workspace: own, analysis: same, program };
}

/** Whether what was seen is enough for a rewrite, and which. */
async function withEvidence(
  report: TraceReport,
  found: FoundLoop,
  hypothetical: LoopAnalysis,
  isJoined: boolean,
  { traced }: TraceResult,
): Promise<TraceReport> {
  const without = (withoutEvidence: string | null): TraceReport => ({ ...report, withoutEvidence });
  if (found.analysis.verdict.kind === "parallel") return without(null);
  if (report.answer !== "no-conflict") return without(null);
  if (traced < 2) return without("A single iteration was traced, which cannot meet another one; trace a larger input.");
  if (hypothetical.verdict.kind === "serial") return without(remaining(hypothetical.verdict));
  if (isJoined)
    return without(
      "Within an iteration one object was reached by two names, and in a worker these would be two copies of it.",
    );
  const pureFunctions = report.functions.filter(({ isPure }) => isPure).map(({ name }) => name);
  let why = "The program has changed while it was looked at.";
  for (const isApart of [false, true]) {
    const now = await analyseObserved(found, { pureFunctions: new Set(pureFunctions), isApart });
    if ("kind" in now) continue;
    if (now.analysis.verdict.kind === "serial") {
      why = remaining(now.analysis.verdict);
      continue;
    }
    const { workspace, program, analysis } = now;
    const sourceFile = analysis.loop.node.getSourceFile();
    const checker = createAnalysisContext(program).checker;
    const offers = planTransforms({ workspace, program, checker, sourceFile, analysis }).map(({ answer }) => answer);
    const offered = offers.find((answer) => answer.kind === "offered");
    if (offered === undefined) {
      const refused = offers.find((answer) => answer.kind === "disabled");
      return without(`The loop cannot be rewritten: ${refused?.reason ?? "no rewrite fits it"}.`);
    }
    const evidence: TraceEvidence = {
      file: report.loop.file,
      line: report.loop.line,
      sha256: createHash("sha256").update(found.sourceFile.text).digest("hex"),
      pureFunctions,
      apart: isApart,
      notes: offered.plan.notes,
    };
    return { ...report, evidence };
  }
  return without(why);
}

/** A function of the program that is not known by its name does not travel between threads, whatever it was seen to do. */
function remaining({ reasons }: Extract<Verdict, { kind: "serial" }>): string {
  return `What was seen does not answer this: ${reasons[0].message} ${reasons[0].help}`;
}

function waitingIn(body: ts.Node): ts.Node | undefined {
  if (ts.isAwaitExpression(body) || ts.isYieldExpression(body)) return body;
  if (ts.isForOfStatement(body) && body.awaitModifier !== undefined) return body;
  return ts.isFunctionLike(body) ? undefined : ts.forEachChild(body, waitingIn);
}
