// The entry point of the analysis: every loop of a file with its verdict. Cooperative: yields between loops and between the
// functions whose summaries are needed, so that a request can be cancelled while it runs.
import { ts } from "ts-morph";
import { resolveCall } from "../accesses/calls.js";
import type { AccessContext, Summaries } from "../accesses/context.js";
import { createSummaries } from "../accesses/summaries.js";
import { findLoops } from "../loops/findLoops.js";
import type { Loop } from "../loops/loop.js";
import { type CancellationToken, neverCancelled } from "../workspace/cancellation.js";
import { withoutOverflow } from "../workspace/overflow.js";
import { decide, refuseTooDeep } from "./decide.js";
import type { LoopAnalysis } from "./loopAnalysis.js";
import { withProfit } from "./profit.js";

export type AnalysisContext = AccessContext;

const summariesOf = new WeakMap<ts.Program, Summaries>();

/** Summaries of functions are kept as long as the program object lives; a new program starts afresh. */
export function createAnalysisContext(program: ts.Program, token: CancellationToken = neverCancelled): AnalysisContext {
  const options = program.getCompilerOptions();
  const context: AccessContext = {
    program,
    checker: program.getTypeChecker(),
    summaries: { of: (declaration) => summaries.of(declaration) },
    token,
    strictNulls: options.strictNullChecks ?? options.strict ?? false,
    uncheckedIndex: options.noUncheckedIndexedAccess ?? false,
  };
  const summaries = summariesOf.get(program) ?? createSummaries(() => context);
  summariesOf.set(program, summaries);
  return context;
}

/** All loops of a file in source order. */
export function* analyseFile(
  context: AnalysisContext,
  sourceFile: ts.SourceFile,
): Generator<void, readonly LoopAnalysis[], void> {
  const loops = findLoops(sourceFile, context.checker);
  yield;
  const analyses: LoopAnalysis[] = [];
  for (const loop of loops) {
    analyses.push(yield* analyseLoop(context, loop));
    yield;
  }
  return withProfit(analyses, context);
}

/** One loop with its verdict, without what is known only of all loops of a file together (whether it pays). */
export function* analyseLoop(context: AnalysisContext, loop: Loop): Generator<void, LoopAnalysis, void> {
  yield* summarizeCallees(loop, context);
  // The compiler's own recursion can run out of stack on types of great depth; such a loop is refused, the others are not.
  return withoutOverflow(() => decide(context, loop)) ?? refuseTooDeep(loop);
}

/** Computes the summaries that the loop will ask for, callees before callers, giving way between two of them. */
function* summarizeCallees(loop: Loop, context: AnalysisContext): Generator<void, void, void> {
  const order: ts.FunctionLikeDeclaration[] = [];
  const seen = new Set<ts.Node>();
  const queue: ts.Node[] = [loop.body];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    for (const callee of calleesOf(node, context)) {
      if (seen.has(callee)) continue;
      seen.add(callee);
      order.push(callee);
      if (callee.body !== undefined) queue.push(callee.body);
    }
    yield;
  }
  for (const declaration of order.reverse()) {
    withoutOverflow(() => context.summaries.of(declaration));
    yield;
  }
}

function calleesOf(root: ts.Node, context: AnalysisContext): ts.FunctionLikeDeclaration[] {
  const found: ts.FunctionLikeDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const target = resolveCall(node, context);
      if (target.kind === "function") found.push(target.declaration);
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}
