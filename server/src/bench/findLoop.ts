// The loop that a benchmark or a trace is asked for: opened, analysed, or one sentence why there is none.
import fs from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import { type AnalysisContext, analyseFile, createAnalysisContext } from "../legality/analyseFile.js";
import type { LoopAnalysis } from "../legality/loopAnalysis.js";
import { runInSlices } from "../workspace/cancellation.js";
import { isProblem, openWorkspace, type Workspace } from "../workspace/workspace.js";
import { type BenchProblem, type BenchRequest, problem } from "./benchRequest.js";
import { aborted } from "./record.js";

export interface FoundLoop {
  readonly workspace: Workspace;
  readonly program: ts.Program;
  readonly context: AnalysisContext;
  readonly sourceFile: ts.SourceFile;
  readonly analysis: LoopAnalysis;
  /** Absolute path of the file, and the line of the loop's head, counted from 1. */
  readonly file: string;
  readonly line: number;
}

export type LoopRequest = Pick<BenchRequest, "cwd" | "file" | "line" | "command" | "workspace" | "project" | "signal">;

/** Never throws, but for faults of the analysis itself. */
export async function findLoop(request: LoopRequest): Promise<FoundLoop | BenchProblem> {
  const { cwd, command, signal } = request;
  const file = path.resolve(cwd, request.file);
  const shown = path.relative(cwd, file).replaceAll("\\", "/");
  if (command.length === 0 || command[0] === "") {
    return problem(
      "There is no command to run.",
      "Give the command that runs the program after `--`, e.g. `-- npx tsx main.ts`.",
    );
  }
  const workspace = request.workspace ?? open(file, request);
  if (isProblem(workspace)) return problem(workspace.message, workspace.help);
  const program = workspace.program();
  const sourceFile = program.getSourceFile(file.replaceAll("\\", "/"));
  if (sourceFile === undefined) {
    return problem(`${shown} is not part of the program.`, "Give a TypeScript or JavaScript file of the project.");
  }
  const broken = syntaxError(program, sourceFile, shown);
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
      `There is no loop at ${shown}:${request.line}.`,
      "Give the line on which a loop begins; `loopsmith check --all` lists them.",
    );
  }
  const line = lineOf(sourceFile, analysis.loop.node.getStart(sourceFile));
  return { workspace, program, context, sourceFile, analysis, file, line };
}

/** The texts of the documents that are open in the editor, by absolute path. */
export function openDocuments(workspace: Workspace, program: ts.Program): ReadonlyMap<string, string> {
  const documents = workspace.ownFiles().filter((file) => workspace.documentVersion(file) !== undefined);
  return new Map(documents.map((file) => [path.normalize(file), program.getSourceFile(file)!.text]));
}

export function lineOf(sourceFile: ts.SourceFile, offset: number): number {
  return sourceFile.getLineAndCharacterOfPosition(offset).line + 1;
}

function open(file: string, { cwd, project }: LoopRequest): ReturnType<typeof openWorkspace> {
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
