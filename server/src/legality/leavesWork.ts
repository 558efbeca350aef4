// Whether the division of a body leaves the workers anything to do.
import { ts } from "ts-morph";
import type { Access } from "../accesses/access.js";
import { targetsOf } from "../accesses/calls.js";
import type { AccessContext } from "../accesses/context.js";
import { declaredWithin, isOpaque, valueSymbol } from "../accesses/types.js";
import { estimateWork, repetitions } from "../accesses/work.js";
import { isTypedArray } from "../loops/findLoops.js";
import { findWrite } from "../loops/iterationSpace.js";
import { referencesTo } from "../scalars/liveness.js";
import type { Body } from "./body.js";
import { namesIn } from "./channels.js";
import type { Partition } from "./partition.js";
import { handsOn, isRecurrence, leavesOf, patternOf } from "./pattern.js";
import { inBody } from "./plainData.js";
import { isInLoop, type Unit } from "./units.js";
import type { Split } from "./verdict.js";

/**
 * The kernel holds a call, a loop, or at least as many operations as the commit. Beside a sequence, to fetch what the next step
 * needs is no work of its own: there calls and arithmetic count, loads do not. Beside a chain, in which one step computes with
 * what another has left, neither do subscripts, empty arrays and what is the same in every iteration, and what the kernel does
 * has to be more. O(nodes of the body · mentions).
 */
export function leavesWork(body: Body, part: Partition, split: Split): boolean {
  const context = inBody(body.loop, body.context);
  const kernel: ts.Node[] = body.units.all
    .filter((unit) => unit.kind === "leaf" && !part.isCommit(unit))
    .map((unit) => unit.statement);
  const moved = split.channels.flatMap((channel) => (channel.kind === "expression" ? [channel.expression] : []));
  kernel.push(...moved);
  const isSequence = isRecurrence(body, part);
  const isChain = isSequence && handsOn(body, part);
  const isReduction = patternOf(body, part) === "reduction";
  const counts = (node: ts.Node) =>
    !((isChain && isSubscript(node, body)) || ((isChain || isReduction) && isSame(node, body)));
  const work = (nodes: readonly ts.Node[]) =>
    nodes
      .filter(counts)
      .reduce(
        (sum, node) =>
          sum +
          estimateWork(node, context, { counted: isChain ? "steps" : isSequence ? "arithmetic" : "everything" }) *
            repetitions(node, body.loop.body, context),
        0,
      );
  // Typed arrays lie in shared memory, wherever they are found: a store is made once.
  const copied = work(split.copied.filter((node) => !isTypedElement(node, context)));
  // Whether the iteration goes on to the commit at all is a result, too.
  const hasResult =
    split.skips ||
    split.channels.length + split.writes.length + split.copied.length > 0 ||
    kernelWritesFresh(body, part);
  if (kernel.length === 0 || !hasResult) return false;
  // Whether the work is worth it was asked of the author's form.
  if (context.prepared !== undefined) return true;
  if (kernel.some((node) => counts(node) && holdsCall(node, body, isChain))) return true;
  const isLoop = (unit: Unit) => unit.kind === "loop" && !part.isCommit(unit) && !part.isMixed(unit);
  if (!isSequence && (kernel.some(holdsLoop) || body.units.all.some(isLoop))) return true;
  // A store into a copy is done again by the caller: that much of it is not the kernel's.
  const own = work(kernel) - 2 * copied - (isSequence ? handedOverInLoops(split, body) : 0);
  if (own <= 0) return false;
  if (isReduction) {
    // However little is left besides; but not where whole rows are added up, least of all if their terms are carried over.
    if (!part.outermost().some(addsToRow)) return true;
    if (split.channels.some(({ within }) => within.length > 0)) return false;
  }
  const commit = part.outermost().map((unit) => unit.statement);
  // Conditions that both sides keep are moved, too, but not out of these statements.
  const isFromCommit = (node: ts.Node) => commit.some(({ pos, end }) => pos <= node.pos && node.end <= end);
  const rest = work(commit) - work(moved.filter(isFromCommit)) + copied;
  return isChain ? own > rest : own >= rest;
}

/** A value of each round of an inner loop is put into a list, sent, and taken out again. */
function handedOverInLoops({ channels }: Split, { loop, context }: Body): number {
  return channels
    .filter(({ within }) => within.length > 0)
    .reduce((sum, { at }) => sum + perValue * repetitions(at, loop.body, context), 0);
}

/** Operations that a value of a list takes. */
const perValue = 4;

/** An element of a typed array, or of an array of which nobody has declared that it is none. */
export function mayBeTypedElement(node: ts.Node, context: AccessContext): boolean {
  const isUndeclared =
    ts.isElementAccessExpression(node) && isOpaque(context.checker.getTypeAtLocation(node.expression));
  return isUndeclared || isTypedElement(node, context);
}

/** An element of a typed array, wherever that is found. */
function isTypedElement(node: ts.Node, { checker }: AccessContext): boolean {
  return ts.isElementAccessExpression(node) && isTypedArray(checker.getTypeAtLocation(node.expression));
}

/** A loop inside of the analysed one combines terms in an array or object, not in a variable. */
function addsToRow(unit: Unit): boolean {
  const isPlace = ({ mode, target }: Access) => mode === "write" && target.kind === "place";
  return leavesOf(unit).some((leaf) => isInLoop(leaf) && leaf.facts.accesses.some(isPlace));
}

/** A kernel without any result would be work for nothing; it still is legal when it only throws or computes in vain. */
function kernelWritesFresh(body: Body, part: Partition): boolean {
  return part.commit.size === 0 && body.units.all.length > 0;
}

function holdsLoop(node: ts.Node): boolean {
  if (ts.isTypeNode(node)) return false;
  return (
    ts.isIterationStatement(node, false) || ts.forEachChild(node, (child) => holdsLoop(child) || undefined) === true
  );
}

/** A function of the program is called, or one of the library that takes longer than an operation. */
export function holdsCall(root: ts.Node, body: Body, isChain: boolean): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found || ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const isOfProgram = targetsOf(node, inBody(body.loop, body.context)).some(({ kind }) => kind === "function");
      // A function such as `Math.sqrt` is an operation; what goes through a string, an array or an object is more.
      if (isOfProgram || !(isOperation(node, body) || (isChain && isPreparation(node)))) found = true;
    }
    if (!found) ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

/** Library functions that take about as long as an addition. */
function isOperation({ expression }: ts.CallExpression | ts.NewExpression, { context }: Body): boolean {
  if (!ts.isPropertyAccessExpression(expression)) return false;
  const receiver = context.checker.getTypeAtLocation(expression.expression);
  const name = receiver.symbol?.name ?? "";
  return name === "Math" || name === "Map" || name === "Set" || quick.has(expression.name.text);
}

const quick: ReadonlySet<string> = new Set([
  "at",
  "charAt",
  "charCodeAt",
  "codePointAt",
  "getTime",
  "isArray",
  "isFinite",
  "isInteger",
  "isNaN",
  "pop",
  "push",
]);

/** Library functions that make an empty array or object, or give a value another type. */
function isPreparation({ kind, expression }: ts.CallExpression | ts.NewExpression): boolean {
  if (kind === ts.SyntaxKind.NewExpression) return true;
  return ts.isPropertyAccessExpression(expression)
    ? expression.name.text === "fill"
    : ts.isIdentifier(expression) && conversions.has(expression.text);
}

const conversions: ReadonlySet<string> = new Set([
  "Array",
  "BigInt",
  "Boolean",
  "Number",
  "parseFloat",
  "parseInt",
  "String",
]);

/** Every iteration would compute the same; what is called may give another answer each time. */
function isSame(node: ts.Node, { loop, context: { checker } }: Body): boolean {
  if (!ts.isExpression(node) || calls(node)) return false;
  return namesIn(node, new Set()).every((name) => {
    const symbol = valueSymbol(name, checker);
    return symbol !== undefined && !declaredWithin(symbol, loop.node, true) && !findWrite(loop.node, symbol, checker);
  });
}

function calls(node: ts.Node): boolean {
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return true;
  return ts.forEachChild(node, (child) => calls(child) || undefined) === true;
}

/** Only tells where something lies: a subscript, or a constant that is used in subscripts alone. */
function isSubscript(node: ts.Node, { loop, context: { checker } }: Body): boolean {
  if (calls(node)) return false;
  if (ts.isExpression(node)) return isInSubscript(node, loop.node);
  if (!ts.isVariableStatement(node)) return false;
  return node.declarationList.declarations.every(({ name, initializer }) => {
    const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
    if (symbol === undefined || initializer === undefined) return false;
    const uses = referencesTo(symbol, loop.node, checker).filter((use) => use !== name);
    return uses.every((use) => isInSubscript(use, loop.node));
  });
}

function isInSubscript(node: ts.Node, within: ts.Node): boolean {
  for (let at = node; at !== within && !ts.isStatement(at); at = at.parent)
    if (ts.isElementAccessExpression(at.parent) && at.parent.argumentExpression === at) return true;
  return false;
}
