// Whether running a loop in parallel is likely to pay: a static estimate, kept apart from legality. The runtime decides for
// good; this only decides what the user is shown.
import { ts } from "ts-morph";
import { declaredClass } from "../accesses/classes.js";
import type { AccessContext } from "../accesses/context.js";
import { isFunctionType } from "../accesses/types.js";
import { estimateWork, repetitions } from "../accesses/work.js";
import { constantInteger } from "../loops/iterationSpace.js";
import type { Loop } from "../loops/loop.js";
import type { LoopAnalysis } from "./loopAnalysis.js";
import type { Profit, Split } from "./verdict.js";

/** Abstract operations of an iteration from which the hand-over of its result is cheap by comparison. */
const worthwhile = 100;

/** Adds the estimate to each loop. An inner loop is not promising where a loop around it is: that one is the better choice. */
export function* withProfit(
  analyses: readonly LoopAnalysis[],
  context: AccessContext,
): Generator<void, readonly LoopAnalysis[], void> {
  const promising = new Set<Loop>();
  const found: LoopAnalysis[] = [];
  for (const analysis of analyses) {
    const profit = estimate(analysis, promising, context);
    if (profit.promising) promising.add(analysis.loop);
    found.push({ ...analysis, profit });
    yield;
  }
  return found;
}

function estimate(
  { loop, verdict, profit }: LoopAnalysis,
  promising: ReadonlySet<Loop>,
  context: AccessContext,
): Profit {
  if (verdict.kind === "serial") return profit;
  const { split } = verdict;
  const weigh = (node: ts.Node) => estimateWork(node, context) * repetitions(node, loop.body, context);
  const commit = [...split.commit].reduce((sum, statement) => sum + weigh(statement), 0);
  const moved = split.channels.reduce(
    (sum, channel) => sum + (channel.kind === "expression" ? weigh(channel.expression) : 0),
    0,
  );
  const total = estimateWork(loop.body, context);
  const kernel = Math.max(0, total - commit + moved);
  const rest = Math.max(0, commit - moved);
  const bytesMoved = bytesOf(split, loop, context.checker);
  const base = { workPerIteration: Math.round(kernel), bytesMoved };
  const no = (why: string): Profit => ({ ...base, promising: false, why });
  for (let outer = loop.parent; outer !== undefined; outer = outer.parent) {
    if (promising.has(outer)) return no("The loop around it is the better choice.");
  }
  const instance = instanceTaken(split, loop, context);
  if (instance !== undefined)
    return no(`${instance} does not arrive unchanged in another thread, so the loop would run in place.`);
  const trips = constantTrips(loop, context.checker);
  if (trips !== undefined && trips * kernel < 20_000) return no(`It has only ${trips} short iterations.`);
  if (rest * 4 > kernel) return no("What has to be done in order would be the bulk of the work.");
  if (kernel < worthwhile) return no("An iteration does too little to pay for handing it to another core.");
  return {
    ...base,
    promising: true,
    why: `About ${base.workPerIteration} operations per iteration can run on all cores.`,
  };
}

/** What the kernel needs and the runner would not send: an instance of a class of the program, or a function. */
function instanceTaken(split: Split, loop: Loop, context: AccessContext): string | undefined {
  const { checker, program } = context;
  const { space } = loop;
  const item =
    space.form === "elements" && space.binding !== undefined && ts.isIdentifier(space.binding) ? [space.binding] : [];
  for (const node of [...split.liveIns.map((liveIn) => liveIn.node), ...item]) {
    const type = checker.getNonNullableType(checker.getTypeAtLocation(node));
    const name = node.getText();
    if (isFunctionType(type)) return `\`${name}\` is a function and`;
    const [element] = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference) : [];
    for (const each of [type, element])
      if (each !== undefined && declaredClass(each, program) !== undefined)
        return `\`${name}\` ${each === type ? "is" : "holds"} a \`${each.symbol.name}\`, an object with a class, and`;
  }
  return undefined;
}

function constantTrips(loop: Loop, checker: ts.TypeChecker): number | undefined {
  if (loop.space.form !== "counted" || loop.space.offset !== undefined || loop.space.stride !== undefined)
    return undefined;
  const first = constantInteger(loop.space.start, checker);
  const last = constantInteger(loop.space.end, checker);
  if (first === undefined || last === undefined) return undefined;
  return Math.max(0, Math.ceil(Math.abs(last - first) / Math.abs(loop.space.step)));
}

/** Eight bytes a number; unknown as soon as a value of unknown size travels. */
function bytesOf(split: Split, loop: Loop, checker: ts.TypeChecker): number | undefined {
  if (split.channels.some((channel) => channel.within.length > 0)) return undefined;
  const isNumber = (type: ts.Type) => (type.flags & ts.TypeFlags.NumberLike) !== 0;
  const types = split.channels.map((channel) =>
    channel.kind === "variable"
      ? checker.getTypeOfSymbol(channel.symbol)
      : checker.getTypeAtLocation(channel.expression),
  );
  if (!types.every(isNumber) || loop.space.form !== "counted") return undefined;
  return 8 * types.length;
}
