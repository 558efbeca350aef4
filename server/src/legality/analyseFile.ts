// The entry point of the analysis: every loop of a file with its verdict. Cooperative: yields between loops and between the
// functions whose summaries are needed, so that a request can be cancelled while it runs.
import { ts } from "ts-morph";
import { targetsOf } from "../accesses/calls.js";
import type { AccessContext, Summaries } from "../accesses/context.js";
import { createSummaries } from "../accesses/summaries.js";
import { findLoopsStepwise } from "../loops/findLoops.js";
import type { Loop } from "../loops/loop.js";
import { preorder } from "../loops/mentions.js";
import { bounded, createBudget, unlimited, withinBudget } from "../workspace/budget.js";
import { type CancellationToken, neverCancelled } from "../workspace/cancellation.js";
import { checkerOf } from "../workspace/checker.js";
import { withoutOverflow } from "../workspace/overflow.js";
import { perProgram } from "../workspace/perProgram.js";
import { decide, refuseAtOnce, refuseForm, refusePausing, refuseTooLarge, refuseWaiting } from "./decide.js";
import type { LoopAnalysis, UnaskedLoop } from "./loopAnalysis.js";
import { inBody, onData } from "./plainData.js";
import { hopelessBeforehand, profitOf } from "./profit.js";

/** How much is told of a loop that is refused: every reason and what it depends on, or only that it is, with one reason. */
export type Detail = "reasons" | "verdicts";

export interface AnalysisContext extends AccessContext {
  /** The summaries as far as the first obstacle of each function. */
  readonly obstacles: Summaries;
}

const summariesOf = perProgram(() => new Map<Detail | `presuming ${Detail}`, Summaries>());

/** Summaries of functions are kept as long as the program object lives; a new program starts afresh. */
export function createAnalysisContext(program: ts.Program, token: CancellationToken = neverCancelled): AnalysisContext {
  const options = program.getCompilerOptions();
  const kept = summariesOf(program);
  const context: AnalysisContext = {
    program,
    checker: checkerOf(program),
    summaries: lazily(() => summaries),
    obstacles: lazily(() => obstacles),
    presuming: { summaries: lazily(() => presuming), obstacles: lazily(() => presumingObstacles) },
    token,
    budget: unlimited,
    strictNulls: options.strictNullChecks ?? options.strict ?? false,
    uncheckedIndex: options.noUncheckedIndexedAccess ?? false,
  };
  const summaries = kept.get("reasons") ?? createSummaries(() => context);
  const atObstacle = { ...context, summaries: context.obstacles, seeksObstacles: true };
  const obstacles = kept.get("verdicts") ?? createSummaries(() => atObstacle, summaries);
  const withData = onData(context);
  const withDataAtObstacle = onData(atObstacle);
  const presuming = kept.get("presuming reasons") ?? createSummaries(() => withData);
  const presumingObstacles = kept.get("presuming verdicts") ?? createSummaries(() => withDataAtObstacle, presuming);
  kept.set("reasons", summaries).set("verdicts", obstacles);
  kept.set("presuming reasons", presuming).set("presuming verdicts", presumingObstacles);
  return context;
}

/** The summaries ask for others in the context that they themselves are part of. */
function lazily(summaries: () => Summaries): Summaries {
  return { of: (declaration) => summaries().of(declaration), isDone: (declaration) => summaries().isDone(declaration) };
}

/** All loops of a file in source order, each with every reason. */
export function* analyseFile(
  context: AnalysisContext,
  sourceFile: ts.SourceFile,
): Generator<void, readonly LoopAnalysis[], void> {
  const promising = new Set<Loop>();
  const analyses: LoopAnalysis[] = [];
  // A loop comes before those in it.
  for (const loop of yield* findLoopsStepwise(sourceFile, context.checker)) {
    analyses.push(weighed(yield* analyseLoop(context, loop), promising, context));
    yield;
  }
  return analyses;
}

/**
 * All loops of a file in source order, with their verdicts only, and without those of loops that cannot be worth the trouble: what
 * functions do to objects is the larger part of the work, and need not be known of most.
 */
export function* surveyFile(
  context: AnalysisContext,
  sourceFile: ts.SourceFile,
): Generator<void, readonly (LoopAnalysis | UnaskedLoop)[], void> {
  const promising = new Set<Loop>();
  const found: (LoopAnalysis | UnaskedLoop)[] = [];
  for (const loop of yield* findLoopsStepwise(sourceFile, context.checker)) {
    found.push(
      leaveAside(context, loop, promising) ??
        weighed(yield* analyseLoop(context, loop, "verdicts"), promising, context),
    );
    yield;
  }
  return found;
}

function weighed(analysis: LoopAnalysis, promising: Set<Loop>, context: AnalysisContext): LoopAnalysis {
  const profit = profitOf(analysis, promising, context);
  if (profit.promising) promising.add(analysis.loop);
  return { ...analysis, profit };
}

/** What takes no look at what the loop does to which objects: that it is serial by its syntax, or would never pay. */
function leaveAside(
  context: AnalysisContext,
  loop: Loop,
  promising: ReadonlySet<Loop>,
): LoopAnalysis | UnaskedLoop | undefined {
  const refused = refuseWaiting(loop) ?? refusePausing(loop);
  if (refused !== undefined) return refused;
  const budget = createBudget(mostWork);
  const why = withinBudget(() => withoutOverflow(() => hopelessBeforehand(loop, promising, { ...context, budget })));
  return why === undefined
    ? undefined
    : {
        loop,
        verdict: { kind: "unasked" },
        profit: { promising: false, workPerIteration: 0, bytesMoved: undefined, why },
      };
}

/** Units of work for one loop; a body of a thousand lines of usual code takes a tenth of it. */
const mostWork = 600_000;

/** One loop with its verdict, without what is known only of all loops of a file together (whether it pays). */
export function* analyseLoop(
  context: AnalysisContext,
  loop: Loop,
  detail: Detail = "reasons",
): Generator<void, LoopAnalysis, void> {
  const own: AnalysisContext = { ...context, budget: createBudget(mostWork) };
  // A loop over the bounds, of its own or of the compiler's recursion, is refused; the others are not.
  return (yield* bounded(decideInSteps(own, loop, detail))) ?? refuseTooLarge(loop);
}

function* decideInSteps(context: AnalysisContext, loop: Loop, detail: Detail): Generator<void, LoopAnalysis, void> {
  const refused =
    refuseWaiting(loop) ??
    (detail === "verdicts"
      ? (refusePausing(loop) ??
        refuseForm(loop) ??
        refuseAtOnce({ ...context, summaries: context.obstacles, seeksObstacles: true }, loop))
      : undefined);
  if (refused !== undefined) return refused;
  yield* summarizeCallees(loop, inBody(loop, context));
  return yield* decide(context, loop, detail === "reasons");
}

/** Computes the summaries that the loop will ask for, callees before callers, giving way between two of them. */
function* summarizeCallees(loop: Loop, context: AccessContext): Generator<void, void, void> {
  const seen = new Set<ts.Node>();
  // Depth first: a function is summarized when those that it calls are, as far as they do not call one another in a ring.
  const path = [{ declaration: undefined, callees: calleesOf(loop.body, context), next: 0 }] as Visit[];
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const callee = top.callees[top.next++];
    if (callee === undefined) {
      path.pop();
      if (top.declaration !== undefined) context.summaries.of(top.declaration);
      yield;
    } else if (!seen.has(callee) && !context.summaries.isDone(callee)) {
      seen.add(callee);
      path.push({ declaration: callee, callees: callee.body === undefined ? [] : calleesIn(callee, context), next: 0 });
    }
  }
}

interface Visit {
  readonly declaration: ts.FunctionLikeDeclaration | undefined;
  readonly callees: readonly ts.FunctionLikeDeclaration[];
  next: number;
}

const calleesByProgram = perProgram(() => new Map<ts.Node, readonly ts.FunctionLikeDeclaration[]>());

function calleesIn(
  declaration: ts.FunctionLikeDeclaration,
  context: AccessContext,
): readonly ts.FunctionLikeDeclaration[] {
  const known = calleesByProgram(context.program);
  const callees = known.get(declaration) ?? calleesOf(declaration.body!, context);
  known.set(declaration, callees);
  return callees;
}

function calleesOf(root: ts.Node, context: AccessContext): readonly ts.FunctionLikeDeclaration[] {
  const found = new Set<ts.FunctionLikeDeclaration>();
  for (const node of preorder(root)) {
    if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) continue;
    for (const target of targetsOf(node, context)) if (target.kind === "function") found.add(target.declaration);
  }
  return [...found];
}
