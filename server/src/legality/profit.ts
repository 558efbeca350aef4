// Whether running a loop in parallel is likely to pay: a static estimate, kept apart from legality. The runtime decides for
// good; this only decides what the user is shown.
import { ts } from "ts-morph";
import { declaredClass } from "../accesses/classes.js";
import type { AccessContext } from "../accesses/context.js";
import { doesLess } from "../accesses/littleWork.js";
import { isFunctionType } from "../accesses/types.js";
import { estimateWork, repetitions } from "../accesses/work.js";
import { constantInteger } from "../loops/iterationSpace.js";
import { isCompared, type Loop } from "../loops/loop.js";
import type { LoopAnalysis } from "./loopAnalysis.js";
import type { Idle, Profit, Split } from "./verdict.js";

/** Abstract operations of an iteration from which the hand-over of its result is cheap by comparison. */
const worthwhile = 100;

const nothingLeft: Readonly<Record<Idle, string>> = {
  combines:
    "It only combines values, one after the other; workers can combine those of a part each, by partial results.",
  stores: "It only stores values that take next to nothing to compute.",
};

const tooLittle = "An iteration does too little to pay for handing it to another core.";
const outerIsBetter = "The loop around it is the better choice.";

/**
 * Why the loop would not pay, whatever its verdict is; undefined where that takes the verdict. O(operations that are worth it).
 * @param promising the loops found promising so far, those around this one among them
 */
export function hopelessBeforehand(
  loop: Loop,
  promising: ReadonlySet<Loop>,
  context: AccessContext,
): string | undefined {
  if (isInside(loop, promising)) return outerIsBetter;
  return doesLess(loop.body, worthwhile, context) ? tooLittle : undefined;
}

/**
 * The estimate of a loop whose verdict is known. An inner loop is not promising where a loop around it is: that one is the better
 * choice.
 * @param promising the loops found promising so far, those around this one among them
 */
export function profitOf(
  { loop, verdict, profit }: LoopAnalysis,
  promising: ReadonlySet<Loop>,
  context: AccessContext,
): Profit {
  if (verdict.kind !== "parallel") return profit;
  const { split, idle } = verdict;
  if (idle !== undefined)
    return { promising: false, workPerIteration: 0, bytesMoved: undefined, why: nothingLeft[idle] };
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
  if (isInside(loop, promising)) return no(outerIsBetter);
  const instance = instanceTaken(split, loop, context);
  if (instance !== undefined)
    return no(`${instance} does not arrive unchanged in another thread, so the loop would run in place.`);
  const trips = constantTrips(loop, context.checker);
  if (trips !== undefined && trips * kernel < 20_000) return no(`It has only ${trips} short iterations.`);
  if (rest * 4 > kernel) return no("What has to be done in order would be the bulk of the work.");
  if (kernel < worthwhile) return no(tooLittle);
  return {
    ...base,
    promising: true,
    why: `About ${rounded(base.workPerIteration)} operations per iteration can run on all cores.`,
  };
}

/** An estimate has no more than two digits that mean anything. */
export function rounded(operations: number): string {
  return Number(operations.toPrecision(2)).toLocaleString("en");
}

function isInside(loop: Loop, promising: ReadonlySet<Loop>): boolean {
  for (let outer = loop.parent; outer !== undefined; outer = outer.parent) if (promising.has(outer)) return true;
  return false;
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
  const last = isCompared(loop.space) ? constantInteger(loop.space.end, checker) : undefined;
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
