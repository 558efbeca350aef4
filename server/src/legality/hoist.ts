// Subexpressions of commit statements that the kernel can compute instead: `price(x)` in `total += price(x)`.
import { ts } from "ts-morph";
import type { Facts } from "../accesses/access.js";
import { collectFacts } from "../accesses/collect.js";
import { bare, isFunctionType, isPrimitive, valueSymbol } from "../accesses/types.js";
import { estimateWork } from "../accesses/work.js";
import { preorder } from "../loops/mentions.js";
import { isAssignmentOperator, isShortCircuit } from "../loops/operators.js";
import { referencesTo } from "../scalars/liveness.js";
import type { Body } from "./body.js";
import type { Partition } from "./partition.js";
import { isTransferable } from "./transferable.js";
import type { Unit } from "./units.js";

/**
 * The largest such expressions of one commit unit, or of the condition of a shared `if`, in order of evaluation.
 * @param threshold abstract operations from which an expression counts
 * @param before expressions that were moved out of statements further up
 */
export function hoistable(
  unit: Unit,
  body: Body,
  partition: Partition,
  threshold: number,
  before: ReadonlySet<ts.Node>,
): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  const moved = new Set(before);
  for (const start of evaluatedOnce(unit)) visit(start);
  return found;

  function visit(node: ts.Node): void {
    if (ts.isFunctionLike(node) || ts.isTypeNode(node)) return;
    if (isAssignedPlace(node)) {
      visitPlace(node);
      return;
    }
    if (ts.isExpression(node) && isWorth(node) && mayMove(node)) {
      found.push(node);
      moved.add(node);
      return;
    }
    if (ts.isConditionalExpression(node)) visit(node.condition);
    else if (ts.isBinaryExpression(node) && isShortCircuit(node.operatorToken.kind)) visit(node.left);
    else if (isOptionalChain(node)) return;
    else ts.forEachChild(node, visit);
  }

  /**
   * The target of an assignment is a place, not a value, and what it lies in is an object that has to be the caller's own: of
   * `rows[f(i)].x = v`, the subscripts compute values.
   */
  function visitPlace(node: ts.Node): void {
    const place = ts.isExpression(node) ? bare(node) : node;
    if (ts.isElementAccessExpression(place)) visit(place.argumentExpression);
    if (ts.isElementAccessExpression(place) || ts.isPropertyAccessExpression(place)) visitPlace(place.expression);
    else if (!ts.isIdentifier(place)) ts.forEachChild(place, visit);
  }

  function isWorth(node: ts.Expression): boolean {
    if (isStored(node, unit) && replacesVariables(node)) return isValue(node);
    return (
      (loads(node) || (estimateWork(node, body.context) >= 2 && !isSubscript(node))) &&
      (estimateWork(node, body.context) >= threshold || readsScratch(node)) &&
      !isInnocentPath(node) &&
      !isVoidPosition(node, body) &&
      isValue(node)
    );
  }

  /**
   * The value itself travels as cheaply as a variable that it is computed from, where these are of no other use to the caller:
   * `sum / rows.length` in `means.push(sum / rows.length)`.
   */
  function replacesVariables(node: ts.Expression): boolean {
    const { checker } = body.context;
    if (ts.isIdentifier(node) || !isPrimitive(checker.getTypeAtLocation(node))) return false;
    const variables = new Set<ts.Symbol>();
    for (const name of preorder(node)) {
      const symbol = ts.isIdentifier(name) ? valueSymbol(name, checker) : undefined;
      if (symbol !== undefined && isOfKernel(symbol)) variables.add(symbol);
    }
    const isTaken = (mention: ts.Node) => storedAround(mention) !== undefined;
    return (
      variables.size > 0 &&
      [...variables].every((symbol) =>
        partition
          .outermost()
          .every(({ statement }) => referencesTo(symbol, statement, checker).every((mention) => isTaken(mention))),
      )
    );
  }

  function isOfKernel(symbol: ts.Symbol): boolean {
    const isWrite = ({ mode, target }: Facts["accesses"][number]) =>
      mode === "write" && target.kind === "variable" && target.symbol === symbol;
    return (
      body.isIterationLocal(symbol) &&
      body.units.all.some((other) => !partition.isCommit(other) && other.facts.accesses.some(isWrite))
    );
  }

  /** The caller does not have the array that each iteration of the kernel has to itself. */
  function readsScratch(node: ts.Expression): boolean {
    return body.scratch.some(({ symbol }) => referencesTo(symbol, node, body.context.checker).length > 0);
  }

  function mayMove(node: ts.Expression): boolean {
    if (isFunctionType(body.context.checker.getTypeAtLocation(node))) return false;
    const facts = factsOf(node, body);
    return (
      partition.fitsKernel(node, facts, unit) &&
      isTransferable(node, body.region) &&
      !partition.isEarly(node, unit, moved)
    );
  }
}

// The same expressions are asked about again in each round of the division.
const factsByBody = new WeakMap<Body, Map<ts.Node, Facts>>();

function factsOf(node: ts.Node, body: Body): Facts {
  const known = factsByBody.get(body) ?? new Map<ts.Node, Facts>();
  factsByBody.set(body, known);
  const facts = known.get(node) ?? collectFacts(node, body.region);
  known.set(node, facts);
  return facts;
}

/** All that is put into an array by a statement of its own: `out.push(node)`, `out[i] = node`. */
function isStored(node: ts.Expression, { statement }: Pick<Unit, "statement">): boolean {
  const { parent } = node;
  if (!ts.isExpressionStatement(parent.parent) || parent.parent !== statement) return false;
  if (ts.isBinaryExpression(parent))
    return (
      parent.right === node &&
      parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isElementAccessExpression(parent.left)
    );
  return (
    ts.isCallExpression(parent) &&
    parent.arguments.length === 1 &&
    parent.arguments[0] === node &&
    ts.isPropertyAccessExpression(parent.expression) &&
    parent.expression.name.text === "push"
  );
}

/** The stored value that the name stands in. */
function storedAround(name: ts.Node): ts.Expression | undefined {
  for (let at = name; at.parent !== undefined && !ts.isStatement(at); at = at.parent) {
    const statement = at.parent.parent;
    if (ts.isExpression(at) && statement !== undefined && ts.isExpressionStatement(statement))
      return isStored(at, { statement }) ? at : undefined;
  }
  return undefined;
}

/** A part of `i * n + j` in `a[i * n + j]`. */
function isSubscript(node: ts.Node): boolean {
  for (let at = node; at.parent !== undefined && !ts.isStatement(at); at = at.parent)
    if (ts.isElementAccessExpression(at.parent) && at.parent.argumentExpression === at) return true;
  return false;
}

/** One addition of what the caller has anyway is not worth handing over: a load, a call or a formula must be in it. */
function loads(root: ts.Node): boolean {
  if (ts.isElementAccessExpression(root) || ts.isCallExpression(root) || ts.isNewExpression(root)) return true;
  return ts.forEachChild(root, (child) => (loads(child) ? true : undefined)) ?? false;
}

/** Where an expression inside of a statement is evaluated exactly once each time the statement is. */
function evaluatedOnce({ statement }: Unit): readonly ts.Node[] {
  if (ts.isExpressionStatement(statement)) return [statement.expression];
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap((declaration) => declaration.initializer ?? []);
  if (ts.isIfStatement(statement)) return [statement.expression];
  if (ts.isForOfStatement(statement)) return [statement.expression];
  if (ts.isReturnStatement(statement)) return statement.expression === undefined ? [] : [statement.expression];
  return ts.isExpression(statement) ? [statement] : [];
}

function isValue(node: ts.Expression): boolean {
  const parent = node.parent;
  if (ts.isCallExpression(parent) && parent.expression === node) return false;
  if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(parent) && parent.expression === node) return false;
  return !ts.isSpreadElement(node) && !ts.isOmittedExpression(node);
}

/** The statement itself, or all that a callback of `forEach` does: its value is thrown away, so there is nothing to hand over. */
function isVoidPosition(node: ts.Expression, { loop }: Body): boolean {
  return ts.isExpressionStatement(node.parent) || (loop.kind === "forEach" && node === loop.body);
}

/** `p.x` without an element is as cheap to read in the caller as to receive. */
function isInnocentPath(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return isInnocentPath(node.expression);
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

function isAssignedPlace(node: ts.Node): boolean {
  const parent = node.parent;
  if (ts.isBinaryExpression(parent) && parent.left === node) return isAssignmentOperator(parent.operatorToken.kind);
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  }
  return ts.isDeleteExpression(parent);
}

function isOptionalChain(node: ts.Node): boolean {
  return ts.isOptionalChain(node);
}
