// Everything that the legality of one loop is decided from: its body cut into units with their facts, and what is private to
// an iteration.
import { ts } from "ts-morph";
import type { Access, Effect, Facts, Ref, Step } from "../accesses/access.js";
import { collectFacts } from "../accesses/collect.js";
import type { AccessContext } from "../accesses/context.js";
import { wereApart } from "../accesses/observed.js";
import { takenBy } from "../accesses/patterns.js";
import { createRegion, type Region } from "../accesses/region.js";
import { declaredWithin, isFunctionType, unalias, valueSymbol } from "../accesses/types.js";
import type { ValueSource } from "../accesses/values.js";
import { type AliasOracle, aliasOracleOf } from "../dependence/alias.js";
import { createHeldRows } from "../dependence/heldRows.js";
import type { Induction } from "../dependence/inductions.js";
import { type Meeting, meets } from "../dependence/meets.js";
import { createNest, type LeastStride, type Nest } from "../dependence/nest.js";
import { isAssignedAt } from "../loops/iterationSpace.js";
import type { ElementSpace, Loop } from "../loops/loop.js";
import { isCaptured, preorder } from "../loops/mentions.js";
import { isLiveAfter, isRead, isWrittenBefore, referencesTo } from "../scalars/liveness.js";
import { OverBudget } from "../workspace/budget.js";
import { canBeAdvanced, findInductions } from "./inductions.js";
import { mayChange } from "./mayChange.js";
import { createPlainData, inBody, isReplaced, type Noted, type PlainData } from "./plainData.js";
import { findPrivateArrays, type PrivateArray } from "./privateArrays.js";
import { buildUnits, type UnitTree } from "./units.js";

export interface Body {
  readonly context: AccessContext;
  readonly loop: Loop;
  readonly region: Region;
  readonly units: UnitTree;
  readonly nest: Nest;
  readonly oracle: AliasOracle;
  /** Variables of the surroundings of which every iteration has its own value. */
  readonly privates: ReadonlySet<ts.Symbol>;
  /** What a step that only the run tells is assumed to be at least; tested when the loop starts. */
  readonly leastStride: LeastStride;
  /** Variables of the surroundings that every iteration advances by the same amount: each can tell its value by itself. */
  readonly inductions: readonly Induction[];
  /** Arrays made before the loop that every iteration fills before it reads them. */
  readonly scratch: readonly PrivateArray[];
  /** All accesses of the body, in text order. */
  readonly accesses: readonly Access[];
  readonly effects: readonly Effect[];
  /** What is taken for plain data, by its name. */
  plainData(): readonly Noted[];
  /** The reads that the head makes before each iteration (the bound), and of a `for-of` loop the element itself. */
  readonly head: Facts;
  /** Compares two accesses, at least one of them a write. Each pair is compared once. */
  meet(first: Access, second: Access): Meeting;
  /** What was compared so far and nobody could tell apart, but when the loop ran no two iterations met there. */
  readonly seenApart: readonly (readonly [Access, Access])[];
  /** Belongs to one iteration: declared in the body, private, or the loop's own variable. */
  isIterationLocal(symbol: ts.Symbol): boolean;
}

/** Bodies with more accesses than this are refused: comparing all pairs would take too long. */
const maxAccesses = 1500;

/** And bodies with more nodes before anything is asked: the compiler's own work on one block grows faster than the block. */
const maxNodes = 15_000;

interface Reading {
  /** Variables that advance in the body are left to the caller, who advances them in order. */
  readonly leavesInductions?: boolean;
  readonly leastStride?: LeastStride;
}

/**
 * @throws OverBudget when the body is too large, or asks for more work than the budget of the context allows
 */
export function readBody(
  context: AccessContext,
  loop: Loop,
  { leavesInductions = false, leastStride = { times: 1 } }: Reading = {},
): Body {
  let nodes = 0;
  for (const _ of preorder(loop.body)) if (++nodes > maxNodes) throw new OverBudget();
  const candidates = findInductions(context, loop, leavesInductions);
  let body = build(context, loop, [], candidates, leastStride);
  const inductions = candidates.filter(({ symbol }) => canBeAdvanced(symbol, body));
  if (inductions.length < candidates.length) body = build(context, loop, [], inductions, leastStride);
  const scratch = loop.space.form === "unknown" ? [] : findPrivateArrays(body);
  return scratch.length === 0 ? body : build(context, loop, scratch, inductions, leastStride);
}

/** The body under study, with what belongs to one iteration where only variables are privatized. */
export function regionOf(context: AccessContext, loop: Loop): Region {
  return findOwn(context, loop, [], findInductions(context, loop, false)).region;
}

interface Own {
  readonly plainData: PlainData;
  readonly privates: ReadonlySet<ts.Symbol>;
  readonly region: Region;
  isIterationLocal(symbol: ts.Symbol): boolean;
}

/** @param oracle tells which objects are apart; without it, all that may be one object is taken for one */
function findOwn(
  context: AccessContext,
  loop: Loop,
  scratch: readonly PrivateArray[],
  inductions: readonly Induction[],
  oracle?: AliasOracle,
): Own {
  const { checker } = context;
  const { space } = loop;
  const own = new Set<ts.Symbol>();
  if (space.form === "counted") own.add(space.induction);
  const given = new Map<ts.Symbol, ValueSource[]>();
  if (space.form === "elements") {
    giveItem(space, given, checker);
    if (space.index !== undefined) own.add(space.index);
  }
  // An iteration that has its own array makes it: for all that is asked, the array is as fresh as one made in the body.
  for (const { symbol, initializer } of scratch)
    given.set(symbol, [{ node: initializer, expression: initializer, steps: [] }]);
  for (const symbol of given.keys()) own.add(symbol);
  for (const { symbol } of inductions) own.add(symbol);
  const privates = findPrivates(context, loop, own);
  const isIterationLocal = (symbol: ts.Symbol) =>
    own.has(symbol) || privates.has(symbol) || declaredWithin(symbol, loop.body, false);
  const isApart = (left: Ref, right: Ref) => oracle?.alias(left, right).kind === "never";
  const plainData = createPlainData(context, loop);
  const { settle } = plainData;
  const region = createRegion(inBody(loop, context), loop.body, isIterationLocal, given, isApart);
  return { privates, isIterationLocal, region: { ...region, settle }, plainData };
}

function build(
  context: AccessContext,
  loop: Loop,
  scratch: readonly PrivateArray[],
  inductions: readonly Induction[],
  leastStride: LeastStride,
): Body {
  const { checker } = context;
  const oracle = aliasOracleOf(context, loop);
  const { privates, region, isIterationLocal, plainData } = findOwn(context, loop, scratch, inductions, oracle);
  const units = buildUnits(loop, region);
  const accesses = units.all.flatMap((unit) => unit.facts.accesses);
  if (accesses.length > maxAccesses) throw new OverBudget();
  const writes = accesses.filter((access) => access.mode === "write");
  const head = headFacts(loop, region);
  // What is tested before the loop, its head may replace.
  const headWrites = head.accesses.filter((access) => access.mode === "write");
  const noted = () => [...plainData.tested.values()];
  const writtenVariables = new Set(writes.flatMap(({ target }) => (target.kind === "variable" ? [target.symbol] : [])));
  const keepsVariable = (symbol: ts.Symbol) => !writtenVariables.has(symbol) && !isIterationLocal(symbol);
  const nest = createNest(
    context,
    loop,
    keepsVariable,
    (symbol, names, isInBounds) =>
      !writes.some(
        (write) =>
          mayChange(write, symbol, names, oracle, checker) &&
          !(names.at(-1) === "length" && ts.isElementAccessExpression(write.node) && isInBounds(write.node)),
      ),
    inductions,
    leastStride,
  );
  const meetings = new Map<Access, Map<Access, Meeting>>();
  const apart = wereApart(context.program, loop.node);
  const seenApart: (readonly [Access, Access])[] = [];
  const held = createHeldRows(context, loop);
  /** Where the objects cannot be told apart by their own names, by those of the arrays that they lie in. */
  const meetsAnyhow = (first: Access, second: Access): Meeting => {
    const plain = meets(first, second, nest, oracle);
    if (!plain.unsureObject) return plain;
    const [one, other] = [held.throughHolder(first), held.throughHolder(second)];
    if (one === first && other === second) return plain;
    const through = meets(one, other, nest, oracle);
    return through.unsureObject ? plain : through;
  };
  const meet = (first: Access, second: Access): Meeting => {
    context.budget.spend(1);
    if (first.target.kind === "variable" || second.target.kind === "variable")
      return meets(first, second, nest, oracle);
    const row = meetings.get(first) ?? meetings.set(first, new Map()).get(first)!;
    const known = row.get(second);
    if (known !== undefined) return known;
    context.budget.spend(10);
    const found = meetsAnyhow(first, second);
    const meeting = found.unsureObject && apart ? withinIterations(found) : found;
    if (meeting !== found) seenApart.push([first, second]);
    row.set(second, meeting);
    return meeting;
  };
  return {
    context,
    loop,
    region,
    meet,
    seenApart,
    units,
    nest,
    oracle,
    privates,
    leastStride,
    inductions,
    scratch,
    accesses,
    effects: [
      ...units.all.flatMap((unit) => unit.facts.effects),
      ...noted().flatMap((each) => (isReplaced(each, [...writes, ...headWrites]) ? [each.otherwise] : [])),
    ],
    plainData: noted,
    head,
    isIterationLocal,
  };
}

/** That the iterations do not meet was seen; within one of them they still may. */
function withinIterations(meeting: Meeting): Meeting {
  return { ...meeting, later: false, earlier: false, unsureObject: false };
}

/** What the head binds: parts of an element, and the array itself. */
function giveItem(space: ElementSpace, given: Map<ts.Symbol, ValueSource[]>, checker: ts.TypeChecker): void {
  const { iterable, binding, key, whole } = space;
  const bind = (name: ts.BindingName, steps: ValueSource["steps"], otherwise?: ts.Expression): void => {
    if (ts.isIdentifier(name)) {
      const symbol = checker.getSymbolAtLocation(name);
      const fallback = otherwise === undefined ? [] : [{ node: name, expression: otherwise, steps: [] }];
      if (symbol !== undefined) given.set(symbol, [{ node: name, expression: iterable, steps }, ...fallback]);
      return;
    }
    for (const part of name.elements) {
      if (ts.isOmittedExpression(part)) continue;
      const key = part.propertyName ?? part.name;
      const isPlainKey = ts.isObjectBindingPattern(name) && ts.isIdentifier(key) && part.dotDotDotToken === undefined;
      const step: Step = isPlainKey ? { kind: "property", name: key.text } : { kind: "anything" };
      bind(part.name, [...steps, step], part.initializer);
    }
  };
  if (binding !== undefined) bind(binding, [elementOf(space)]);
  if (key !== undefined) given.set(key, [{ node: iterable, expression: iterable, steps: [elementOf(space)] }]);
  if (whole !== undefined) given.set(whole, [{ node: iterable, expression: iterable, steps: [] }]);
}

/** The way from the array to the element. Its subscript is marked by the binding itself, which the nest reads as the ordinal of the iteration. */
function elementOf({ binding, source }: ElementSpace): Step {
  return source === "sequence"
    ? { kind: "anything" }
    : { kind: "element", index: binding as unknown as ts.Expression | undefined };
}

function headFacts(loop: Loop, region: Region): Facts {
  const { space } = loop;
  if (space.form === "counted") {
    const bounds = [space.end, space.offset?.expression, ...space.alsoEnds].filter((bound) => bound !== undefined);
    const parts = bounds.map((bound) => collectFacts(bound, region));
    return {
      accesses: parts.flatMap((part) => part.accesses),
      effects: parts.flatMap((part) => part.effects),
      mentions: parts.flatMap((part) => part.mentions),
      usesThis: parts.find((part) => part.usesThis !== undefined)?.usesThis,
    };
  }
  if (space.form === "unknown") return { accesses: [], effects: [], mentions: [], usesThis: undefined };
  const facts = collectFacts(space.iterable, region);
  const steps: readonly Step[] =
    space.source === "sequence"
      ? [{ kind: "anything" }]
      : [...(space.binding === undefined ? [] : [elementOf(space)]), { kind: "property", name: "length" }];
  const { binding } = space;
  const taken = [
    ...region.origins(space.iterable).flatMap((base) => steps.map((step) => ({ base, step }))),
    ...(binding === undefined || ts.isIdentifier(binding) ? [] : takenBy(binding, region, space.iterable)),
  ];
  const item = taken.map(
    ({ base, step }): Access => ({
      mode: "read",
      target: { kind: "place", base, step },
      node: space.iterable,
      viaCall: false,
    }),
  );
  return { ...facts, accesses: [...facts.accesses, ...item] };
}

/**
 * Variables declared outside of the body, written in it, of which each iteration writes its own value before reading it and
 * nobody reads the last one.
 */
function findPrivates(
  { checker, budget }: AccessContext,
  loop: Loop,
  own: ReadonlySet<ts.Symbol>,
): ReadonlySet<ts.Symbol> {
  const written = new Set<ts.Symbol>();
  // Before a read, each statement of its block is looked at.
  const perRead = 1 + (ts.isBlock(loop.body) ? loop.body.statements.length >> 4 : 0);
  const visit = (node: ts.Node): void => {
    budget.spend(1);
    if (ts.isIdentifier(node)) {
      const isVarName = ts.isVariableDeclaration(node.parent) && node.parent.name === node;
      if (isVarName || isAssignedAt(node)) {
        const symbol = valueSymbol(node, checker);
        if (symbol !== undefined) written.add(unalias(symbol, checker));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(loop.body);
  return new Set(
    [...written].filter((symbol) => {
      if (own.has(symbol) || declaredWithin(symbol, loop.body, false)) return false;
      const declaration = symbol.valueDeclaration;
      if (
        declaration === undefined ||
        !ts.isVariableDeclaration(declaration) ||
        isFunctionType(checker.getTypeOfSymbol(symbol))
      )
        return false;
      return (
        referencesTo(symbol, loop.node, checker).every((node) => {
          budget.spend(perRead);
          if (isCaptured(node, loop.body) || node.pos < loop.body.pos || node.end > loop.body.end) return false;
          return !isRead(node) || isWrittenBefore(node, symbol, loop.body, checker);
        }) && !isLiveAfter(symbol, loop.node, loop.container, checker)
      );
    }),
  );
}
