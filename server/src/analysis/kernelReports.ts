// Kernels that have become unsafe, as plain data: hand-written or edited since, they compute something else than a loop would.

import path from "node:path";
import { ts } from "ts-morph";
import { createAnalysisContext } from "../legality/analyseFile.js";
import { kernelProblems } from "../legality/kernelProblems/index.js";
import type { KernelProblem } from "../legality/kernelProblems/kernelProblem.js";
import { kernelOf, runnerCalls } from "../transforms/inverse/callSite.js";
import { type CancellationToken, neverCancelled } from "../workspace/cancellation.js";
import { checkerOf } from "../workspace/checker.js";
import { withoutOverflow } from "../workspace/overflow.js";
import { perProgram } from "../workspace/perProgram.js";
import type { Workspace } from "../workspace/workspace.js";
import type { Position } from "./loopReport.js";
import { positionIn } from "./position.js";

export interface KernelReport extends Position {
  /** Id of the problem: `kernel-state`, `kernel-input`, `kernel-effect`, `kernel-result`. */
  readonly id: string;
  readonly severity: KernelProblem["severity"];
  /** Name of the kernel; empty for one that is written in the call. */
  readonly kernel: string;
  /** File of the problem, in the kernel; as reports show it. */
  readonly file: string;
  readonly end: Position;
  /** Where the kernel is named in the call that makes it a problem. */
  readonly call: Position & { readonly file: string; readonly end: Position };
  readonly message: string;
  readonly help: string;
}

interface Use {
  readonly argument: ts.Expression;
  readonly kernel: ts.FunctionLikeDeclaration;
  readonly writes: ReadonlySet<string>;
}

/** The calls of the runner in the program's own files. O(files that import the runner), once per program. */
const usesOf = perProgram((program) => {
  const checker = checkerOf(program);
  const uses: Use[] = [];
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile || file.fileName.includes("/node_modules/")) continue;
    for (const { call } of runnerCalls(file)) {
      const [, argument, , options] = call.arguments;
      const kernel = argument && kernelOf(argument, checker);
      if (argument !== undefined && kernel !== undefined) uses.push({ argument, kernel, writes: writesIn(options) });
    }
  }
  return uses;
});

/** The strings in the `writes` of the options. */
function writesIn(options: ts.Expression | undefined): ReadonlySet<string> {
  const property =
    options !== undefined && ts.isObjectLiteralExpression(options)
      ? options.properties.find((each) => each.name?.getText() === "writes")
      : undefined;
  const list = property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : undefined;
  const names = list !== undefined && ts.isArrayLiteralExpression(list) ? list.elements : [];
  return new Set(names.flatMap((each) => (ts.isStringLiteralLike(each) ? [each.text] : [])));
}

/**
 * The problems of kernels that are called in the file, or stand in it, in source order. What is not known of a kernel is no
 * problem: only what is seen to go wrong is told.
 */
export function* kernelReports(
  workspace: Workspace,
  file: string,
  token: CancellationToken = neverCancelled,
): Generator<void, readonly KernelReport[], void> {
  const program = workspace.program();
  const sourceFile = program.getSourceFile(file);
  if (sourceFile === undefined) return [];
  const context = createAnalysisContext(program, token);
  const reports = new Map<string, KernelReport>();
  for (const { argument, kernel, writes } of usesOf(program)) {
    if (argument.getSourceFile() !== sourceFile && kernel.getSourceFile() !== sourceFile) continue;
    yield;
    const found = withoutOverflow(() =>
      kernelProblems({ kernel, summary: context.summaries.of(kernel), writes, context }),
    );
    for (const problem of found ?? []) {
      const report = reportOf(problem, argument, kernel, workspace);
      // A kernel that is called in several places has its problem once.
      const key = `${report.file}:${report.line}:${report.column} ${report.id} ${report.message}`;
      if (!reports.has(key)) reports.set(key, report);
    }
  }
  return [...reports.values()];
}

function reportOf(
  { id, severity, place, message, help }: KernelProblem,
  argument: ts.Expression,
  kernel: ts.FunctionLikeDeclaration,
  { cwd }: Workspace,
): KernelReport {
  const shown = (name: string) => path.relative(cwd, name).replaceAll("\\", "/");
  const home = kernel.getSourceFile();
  const caller = argument.getSourceFile();
  return {
    id,
    severity,
    kernel: ts.isIdentifier(argument) ? argument.text : "",
    file: shown(place.file),
    ...positionIn(home, place.start),
    end: positionIn(home, place.end),
    call: {
      file: shown(caller.fileName),
      ...positionIn(caller, argument.getStart()),
      end: positionIn(caller, argument.getStart() + (ts.isIdentifier(argument) ? argument.text.length : 1)),
    },
    message,
    help,
  };
}
