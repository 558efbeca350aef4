// One loop in, its verdict out: reasons first, then the split, then whether the split leaves the workers anything to do.
import { ts } from "ts-morph";
import { type CallTarget, targetsOf } from "../accesses/calls.js";
import type { AccessContext } from "../accesses/context.js";
import { isIterator } from "../accesses/expressions.js";
import { firstObstacle, pauseIn } from "../accesses/obstacles.js";
import { createProver } from "../dependence/facts.js";
import type { Loop } from "../loops/loop.js";
import { classifyScalars, type Scalar } from "../scalars/classifyScalars.js";
import { bounded, OverBudget, withinBudget } from "../workspace/budget.js";
import { type Body, readBody, regionOf } from "./body.js";
import { partition } from "./closure.js";
import { listDependences } from "./dependences.js";
import { idleOf } from "./idle.js";
import { leavesWork, mayBeTypedElement } from "./leavesWork.js";
import type { LoopAnalysis } from "./loopAnalysis.js";
import { seenApart, vouches } from "./observedAssumptions.js";
import type { Partition, Way } from "./partition.js";
import { patternOf } from "./pattern.js";
import { inBody } from "./plainData.js";
import { presumedArrays } from "./presumedArrays.js";
import { asyncCallback } from "./reasons/asyncCallback.js";
import { carriedDependence } from "./reasons/carriedDependence.js";
import { always, lastResort, whenUnsplit } from "./reasons/index.js";
import { lineOf, placeOf, type ReasonCheck, words } from "./reasons/reason.js";
import { makeSplit } from "./split.js";
import { leastStrides, stepAssumption } from "./strides.js";
import type { Assumption, Idle, Profit, RejectReason, Split, Verdict } from "./verdict.js";

const unknownProfit: Profit = {
  promising: false,
  workPerIteration: 0,
  bytesMoved: undefined,
  why: "The loop cannot run in parallel.",
};

/**
 * The verdict of one loop, without its profit. Yields between its phases.
 * @param tellsAll every reason of a refusal, the dependences and the scalars; else only whether it is refused
 * @throws OverBudget when the loop asks for more work than the budget of the context allows
 */
export function* decide(context: AccessContext, loop: Loop, tellsAll = true): Generator<void, LoopAnalysis, void> {
  const body = readBody(context, loop);
  const found = yield* decideBody(body, tellsAll);
  if (found.verdict.kind === "serial" && loop.space.form === "counted" && loop.space.stride !== undefined) {
    // What a pixel is made of may be touched side by side.
    for (const leastStride of leastStrides(loop, context.checker)) {
      const assuming = readBody(context, loop, { leastStride });
      if (createProver(assuming.nest.enclosing()).contradictory) continue;
      const wider = yield* decideBody(assuming, tellsAll);
      if (wider.verdict.kind === "parallel") return wider;
    }
  }
  if (body.inductions.every(({ start }) => start !== undefined) || !isBetterInOrder(found, body)) return found;
  // What the caller advances in order, as the author wrote it, the kernel need not hand over.
  const other = yield* decideBody(readBody(context, loop, { leavesInductions: true }), tellsAll);
  return other.verdict.kind === "parallel" && (other.verdict.idle === undefined || found.verdict.kind === "serial")
    ? other
    : found;
}

function isBetterInOrder({ verdict }: LoopAnalysis, { inductions }: Body): boolean {
  if (verdict.kind === "serial" || verdict.idle !== undefined) return true;
  return verdict.split.channels.some(
    (channel) => channel.kind === "variable" && inductions.some(({ symbol }) => symbol === channel.symbol),
  );
}

function* decideBody(body: Body, tellsAll: boolean): Generator<void, LoopAnalysis, void> {
  const { loop } = body;
  yield;
  const scalars = tellsAll ? classifyScalars(body) : [];
  const reasons = reasonsOf(body, always, tellsAll);
  yield;
  const rest = { loop, dependences: [], scalars, profit: unknownProfit };
  if (reasons.length > 0) {
    if (!tellsAll) return { ...rest, verdict: serial(reasons) };
    // Every obstacle is told at once, the carried values too, as far as the budget goes.
    const carried = (yield* bounded(carriedBesides(body, scalars))) ?? [];
    const dependences = withinBudget(() => listDependences(body)) ?? [];
    return { ...rest, dependences, verdict: serial([...reasons, ...carried]) };
  }
  const dependences = tellsAll ? listDependences(body) : [];
  yield;
  const divided = yield* divide(body);
  if (divided === undefined) {
    const why = reasonsOf(body, whenUnsplit, tellsAll);
    return { ...rest, dependences, verdict: serial(why.length > 0 ? why : lastResort(body)) };
  }
  const { part, split, idle } = divided;
  yield;
  const verdict: Verdict = {
    kind: "parallel",
    pattern: patternOf(body, part),
    assumptions: [
      // Where all is the caller's, nothing has to be tested.
      ...presumptions(body),
      ...(idle === undefined ? [...assumptionsOf(body, split), ...randomAssumption(body, part, split)] : []),
      ...vouches(body),
      ...seenApart(body),
    ],
    split,
    idle,
  };
  return { ...rest, dependences, verdict };
}

/**
 * What the checks find, as far as the budget goes; unless everything is to be told, what the first of them finds that finds anything.
 * @throws OverBudget where it went no further and nothing was found
 */
function reasonsOf(body: Body, checks: readonly ReasonCheck[], tellsAll: boolean): readonly RejectReason[] {
  const reasons: RejectReason[] = [];
  for (const check of checks) {
    const found = withinBudget(() => check(body));
    if (found === undefined && reasons.length === 0) throw new OverBudget();
    if (found === undefined) break;
    reasons.push(...found);
    if (!tellsAll && reasons.length > 0) break;
  }
  return reasons;
}

interface Division {
  readonly part: Partition;
  readonly split: Split;
  readonly idle: Idle | undefined;
}

/** The first division of the body that leaves work for the workers; else the first of which nothing depends on another iteration. */
function* divide(body: Body): Generator<void, Division | undefined, void> {
  const found = yield* dividedBy(body, {});
  if ("split" in found && found.idle === undefined) return found;
  return (yield* divideOtherwise(body, found)) ?? ("split" in found ? found : undefined);
}

function* divideOtherwise(body: Body, found: Divided): Generator<void, Division | undefined, void> {
  if (body.context.prepared !== undefined) return undefined;
  // What the caller would store and read back, an iteration may also store in its own copy.
  const copied = yield* dividedBy(body, { copies: true });
  const isCopied = leavesMuch(copied);
  // No transform keeps what lies in a typed array anywhere else.
  if (isCopied && !copied.split.copied.some((node) => mayBeTypedElement(node, body.context))) return copied;
  const again = fails(found) && mayStartAgain(body) ? yield* dividedBy(body, { startsAgain: true }) : undefined;
  if (again !== undefined && leavesMuch(again)) return again;
  return isCopied ? copied : undefined;
}

/** How a body is divided one way, or why that leaves nothing. */
type Divided = Division | { readonly fails: boolean };

function leavesMuch(divided: Divided): divided is Division {
  return "split" in divided && divided.idle === undefined;
}

function fails(divided: Divided): boolean {
  return "split" in divided ? divided.part.failures.size > 0 : divided.fails;
}

function* dividedBy(body: Body, way: Way): Generator<void, Divided, void> {
  const part = partition(body, way);
  yield;
  const split = makeSplit(body, part);
  yield;
  const no = { fails: part.failures.size > 0 };
  if (split === undefined) return no;
  if (leavesWork(body, part, split)) return { part, split, idle: undefined };
  const idle = idleOf(body, part);
  return idle === undefined ? no : { part, split, idle };
}

/** The author's loop can stand beside its parallel form, and finds what that has found: its head takes nothing from anywhere. */
function mayStartAgain({ loop, units, context }: Body): boolean {
  const { node, kind } = loop;
  const isStatement = ts.isIterationStatement(node, false) || kind === "forEach";
  if (!isStatement || units.all.some((unit) => unit.leaves) || ts.isLabeledStatement(node.parent)) return false;
  const takes = (at: ts.Node): boolean => {
    if (at === loop.body || ts.isTypeNode(at)) return false;
    if (ts.isAwaitExpression(at) || ts.isYieldExpression(at)) return true;
    const isCall = ts.isCallExpression(at) || ts.isNewExpression(at);
    if (isCall && at !== node && !targetsOf(at, context).every(isOfMath)) return true;
    return ts.forEachChild(at, (child) => takes(child) || undefined) === true;
  };
  return !takes(node) && !(ts.isForOfStatement(node) && isIterator(context.checker.getTypeAtLocation(node.expression)));
}

function isOfMath(target: CallTarget): boolean {
  return target.kind === "builtin" && target.name.startsWith("Math.");
}

function* carriedBesides(body: Body, scalars: readonly Scalar[]): Generator<void, readonly RejectReason[], void> {
  // A counter or a sum would be updated in order by the caller: that alone never stands in the way.
  const sums = new Set(scalars.flatMap((scalar) => (scalar.class === "reduction" ? [scalar.name] : [])));
  const { text } = body.loop.node.getSourceFile();
  const carried = carriedDependence(body).filter(({ place }) => !sums.has(text.slice(place.start, place.end)));
  // What the caller could do in order does not stand in the way; to find out is the larger part of the work.
  if (carried.length > 0 && body.loop.space.form !== "unknown" && (yield* divide(body)) !== undefined) return [];
  return carried;
}

function serial(reasons: readonly RejectReason[]): Verdict {
  const [first, ...rest] = reasons;
  if (first === undefined) throw new Error("a serial verdict needs a reason");
  return { kind: "serial", reasons: [first, ...rest] };
}

/**
 * The verdict of a loop whose callback is asynchronous and waits, found without a look at what it does: what stands behind an
 * `await` is done when the loop has long been left, and says nothing about its iterations. Undefined for all other loops.
 */
export function refuseWaiting(loop: Loop): LoopAnalysis | undefined {
  const isWritten = loop.body.getSourceFile().text.slice(loop.body.pos, loop.body.end).includes("await");
  const [waiting] = isWritten && waitsIn(loop.body) ? asyncCallback({ loop }) : [];
  return waiting === undefined ? undefined : refused(loop, [waiting]);
}

function waitsIn(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)) return true;
  return !ts.isFunctionLike(node) && ts.forEachChild(node, (child) => waitsIn(child) || undefined) === true;
}

/** The verdict of a loop that pauses: the syntax tells. Undefined for all other loops. */
export function refusePausing(loop: Loop): LoopAnalysis | undefined {
  const at = pauseIn(loop.body)?.node;
  return at && refusedAt(loop, at);
}

/** The verdict of a loop whose iterations nobody can count. Undefined for all other loops. */
export function refuseForm(loop: Loop): LoopAnalysis | undefined {
  return loop.space.form === "unknown" ? refusedAt(loop, loop.space.at) : undefined;
}

/**
 * The verdict of a loop in which an obstacle shows before anything has been compared, with one reason that tells no more than
 * where. Undefined for all other loops.
 * @throws OverBudget as `decide` does
 */
export function refuseAtOnce(context: AccessContext, loop: Loop): LoopAnalysis | undefined {
  const at = firstObstacle(loop.body, () => regionOf(context, loop), inBody(loop, context))?.node;
  return at && refusedAt(loop, at);
}

function refusedAt(loop: Loop, at: ts.Node): LoopAnalysis {
  const message = "Iterations of this loop cannot be told apart beforehand.";
  return refused(loop, [{ id: "obstacle", place: placeOf(at), message, help: "Ask for the reasons." }]);
}

function refused(loop: Loop, reasons: readonly RejectReason[]): LoopAnalysis {
  return { loop, verdict: serial(reasons), dependences: [], scalars: [], profit: unknownProfit };
}

/** What is left to say of a loop that is beyond the bounds on work and depth. */
export function refuseTooLarge(loop: Loop): LoopAnalysis {
  const reason: RejectReason = {
    id: "too-large",
    place: { ...placeOf(loop.node), end: loop.node.getStart() + 3 },
    message: "The body of this loop is too large to be analysed in reasonable time.",
    help: "Move parts of it into functions.",
  };
  return refused(loop, [reason]);
}

function presumptions(body: Body): Assumption[] {
  const arrays = presumedArrays(body).map(({ name, node }) => ({
    id: "array",
    place: placeOf(node),
    message: `\`${name}\` is an array; tested when the loop starts, and if it is none, the loop runs as it was.`,
  }));
  const data = body.plainData().map(({ name, node }) => ({
    id: "lists-and-records",
    place: placeOf(node),
    message: `\`${name}\` is made of lists, texts, numbers and records; tested when the loop starts, and if it is not, the loop runs as it was.`,
  }));
  return [...arrays, ...data].map((each) => ({ ...each, kind: "checked" }));
}

function assumptionsOf({ loop, context }: Body, split: Split): Assumption[] {
  const found: Assumption[] = [];
  for (const [written, read] of split.disjoint) {
    found.push({
      id: "disjoint",
      kind: "checked",
      place: placeOf(written.node),
      message: `\`${written.name}\` and \`${read.name}\` do not overlap; tested when the loop starts, and if they do, it runs in order.`,
    });
  }
  for (const array of split.distinct) {
    found.push({
      id: "distinct",
      kind: "checked",
      place: placeOf(array.node),
      message: `What \`${array.name}\` holds are different objects; tested when the loop starts, and if they are not, it runs in order.`,
    });
  }
  for (const number of split.integers) {
    found.push({
      id: "integer",
      kind: "checked",
      place: placeOf(number),
      message: `\`${words(number)}\` is a whole number; tested when the loop starts, and if it is not, the loop runs in order.`,
    });
  }
  found.push(...split.conditions.map(stepAssumption));
  const objects = split.liveIns.filter((liveIn) => !isSimple(context.checker.getTypeAtLocation(liveIn.node)));
  if (objects.length > 0) {
    found.push({
      id: "plain-data",
      kind: "checked",
      place: placeOf(objects[0]!.node),
      message: `${objects.map((liveIn) => `\`${liveIn.name}\``).join(", ")} (line ${lineOf(loop.node)}) ${objects.length === 1 ? "is" : "are"} plain data that arrives unchanged in a worker; tested when the loop starts, and if not, it runs in place.`,
    });
  }
  return found;
}

/** Random numbers are drawn by the workers: as random as before, but other ones in each iteration. */
function randomAssumption(body: Body, part: Partition, split: Split): Assumption[] {
  const moved = split.channels.flatMap((channel) => (channel.kind === "expression" ? [channel.expression] : []));
  const isInKernel = (node: ts.Node) =>
    moved.some((part) => part.pos <= node.pos && node.end <= part.end) ||
    body.units.all.some((unit) => !part.isCommit(unit) && unit.facts.effects.some((effect) => effect.node === node));
  const drawn = body.effects.find((effect) => effect.kind === "random" && isInKernel(effect.node));
  if (drawn === undefined) return [];
  return [
    {
      id: "random",
      kind: "trusted",
      place: placeOf(drawn.node),
      message: `Nobody relies on the order in which \`${drawn.name}\` draws its numbers; in the workers each iteration draws other ones than before.`,
    },
  ];
}

function isSimple(type: ts.Type): boolean {
  const flags = ts.TypeFlags.NumberLike | ts.TypeFlags.StringLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.BigIntLike;
  return type.isUnion() ? type.types.every(isSimple) : (type.flags & flags) !== 0;
}
