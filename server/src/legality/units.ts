// The body of a loop as a tree of units: statements that are dealt out whole, and compound ones that kernel and commit can share.

import { ts } from "ts-morph";
import type { Access, Effect, Facts } from "../accesses/access.js";
import { collectFacts } from "../accesses/collect.js";
import { createRecorder } from "../accesses/recorder.js";
import type { Region } from "../accesses/region.js";
import { bare } from "../accesses/types.js";
import { meetsInLaterRound } from "../dependence/innerRounds.js";
import type { Nest } from "../dependence/nest.js";
import { certainlyEnds } from "../loops/endingCount.js";
import { iterationSpace } from "../loops/iterationSpace.js";
import type { Loop } from "../loops/loop.js";
import { isAssignmentOperator } from "../loops/operators.js";

export interface Unit {
  readonly statement: ts.Statement;
  /** `leaf`: dealt out whole. The others have a head (a condition, a loop's head) and children. */
  readonly kind: "leaf" | "block" | "if" | "loop";
  /** Facts of the head for a compound unit, of everything for a leaf. */
  readonly facts: Facts;
  readonly children: readonly Unit[];
  readonly parent: Unit | undefined;
  /** Position in the order of the text. */
  readonly order: number;
  /** A `continue` of the analysed loop (for an array method, a `return` of its callback) lies in this leaf. */
  readonly skips: boolean;
  /** A jump out of the analysed loop lies in this leaf: `break`, `return`, or a jump to a label further out. */
  readonly leaves: boolean;
  /** What the callback of an array method returns in this leaf. */
  readonly results: readonly ts.Expression[];
  /** A `break` or `continue` of this very (inner) loop lies in it. */
  readonly jumps: boolean;
}

export interface UnitTree {
  readonly roots: readonly Unit[];
  /** All units, outer before inner, in source order. */
  readonly all: readonly Unit[];
}

/** Cuts the body of a loop into units. A body that is no block is one unit, the expression of a callback, too. */
export function buildUnits(loop: Loop, region: Region): UnitTree {
  const all: Unit[] = [];
  const { body, space } = loop;
  const isCallback = ts.isCallExpression(loop.node);
  const labels = labelsOf(loop.node);
  const advance = space.form === "counted" ? space.advance : undefined;
  // The expression of an arrow function is a leaf, of which nobody asks more than its node.
  const statements = ts.isBlock(body) ? body.statements.filter((each) => each !== advance) : [body as ts.Statement];
  const roots = statements.map((statement) => build(statement, undefined, []));
  if (space.form === "elements" && space.accumulator !== undefined) foldInto(space.accumulator, all);
  return { roots, all };

  function build(statement: ts.Statement, parent: Unit | undefined, loops: readonly ts.Statement[]): Unit {
    const order = all.length;
    const base = { statement, parent, order, skips: false, leaves: false, results: [] };
    if (ts.isBlock(statement))
      return compound({ ...base, kind: "block", jumps: false }, [], statement.statements, loops);
    if (ts.isIfStatement(statement)) {
      const branches =
        statement.elseStatement === undefined
          ? [statement.thenStatement]
          : [statement.thenStatement, statement.elseStatement];
      return compound({ ...base, kind: "if", jumps: false }, [statement.expression], branches, loops);
    }
    if (isDivisibleLoop(statement, region)) {
      const heads = ts.isForStatement(statement)
        ? [statement.initializer, statement.condition, statement.incrementor].filter((node) => node !== undefined)
        : [statement.initializer, statement.expression];
      const jumps = findJumps(statement.statement, { inner: statement, labels, isCallback }).own;
      return compound({ ...base, kind: "loop", jumps }, heads, [statement.statement], [...loops, statement]);
    }
    const found = findJumps(statement, { inLoop: loops.length > 0, labels, isCallback });
    const isExpression = isCallback && statement === (body as ts.Node) && ts.isExpression(statement);
    const unit: Unit = {
      ...base,
      kind: "leaf",
      facts: collectFacts(statement, region),
      children: [],
      skips: found.outer,
      leaves: found.leaves.length > 0,
      results: isExpression ? [statement] : found.results,
      jumps: false,
    };
    all.push(unit);
    return unit;
  }

  function compound(
    unit: Omit<Unit, "facts" | "children">,
    heads: readonly ts.Node[],
    statements: readonly ts.Statement[],
    loops: readonly ts.Statement[],
  ): Unit {
    const children: Unit[] = [];
    const made: Unit = { ...unit, facts: headFacts(unit.statement, heads, region), children };
    all.push(made);
    for (const statement of statements) children.push(build(statement, made, loops));
    return made;
  }
}

/** What the callback of a `reduce` returns is the accumulator of the next iteration. Where it returns nothing, that is so, too. */
function foldInto(accumulator: ts.Symbol, all: Unit[]): void {
  const write = (node: ts.Node): Access => ({
    mode: "write",
    target: { kind: "variable", symbol: accumulator },
    node,
    viaCall: false,
  });
  for (const [index, unit] of all.entries()) {
    if (unit.kind !== "leaf" || (unit.results.length === 0 && index < all.length - 1)) continue;
    const nodes = unit.results.length === 0 ? [unit.statement] : unit.results;
    (unit.facts.accesses as Access[]).push(...nodes.map(write));
  }
}

/** The labels of a loop: a `continue` to one of them goes on with the loop. */
export function labelsOf(loop: ts.Node): ReadonlySet<string> {
  const found = new Set<string>();
  for (let at = loop.parent; ts.isLabeledStatement(at); at = at.parent) found.add(at.label.text);
  return found;
}

function isDivisibleLoop(statement: ts.Statement, region: Region): statement is ts.ForStatement | ts.ForOfStatement {
  if (!ts.isForStatement(statement) && !ts.isForOfStatement(statement)) return false;
  const { checker } = region.context;
  const space = iterationSpace(statement, checker);
  // A part of a loop that is left by an exception alone would go on for ever where the exception belongs to the other part.
  return space.form === "elements" || (space.form === "counted" && certainlyEnds(space, checker));
}

function headFacts(statement: ts.Statement, heads: readonly ts.Node[], region: Region): Facts {
  if (ts.isForOfStatement(statement)) {
    // The head as a whole: the iterable is read, the loop variable is written.
    const facts = collectFacts(statement.expression, region);
    const item = collectForOfHead(statement, region);
    return {
      ...facts,
      accesses: [...facts.accesses, ...item],
      effects: [...facts.effects, ...presumptionOf(statement, region)],
    };
  }
  const parts = heads.map((head) => collectFacts(head, region));
  return {
    accesses: parts.flatMap((part) => part.accesses),
    effects: parts.flatMap((part) => part.effects),
    mentions: parts.flatMap((part) => part.mentions),
    usesThis: parts.find((part) => part.usesThis !== undefined)?.usesThis,
  };
}

/** What nothing declares to be an array may run code of the program, one element after the other. */
function presumptionOf(statement: ts.ForOfStatement, region: Region): readonly Effect[] {
  const space = iterationSpace(statement, region.context.checker);
  if (space.form !== "elements" || space.presumed === undefined) return [];
  const { iterator, effects } = createRecorder(region);
  iterator(space.presumed, region.origins(space.presumed));
  return effects;
}

function collectForOfHead(statement: ts.ForOfStatement, region: Region): readonly Access[] {
  const reads: Access[] = region.origins(statement.expression).map((base) => ({
    mode: "read",
    target: { kind: "place", base, step: { kind: "element", index: undefined } },
    node: statement.expression,
    viaCall: false,
  }));
  return [...reads, ...collectFacts(statement.initializer, region).accesses];
}

export interface JumpSearch {
  /** The inner loop whose own jumps are asked for; absent: those of the analysed loop. */
  readonly inner?: ts.Statement;
  /** The node lies in a loop inside of the analysed one, to which jumps without a label belong. */
  readonly inLoop?: boolean;
  /** The labels of the analysed loop. */
  readonly labels: ReadonlySet<string>;
  /** The analysed loop is an array method: `return` ends an iteration. */
  readonly isCallback: boolean;
}

/**
 * Jumps below a node: `own` leave or go on with the inner loop; `outer` end the iteration of the analysed loop; `leaves` are the
 * nodes that leave it altogether (`break`, `return`, jumps to a label further out); `results` is what callbacks return.
 */
export function findJumps(root: ts.Node, { inner, inLoop, labels, isCallback }: JumpSearch) {
  let own = false;
  let outer = false;
  const leaves: ts.Node[] = [];
  const results: ts.Expression[] = [];
  const visit = (node: ts.Node, nestedLoop: boolean, inSwitch: boolean): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node)) {
      if (!isCallback) leaves.push(node);
      else {
        outer = true;
        if (node.expression !== undefined) results.push(node.expression);
      }
    } else if (ts.isBreakOrContinueStatement(node)) visitJump(node, nestedLoop, inSwitch);
    const nested = ts.isIterationStatement(node, false);
    ts.forEachChild(node, (child) =>
      visit(child, nestedLoop || nested, (inSwitch && !nested) || ts.isSwitchStatement(node)),
    );
  };
  const visitJump = (node: ts.BreakOrContinueStatement, nestedLoop: boolean, inSwitch: boolean): void => {
    if (node.label !== undefined) {
      if (isWithinLabel(node, root)) return;
      if (ts.isContinueStatement(node) && labels.has(node.label.text)) outer = true;
      else leaves.push(node);
    } else if (!nestedLoop && (ts.isContinueStatement(node) || !inSwitch)) {
      if (inner !== undefined) own = true;
      else if (ts.isContinueStatement(node)) outer = true;
      else leaves.push(node);
    }
  };
  visit(root, inLoop ?? false, false);
  return { own, outer, leaves, results };
}

function isWithinLabel(jump: ts.BreakOrContinueStatement, root: ts.Node): boolean {
  for (let at: ts.Node | undefined = jump; at !== undefined && at !== root.parent; at = at.parent) {
    if (ts.isLabeledStatement(at) && at.label.text === jump.label?.text) return true;
  }
  return false;
}

/**
 * The first unit is executed before the second, further up or in an earlier iteration of an inner loop that holds both.
 * @param made what matters is an object that this makes: loops around it make another one in each iteration
 */
export function comesBefore(first: Unit, second: Unit, made?: ts.Node): boolean {
  const loops = loopsOf(second);
  const isAround = ({ statement }: Unit) =>
    made !== undefined && statement.pos <= made.pos && made.end <= statement.end && !isInHead(made, statement);
  if (loopsOf(first).some((loop) => loops.includes(loop) && !isAround(loop))) return true;
  return first.order < second.order && !areAlternatives(first, second);
}

/**
 * What `write` stores in the one unit is stored before `read` in the other. They may be one: in `bump(xs) + heavy(xs[0])` it is, in
 * `xs[0] = heavy(xs[0])` it is not, unless a loop brings control back. An assignment and a call store when all inside of them has
 * been evaluated.
 */
export function storesBefore({ node, viaCall }: Access, one: Unit, { node: read }: Access, other: Unit): boolean {
  return one !== other || isInLoop(one)
    ? comesBefore(one, other)
    : storesFurtherUp({ node, viaCall }, one, read, other);
}

/**
 * The same, where the subscripts are asked, too: a loop that holds both may never bring what is stored back to the read. Of two
 * units it also tells whether the one reads before the other stores.
 * @param wholes gets the numbers that must be whole where it does not; without it, the answer rests on none
 */
export function storesFirst(
  write: Access,
  one: Unit,
  read: Access,
  other: Unit,
  nest: Nest,
  wholes?: Set<string>,
): boolean {
  if (!storesBefore(write, one, read, other)) return false;
  return storesFurtherUp(write, one, read.node, other) || meetsInLaterRound(write, read, nest, wholes);
}

function storesFurtherUp(
  { node, viaCall }: Pick<Access, "node" | "viaCall">,
  one: Unit,
  read: ts.Node,
  other: Unit,
): boolean {
  if (one !== other) return one.order < other.order && !areAlternatives(one, other);
  let at = node;
  while (!viaCall && !isStoring(at) && at.parent !== undefined && !ts.isStatement(at.parent)) at = at.parent;
  return at.end <= read.pos;
}

function isInHead(node: ts.Node, loop: ts.Node): boolean {
  return ts.isIterationStatement(loop, false) && (node.pos < loop.statement.pos || loop.statement.end < node.end);
}

/** `row.push(x)`, `row[j] = x` of a constant that holds what is made where it is declared: that expression. */
export function madeForConstant({ node, viaCall, target }: Access, checker: ts.TypeChecker): ts.Node | undefined {
  if (viaCall || target.kind === "variable" || target.base.root.kind !== "fresh") return undefined;
  const method = ts.isCallExpression(node) ? bare(node.expression) : node;
  if (!ts.isPropertyAccessExpression(method) && !ts.isElementAccessExpression(method)) return undefined;
  const holder = bare(method.expression);
  const declaration = ts.isIdentifier(holder) ? checker.getSymbolAtLocation(holder)?.valueDeclaration : undefined;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return undefined;
  const { root } = target.base;
  const isIt = declaration.initializer !== undefined && bare(declaration.initializer) === root.node;
  return isIt ? root.node : undefined;
}

function isStoring(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node)) return isAssignmentOperator(node.operatorToken.kind);
  return (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    ts.isPrefixUnaryExpression(node)
  );
}

/** They stand in the two branches of an `if`, of which only one is executed. */
function areAlternatives(first: Unit, second: Unit): boolean {
  const branches = new Map<Unit, Unit>();
  for (let at = first; at.parent !== undefined; at = at.parent) branches.set(at.parent, at);
  for (let at = second; at.parent !== undefined; at = at.parent) {
    const branch = branches.get(at.parent);
    if (branch !== undefined) return at.parent.kind === "if" && branch !== at;
  }
  return false;
}

/** The loops inside of the analysed one that execute the unit, itself included. */
function loopsOf(unit: Unit): readonly Unit[] {
  const found: Unit[] = [];
  for (let at: Unit | undefined = unit; at !== undefined; at = at.parent) if (at.kind === "loop") found.push(at);
  return found;
}

/** A loop inside of the analysed one repeats the unit. */
export function isInLoop(unit: Unit): boolean {
  return loopsOf(unit).length > 0;
}

export function rootOf(unit: Unit): Unit {
  let at = unit;
  while (at.parent !== undefined) at = at.parent;
  return at;
}

/** The loops inside of the analysed one that a unit lies in, by their order in the text. */
export function loopsAround(unit: Unit): number[] {
  const found: number[] = [];
  for (let at = unit.parent; at !== undefined; at = at.parent) if (at.kind === "loop") found.unshift(at.order);
  return found;
}

/** What the unit does, and what the units in it do. */
export function factsBelow(unit: Unit): Facts[] {
  return [unit.facts, ...unit.children.flatMap(factsBelow)];
}
