// From the partition of the body to the `Split` that the transforms print: the values that travel from kernel to commit, the
// live-ins, the functions to move, the order in which results must be taken.
import { ts } from "ts-morph";
import type { Facts } from "../accesses/access.js";
import { isNameOfConstant } from "../accesses/builtins.js";
import { holdsFunctions } from "../accesses/callees.js";
import { collectFacts } from "../accesses/collect.js";
import { mayNotEnd } from "../accesses/ending.js";
import { symbolKey } from "../accesses/keys.js";
import { canThrow } from "../accesses/throwing.js";
import { functionOf, unalias, valueSymbol } from "../accesses/types.js";
import type { Guarded } from "../dependence/alias.js";
import type { Need } from "../dependence/meets.js";
import { mentionedIn } from "../dependence/polynomial.js";
import { referencesTo } from "../scalars/liveness.js";
import { OverBudget } from "../workspace/budget.js";
import type { Body } from "./body.js";
import { namesIn, tryChannels } from "./channels.js";
import { headNodes } from "./hazards.js";
import { advanceNodes } from "./inductions.js";
import { endTests } from "./inequality.js";
import { endsByResult } from "./ownPlaces.js";
import type { Partition } from "./partition.js";
import { presumedArrays } from "./presumedArrays.js";
import type { PrivateArray } from "./privateArrays.js";
import { stepConditions } from "./strides.js";
import type { Unit } from "./units.js";
import type { Callee, Channel, LiveIn, Split, Tested } from "./verdict.js";
import { areRowsVisible, isVisible } from "./visibility.js";

const maxRounds = 200;
const noFacts: Facts = { accesses: [], effects: [], mentions: [], usesThis: undefined };

/** Completes a partition. May move further units to the commit, when their values cannot travel. Undefined: it rests on what nobody can test. */
export function makeSplit(body: Body, partition: Partition): Split | undefined {
  const { context } = body;
  const { checker } = context;
  for (let round = 0; round < maxRounds; round++) {
    const attempt = tryChannels(body, partition);
    if ("force" in attempt) {
      partition.force(attempt.force);
      continue;
    }
    const kernel = kernelNodes(body, partition, attempt.channels);
    const scratch = body.scratch.filter(({ symbol }) =>
      kernel.some((node) => referencesTo(symbol, node, checker).length > 0),
    );
    kernel.push(...scratch.map(({ initializer }) => initializer));
    const handedOver = attempt.channels.flatMap((channel) => (channel.kind === "variable" ? [channel.symbol] : []));
    const inductions = body.inductions.filter(
      ({ symbol }) =>
        handedOver.includes(symbol) || kernel.some((node) => referencesTo(symbol, node, checker).length > 0),
    );
    const advanced = inductions.map(({ symbol, start }) => {
      const { summands } = body.nest.inductionOf(symbol)!.advances;
      return { symbol, start, summands, expressions: advanceNodes(summands, body.loop) };
    });
    kernel.push(...inductions.map(({ increments }) => increments[0]!.name));
    kernel.push(...advanced.flatMap(({ expressions }) => expressions));
    const liveIns = collectLiveIns(kernel, body);
    const byKey = (symbol: ts.Symbol) => liveIns.find((liveIn) => liveIn.symbol === symbol);
    const moved = attempt.channels.flatMap((channel) =>
      channel.kind === "expression"
        ? [{ facts: collectFacts(channel.expression, body.region), unit: unitAt(channel.at, body) }]
        : [],
    );
    const needs = partition.needs(moved.map(({ facts }) => facts));
    const kernelCannotThrow = kernel.every((node) => !canThrow(node, body.context));
    const commitUnits = partition.outermost();
    const mayFail = commitMayThrow(commitUnits, attempt.channels, body, partition);
    // Workers have written ahead of a commit that throws, and it could be seen what.
    const shared = [...partition.kernelWrites.values()].flatMap(({ symbol, how }) =>
      how === "shared" && symbol !== undefined ? [symbol] : [],
    );
    const early = mayFail ? shared.filter((symbol) => areRowsVisible(symbol, body)) : [];
    if (early.length > 0) {
      partition.release(early);
      continue;
    }
    const disjoint = disjointPairs(needs, body);
    const distinct = distinctArrays(needs, body);
    // What cannot be tested is not assumed.
    if (disjoint === undefined || distinct === undefined) return undefined;
    // What is tested at the call decides whether the iterations run in order, each after the commit before it.
    const { space } = body.loop;
    const stride = space.form === "counted" ? space.stride : undefined;
    const steps = inductions.map(({ symbol }) => integersToAdvance(symbol, body));
    const wholes = integersOf(needs, [...scratch, ...partition.kernelWrites.values(), ...steps], body);
    const presumed = { arrays: presumedArrays(body), plain: body.plainData() };
    const ends = endTests(space, checker);
    if (ends === undefined) return undefined;
    const needed = [...new Map([...wholes, ...ends.integers].map((each) => [each.getText(), each])).values()];
    const integers = stride !== undefined && needed.length === 0 ? [stride] : needed;
    const exits = body.units.all.some((unit) => unit.leaves) || endsByResult.has(body.loop.kind);
    const copied = partition.copiedWrites();
    const conditions = [...ends.conditions, ...(stride === undefined ? [] : stepConditions(stride, body.leastStride))];
    const startsAgain = partition.startsAgain && context.prepared === undefined && !kernelCannotThrow;
    const mustKeepOrder =
      (commitUnits.length > 0 || copied.length > 0) &&
      (disjoint.length > 0 ||
        integers.length > 0 ||
        needsDistinct(needs) ||
        (!kernelCannotThrow &&
          (mayFail ||
            isVisible({ ...noFacts, accesses: copied }, body) ||
            body.units.all.some((unit) => partition.isCommit(unit) && isVisible(unit.facts, body)))));
    return {
      commit: new Set(commitUnits.map((unit) => unit.statement)),
      channels: attempt.channels,
      liveIns,
      writes: shared.flatMap((symbol) => byKey(symbol) ?? []),
      copied: copied.map(({ node }) => node),
      privates: [...body.privates].filter((symbol) =>
        kernel.some((node) => referencesTo(symbol, node, checker).length > 0),
      ),
      advanced,
      scratch: scratch.map(({ symbol }) => symbol),
      rematerialized: attempt.rematerialized,
      callees: collectCallees(kernel, body),
      disjoint,
      distinct,
      ...presumed,
      integers,
      conditions,
      // What is no whole number does not add up to the same in another order.
      isOrderSensitive:
        stride !== undefined ||
        presumed.arrays.length + presumed.plain.length > 0 ||
        (startsAgain && isTested({ disjoint, distinct, integers, conditions })) ||
        ends.conditions.length > 0 ||
        steps.some((step) => step.integers.size > 0) ||
        (needs.length > 0 && partition.isOrderSensitive(moved)),
      order: (mustKeepOrder && !startsAgain) || exits ? "batches" : "array",
      startsAgain,
      exits,
      stops: new Set(partition.stops().map((unit) => unit.statement)),
      failing: failingFirst(body, partition, shared, attempt),
      skips: body.units.all.some((unit) => unit.skips && !partition.isCommit(unit)),
      kernelCannotThrow,
    };
  }
  throw new OverBudget();
}

/** It rests on something that is asked before the loop. */
export function isTested({
  disjoint,
  distinct,
  integers,
  conditions,
}: Pick<Split, "disjoint" | "distinct" | "integers" | "conditions">): boolean {
  return [disjoint, distinct, integers, conditions].some((list) => list.length > 0);
}

function unitAt(statement: ts.Statement, { units }: Body): Unit {
  return units.all.find((unit) => unit.statement === statement)!;
}

/**
 * What is left out of the kernel where only the commit needs it, but can fail, and something behind it can fail or hang, too, or
 * is stored where it can be seen.
 */
function failingFirst(
  body: Body,
  partition: Partition,
  shared: readonly ts.Symbol[],
  {
    channels,
    rematerialized,
  }: { readonly channels: readonly Channel[]; readonly rematerialized: ReadonlySet<ts.Node> },
): ReadonlySet<ts.Statement> {
  const { units, context } = body;
  if (partition.startsAgain) return new Set();
  const isRisky = (node: ts.Node) => canThrow(node, context) || mayNotEnd(node, context);
  const found = units.all.filter((unit) => {
    if (partition.isMixed(unit)) return headNodes(unit.statement).some((node) => canThrow(node, context));
    return rematerialized.has(unit.statement) && canThrow(unit.statement, context);
  });
  if (found.length === 0) return new Set();
  const nodes = [
    ...units.all.filter((unit) => unit.kind === "leaf" && !partition.isCommit(unit)).map(({ statement }) => statement),
    ...channels.flatMap((channel) => (channel.kind === "expression" ? [channel.expression] : [])),
  ].filter((node) => !rematerialized.has(node));
  const others = [...nodes.filter(isRisky), ...shared.filter((symbol) => areRowsVisible(symbol, body))];
  // Round an inner loop what stands further up comes later, so the order of the text is not asked.
  return new Set(others.length === 0 ? [] : found.map(({ statement }) => statement));
}

/** Everything that the kernel evaluates: its statements, the heads of shared ones, and the moved expressions. */
function kernelNodes(body: Body, partition: Partition, channels: readonly Channel[]): ts.Node[] {
  const nodes: ts.Node[] = [];
  for (const unit of body.units.all) {
    if (partition.isCommit(unit)) continue;
    if (unit.kind === "leaf") nodes.push(unit.statement);
    else
      nodes.push(
        ...headNodes(unit.statement),
        ...(ts.isForOfStatement(unit.statement) ? [unit.statement.initializer] : []),
      );
  }
  return [...nodes, ...channels.flatMap((channel) => (channel.kind === "expression" ? [channel.expression] : []))];
}

function collectLiveIns(kernel: readonly ts.Node[], body: Body): LiveIn[] {
  const { checker, program } = body.context;
  const found = new Map<ts.Symbol, LiveIn>();
  for (const node of kernel.flatMap((part) => namesIn(part, new Set()))) {
    const symbol = valueSymbol(node, checker);
    if (symbol === undefined || found.has(symbol) || isNameOfConstant(node, symbol, program)) continue;
    if (body.isIterationLocal(symbol) && !body.inductions.some((each) => each.symbol === symbol)) continue;
    const target = unalias(symbol, checker);
    if (
      (target.flags & ts.SymbolFlags.Variable) === 0 ||
      functionOf(target, checker) !== undefined ||
      holdsFunctions(target, body.context) ||
      target !== symbol
    )
      continue;
    const declaration = target.valueDeclaration;
    if (declaration === undefined || program.isSourceFileDefaultLibrary(declaration.getSourceFile())) continue;
    if (declaration.getSourceFile().isDeclarationFile || isInsideKernel(declaration, kernel)) continue;
    found.set(symbol, { name: node.text, symbol, node });
  }
  return [...found.values()];
}

/** Parameters and variables of functions nested in the kernel. */
function isInsideKernel(declaration: ts.Node, kernel: readonly ts.Node[]): boolean {
  return kernel.some((node) => declaration.pos >= node.pos && declaration.end <= node.end);
}

function collectCallees(kernel: readonly ts.Node[], body: Body): Callee[] {
  const { checker } = body.context;
  const found = new Map<ts.Symbol, Callee>();
  for (const node of kernel.flatMap((part) => namesIn(part, new Set()))) {
    const symbol = valueSymbol(node, checker);
    if (symbol === undefined || found.has(symbol)) continue;
    const target = unalias(symbol, checker);
    const isVariable =
      (target.flags & ts.SymbolFlags.Variable) !== 0 &&
      functionOf(target, checker) === undefined &&
      (body.isIterationLocal(symbol) || !holdsFunctions(target, body.context));
    if (isVariable && target === symbol) continue;
    const declaration = target.valueDeclaration ?? target.declarations?.[0];
    if (declaration === undefined || isInsideKernel(declaration, kernel)) continue;
    if (body.context.program.isSourceFileDefaultLibrary(declaration.getSourceFile())) continue;
    found.set(symbol, { name: node.text, symbol, node });
  }
  return [...found.values()];
}

function needsDistinct(needs: readonly Need[]): boolean {
  return needs.some((need) => need.kind === "distinct");
}

/** The variable as it is called at the loop; undefined where it cannot be named there. */
function testedVariable(symbol: ts.Symbol, { loop, context }: Body): Tested | undefined {
  const [node] = referencesTo(symbol, loop.node, context.checker);
  if (node !== undefined) return { name: symbol.name, node };
  const isInScope = context.checker
    .getSymbolsInScope(loop.node, ts.SymbolFlags.Variable)
    .some((each) => each.name === symbol.name && unalias(each, context.checker) === symbol);
  return isInScope ? { name: symbol.name, node: loop.node } : undefined;
}

/** What the run-time test of two objects is given: a variable, or a field of `this`. */
function guardedIn(guarded: Guarded, body: Body): Tested | undefined {
  if (typeof guarded !== "string") return testedVariable(guarded, body);
  const find = (node: ts.Node): ts.Node | undefined =>
    node.kind === ts.SyntaxKind.ThisKeyword ? node : ts.forEachChild(node, find);
  return { name: `this.${guarded}`, node: find(body.loop.node) ?? body.loop.node };
}

function disjointPairs(needs: readonly Need[], body: Body): (readonly [Tested, Tested])[] | undefined {
  const pairs = new Map<string, readonly [Tested, Tested]>();
  for (const need of needs) {
    if (need.kind !== "disjoint") continue;
    const left = guardedIn(need.left, body);
    const right = guardedIn(need.right, body);
    const key = [need.left, need.right]
      .map((each) => (typeof each === "string" ? each : symbolKey(each)))
      .sort()
      .join();
    if (left === undefined || right === undefined) return undefined;
    if (!pairs.has(key)) pairs.set(key, [left, right]);
  }
  return [...pairs.values()];
}

function distinctArrays(needs: readonly Need[], body: Body): Tested[] | undefined {
  const found = new Map<string, Tested>();
  for (const need of needs) {
    if (need.kind !== "distinct") continue;
    const { symbol, names } = need;
    const start = symbol === undefined ? guardedIn(names[0]!, body) : testedVariable(symbol, body);
    if (start === undefined) return undefined;
    const name = [symbol === undefined ? "this" : start.name, ...names].join(".");
    found.set(name, { name, node: start.node });
  }
  return [...found.values()];
}

function integersOf(
  needs: readonly Need[],
  taken: readonly Pick<PrivateArray, "integers">[],
  body: Body,
): ts.Expression[] {
  const ids = new Set([
    ...needs.flatMap((need) => (need.kind === "integer" ? [need.id] : [])),
    ...taken.flatMap((array) => [...array.integers]),
  ]);
  return [...ids].flatMap((id) => body.nest.integers.get(id) ?? []);
}

/** The numbers that must be whole for the value of the induction to be what it would be in order. */
function integersToAdvance(symbol: ts.Symbol, { nest }: Body): Pick<PrivateArray, "integers"> {
  const { start, perIteration } = nest.inductionOf(symbol)!;
  const { firstCount, step } = nest;
  const counted = [firstCount, step].filter((each) => each !== undefined);
  const ids = [start, perIteration, ...counted].flatMap((each) => [...mentionedIn(each)]);
  return { integers: new Set(ids.filter((id) => nest.integers.has(id))) };
}

/** A commit that throws must do so before a kernel of a later iteration does. */
function commitMayThrow(
  units: readonly Unit[],
  channels: readonly Channel[],
  body: Body,
  partition: Partition,
): boolean {
  const moved = new Set(channels.flatMap((channel) => (channel.kind === "expression" ? [channel.expression] : [])));
  const heads = body.units.all.filter((unit) => partition.isMixed(unit)).flatMap((unit) => headNodes(unit.statement));
  return [...units.map((unit) => unit.statement), ...heads].some((node) => canThrow(node, body.context, moved));
}
