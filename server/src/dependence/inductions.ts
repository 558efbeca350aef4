// Secondary induction variables, by syntax: numbers that each iteration of a loop advances by the same amount, beside its counter
// (Allen and Kennedy, "Optimizing Compilers for Modern Architectures", 4.5: auxiliary induction variable substitution).
import { ts } from "ts-morph";
import { bare, isNumber } from "../accesses/types.js";
import { isAssignedAt } from "../loops/iterationSpace.js";
import { isCaptured, mentionsOf } from "../loops/mentions.js";
import { isShortCircuit } from "../loops/operators.js";

/** One place that advances the variable: `k++`, `--k`, `k += 4`, `k -= w`. */
export interface Increment {
  /** The update as a whole. */
  readonly node: ts.Expression;
  readonly name: ts.Identifier;
  /** What is added, times `sign`; undefined stands for 1. */
  readonly amount: ts.Expression | undefined;
  readonly sign: 1 | -1;
}

export interface Induction {
  readonly symbol: ts.Symbol;
  /** In the order of the text. */
  readonly increments: readonly Increment[];
  /** Where the variable has its first value and to which all of its mentions that matter belong: a loop, or the block that declares it. */
  readonly scope: ts.Node;
  /** The value with which the scope starts, where the scope itself gives it. */
  readonly start: ts.Expression | undefined;
}

/**
 * The variable as an induction of `scope`: every way through an iteration of each loop in it (of `scope` itself, when it is a
 * loop) makes all the increments in that loop. Undefined when it is none. O(mentions · depth + nodes of the scope).
 */
export function inductionIn(
  symbol: ts.Symbol,
  scope: ts.Node,
  start: ts.Expression | undefined,
  checker: ts.TypeChecker,
): Induction | undefined {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined;
  // The head of the scope may set it at first.
  const isFirst = ({ parent }: ts.Identifier) =>
    start !== undefined && ts.isBinaryExpression(parent) && parent.right === start;
  const mentions = mentionsOf(symbol, scope, checker).filter((name) => name.parent !== declaration && !isFirst(name));
  if (mentions.some((name) => isCaptured(name, scope))) return undefined;
  const increments: Increment[] = [];
  for (const name of mentions) {
    if (!isAssignedAt(name)) continue;
    const increment = incrementAt(name);
    if (increment === undefined || !isUnconditional(increment.node, scope)) return undefined;
    if (!isNumber(checker.getTypeAtLocation(name))) return undefined;
    increments.push(increment);
  }
  const isNested = ({ node }: Increment) =>
    increments.some((other) => other.node !== node && other.node.pos <= node.pos && node.end <= other.node.end);
  if (increments.length === 0 || increments.some(isNested)) return undefined;
  const loops = new Set(increments.flatMap(({ node }) => loopsAround(node, scope)));
  if (jumpsWithin(scope, loops, increments)) return undefined;
  const isReadInHead = mentions.some(
    (name) => !increments.some((each) => each.name === name) && [...loops].some((loop) => isInHead(name, loop)),
  );
  return isReadInHead ? undefined : { symbol, increments, scope, start };
}

/** The update that the name is the target of; undefined for any other assignment. */
function incrementAt(name: ts.Identifier): Increment | undefined {
  const { parent } = name;
  if (ts.isPostfixUnaryExpression(parent) || ts.isPrefixUnaryExpression(parent)) {
    const sign = parent.operator === ts.SyntaxKind.PlusPlusToken ? 1 : -1;
    return { node: parent, name, amount: undefined, sign };
  }
  if (!ts.isBinaryExpression(parent) || parent.left !== name) return undefined;
  const { kind } = parent.operatorToken;
  if (kind === ts.SyntaxKind.PlusEqualsToken) return { node: parent, name, amount: parent.right, sign: 1 };
  if (kind === ts.SyntaxKind.MinusEqualsToken) return { node: parent, name, amount: parent.right, sign: -1 };
  if (kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const sum = bare(parent.right);
  if (!ts.isBinaryExpression(sum)) return undefined;
  const isIt = (side: ts.Expression) => ts.isIdentifier(side) && side.text === name.text;
  if (sum.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    if (isIt(sum.left)) return { node: parent, name, amount: sum.right, sign: 1 };
    return isIt(sum.right) ? { node: parent, name, amount: sum.left, sign: 1 } : undefined;
  }
  const isDifference = sum.operatorToken.kind === ts.SyntaxKind.MinusToken && isIt(sum.left);
  return isDifference ? { node: parent, name, amount: sum.right, sign: -1 } : undefined;
}

/** Evaluated once in every iteration of each `for` loop around it, up to the scope. */
function isUnconditional(node: ts.Node, scope: ts.Node): boolean {
  for (let at = node; at !== scope; at = at.parent) {
    const { parent } = at;
    if (parent === undefined) return false;
    if (parent === scope && ts.isIterationStatement(parent, false)) {
      return parent.statement === at || (ts.isForStatement(parent) && parent.incrementor === at);
    }
    if (ts.isForStatement(parent)) {
      if (parent.statement !== at && parent.incrementor !== at) return false;
    } else if (!isPassedThrough(at, parent)) return false;
  }
  return true;
}

function isPassedThrough(at: ts.Node, parent: ts.Node): boolean {
  if (ts.isBlock(parent) || ts.isExpressionStatement(parent) || ts.isParenthesizedExpression(parent)) return true;
  if (ts.isVariableStatement(parent) || ts.isVariableDeclarationList(parent)) return true;
  if (ts.isVariableDeclaration(parent)) return ts.isIdentifier(parent.name);
  if (ts.isBinaryExpression(parent)) return parent.left === at || !isShortCircuit(parent.operatorToken.kind);
  if (ts.isElementAccessExpression(parent)) return !isOptional(parent);
  if (ts.isNonNullExpression(parent) || ts.isAsExpression(parent) || ts.isArrayLiteralExpression(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return true;
  return ts.isCallExpression(parent) && !isOptional(parent) && parent.arguments.includes(at as ts.Expression);
}

function isOptional(node: ts.Node): boolean {
  return (node.flags & ts.NodeFlags.OptionalChain) !== 0;
}

/** The loops that execute the node, inside of the scope, itself included. */
function loopsAround(node: ts.Node, scope: ts.Node): readonly ts.Node[] {
  const found: ts.Node[] = [];
  for (let at = node; ; at = at.parent) {
    if (ts.isIterationStatement(at, false)) found.push(at);
    if (at === scope || at.parent === undefined) return found;
  }
}

/** A jump may end an iteration of one of the loops before its increments are made, or the loop before its last iteration. */
function jumpsWithin(scope: ts.Node, loops: ReadonlySet<ts.Node>, increments: readonly Increment[]): boolean {
  const inHeadOnly = (loop: ts.Node) =>
    ts.isForStatement(loop) &&
    loop.incrementor !== undefined &&
    increments.every(({ node }) => {
      const isInside = node.pos >= loop.pos && node.end <= loop.end;
      return !isInside || (node.pos >= loop.incrementor!.pos && node.end <= loop.incrementor!.end);
    });
  const visit = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return false;
    if (ts.isBreakOrContinueStatement(node)) {
      if (node.label !== undefined) return true;
      const target = targetOf(node, scope);
      if (target === undefined || !loops.has(target)) return false;
      // To leave the loop whose iterations are dealt out ends them all.
      return ts.isContinueStatement(node) ? !inHeadOnly(target) : target !== scope;
    }
    return ts.forEachChild(node, (child) => (visit(child) ? true : undefined)) ?? false;
  };
  return visit(scope);
}

function targetOf(jump: ts.BreakOrContinueStatement, scope: ts.Node): ts.Node | undefined {
  for (let at = jump.parent; at !== undefined; at = at.parent) {
    if (ts.isIterationStatement(at, false) || (ts.isBreakStatement(jump) && ts.isSwitchStatement(at))) return at;
    if (at === scope) return undefined;
  }
  return undefined;
}

/** In the head of the loop, where the text does not tell before which increments it is evaluated. */
function isInHead(name: ts.Node, loop: ts.Node): boolean {
  const isInside = name.pos >= loop.pos && name.end <= loop.end;
  if (!isInside || !ts.isIterationStatement(loop, false)) return false;
  const isInBody = name.pos >= loop.statement.pos && name.end <= loop.statement.end;
  const isFirst =
    ts.isForStatement(loop) &&
    loop.initializer !== undefined &&
    name.pos >= loop.initializer.pos &&
    name.end <= loop.initializer.end;
  return !isInBody && !isFirst;
}
