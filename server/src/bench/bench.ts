// Benchmarks one loop of a program on the program's own input: what the command line and the language server both call.
import fs from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import { analyseFile, createAnalysisContext } from "../legality/analyseFile.js";
import type { LoopAnalysis } from "../legality/loopAnalysis.js";
import { planReplay } from "../transforms/replay.js";
import { runInSlices } from "../workspace/cancellation.js";
import { isProblem, openWorkspace, type Workspace } from "../workspace/workspace.js";
import { type BenchOutcome, type BenchProblem, type BenchRequest, problem } from "./benchRequest.js";
import { proofOf } from "./proofOf.js";
import { aborted } from "./record.js";
import { runBench } from "./runBench.js";
import { runnerFolder } from "./runnerFolder.js";

export type { BenchLimits, BenchOutcome, BenchRequest, BenchStep } from "./benchRequest.js";

/**
 * Measures what running a loop in parallel gains on real input: copies the project into a temporary folder, runs the user's
 * command there until it enters the loop, records the values that the loop takes from its surroundings, replays the loop in
 * series and in parallel on copies of them, compares the results, and, only if they are equal, times both in interleaved pairs.
 *
 * Never throws and never writes to a terminal. What a user can get wrong comes back as `kind: "problem"`; results that differ
 * are a report. Abort `signal` to cancel: a command line should do so on SIGINT. All child processes have ended and the
 * temporary folder is gone when the promise is fulfilled.
 */
export async function benchLoop(request: BenchRequest): Promise<BenchOutcome> {
  const { cwd, command, signal, onProgress, limits } = request;
  const file = path.resolve(cwd, request.file);
  if (command.length === 0 || command[0] === "") {
    return problem(
      "There is no command to run.",
      "Give the command that runs the program after `--`, e.g. `-- npx tsx main.ts`.",
    );
  }
  const runner = request.runnerFolder ?? runnerFolder();
  if (typeof runner !== "string") return runner;
  const workspace = request.workspace ?? open(file, request);
  if (isProblem(workspace)) return problem(workspace.message, workspace.help);
  onProgress?.({ message: "analysing the loop", done: null });

  const program = workspace.program();
  const sourceFile = program.getSourceFile(file.replaceAll("\\", "/"));
  if (sourceFile === undefined) {
    return problem(
      `${request.file} is not part of the program.`,
      "Give a TypeScript or JavaScript file of the project.",
    );
  }
  const broken = syntaxError(program, sourceFile, request.file);
  if (broken !== undefined) return broken;
  const token = { isCancellationRequested: false };
  const onAbort = () => {
    token.isCancellationRequested = true;
  };
  signal?.addEventListener("abort", onAbort, { once: true });
  let analyses: readonly LoopAnalysis[];
  const context = createAnalysisContext(program, token);
  try {
    if (signal?.aborted) return aborted();
    analyses = await runInSlices(analyseFile(context, sourceFile), token);
  } catch (error) {
    if (signal?.aborted) return aborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
  const analysis = loopAt(analyses, sourceFile, request.line);
  if (analysis === undefined) {
    return problem(
      `There is no loop at ${request.file}:${request.line}.`,
      "Give the line on which a loop begins; `loopsmith check --all` lists them.",
    );
  }
  const answer = planReplay({ workspace, program, checker: context.checker, sourceFile, analysis });
  if (answer.kind === "refused") return problem(answer.reason, answer.help);
  const line = lineOf(sourceFile, analysis.loop.node.getStart(sourceFile));
  const outcome = await runBench({
    plan: answer.plan,
    file,
    cwd,
    runnerFolder: runner,
    line,
    loopText: sourceFile.text.split(/\r?\n/)[line - 1]!.trim(),
    command,
    options: workspace.options,
    configFile: workspace.configFile,
    documents: openDocuments(workspace, program),
    signal,
    onProgress,
    keepPart: request.keepPart === true,
    limits,
  });
  if (outcome.kind !== "report") return outcome;
  const proof = proofOf(analysis, (offset) => lineOf(sourceFile, offset));
  return { kind: "report", report: { ...outcome.report, proof } };
}

function open(file: string, { cwd, project }: BenchRequest): ReturnType<typeof openWorkspace> {
  if (!fs.existsSync(file)) {
    return {
      message: `There is no file ${file}.`,
      help: "Give the loop as file:line, the file relative to the current folder.",
    };
  }
  return openWorkspace({ cwd, files: [file], ...(project === undefined ? {} : { project }) });
}

function syntaxError(program: ts.Program, sourceFile: ts.SourceFile, shown: string): BenchProblem | undefined {
  const [first] = program.getSyntacticDiagnostics(sourceFile);
  if (first === undefined) return undefined;
  const text = ts.flattenDiagnosticMessageText(first.messageText, " ");
  return problem(
    `${shown}:${lineOf(sourceFile, first.start ?? 0)} has a syntax error: ${text}`,
    "Mend it first; only programs that can run can be measured.",
  );
}

/** The outermost loop whose head begins on the line, else the innermost one that holds the line. */
function loopAt(analyses: readonly LoopAnalysis[], sourceFile: ts.SourceFile, line: number): LoopAnalysis | undefined {
  const begins = analyses.find(({ loop }) => lineOf(sourceFile, loop.node.getStart(sourceFile)) === line);
  if (begins !== undefined) return begins;
  return analyses.findLast(
    ({ loop }) =>
      lineOf(sourceFile, loop.node.getStart(sourceFile)) <= line && line <= lineOf(sourceFile, loop.node.end),
  );
}

function openDocuments(workspace: Workspace, program: ts.Program): ReadonlyMap<string, string> {
  const open = workspace.ownFiles().filter((file) => workspace.documentVersion(file) !== undefined);
  return new Map(open.map((file) => [path.normalize(file), program.getSourceFile(file)!.text]));
}

function lineOf(sourceFile: ts.SourceFile, offset: number): number {
  return sourceFile.getLineAndCharacterOfPosition(offset).line + 1;
}
