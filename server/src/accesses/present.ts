// Objects that are known to be there, whatever their types say: they are made where they are declared, or something has been taken
// from them before.
import { ts } from "ts-morph";
import { findWrites } from "../loops/iterationSpace.js";
import { mentionsOf } from "../loops/mentions.js";
import { isShortCircuit } from "../loops/operators.js";
import type { AccessContext } from "./context.js";
import { isAllocation } from "./refs.js";
import { bare, valueSymbol } from "./types.js";

/**
 * The variable never changes, and holds a new object or had something taken from it before the outermost loop or function around
 * the expression, in every execution that comes there: `n < shape.size` in the head of a loop says that `shape` is there in its
 * body. What an iteration takes itself says nothing, because parts of it may be executed in another order.
 * O(mentions of the variable · depth)
 */
export function isPresent(expression: ts.Expression, { checker, budget }: AccessContext): boolean {
  const node = bare(expression);
  const symbol = ts.isIdentifier(node) ? valueSymbol(node, checker) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || declaration.getSourceFile() !== node.getSourceFile())
    return false;
  if (!ts.isParameter(declaration) && !ts.isVariableDeclaration(declaration) && !ts.isBindingElement(declaration))
    return false;
  const home = ts.findAncestor(declaration.parent, ts.isFunctionLike) ?? declaration.getSourceFile();
  const around = outermostAround(node, home);
  // A function that is declared may be called before what stands further up has been executed.
  if (around !== undefined && ts.isFunctionDeclaration(around)) return false;
  const mentions = mentionsOf(symbol, home, checker);
  budget.spend(mentions.length);
  if (findWrites(home, symbol, checker).some((write) => write !== declaration.name)) return false;
  if (isMade(declaration) && declaration.end <= node.pos) return true;
  if (around === undefined) return false;
  // What a head takes tells nothing of what it takes before, itself included.
  return mentions.some((mention) => mention.end <= node.pos && isTakenFrom(mention) && comesBefore(mention, around));
}

/** A constant of a function that holds a new object. */
function isMade(declaration: ts.Declaration): boolean {
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return false;
  const value = bare(declaration.initializer);
  return ts.isIdentifier(declaration.name) && (isAllocation(value) || ts.isNewExpression(value));
}

/** The outermost loop or function in `home` that the node is repeated by, or called in. */
function outermostAround(node: ts.Node, home: ts.Node): ts.Node | undefined {
  let found: ts.Node | undefined;
  for (let at = node.parent; at !== home && at !== undefined; at = at.parent)
    if (ts.isIterationStatement(at, false) || ts.isFunctionLike(at)) found = at;
  return found;
}

/** `x.name`, `x[i]`, `const { name } = x`: fails where there is no object. */
function isTakenFrom(mention: ts.Node): boolean {
  let at = mention;
  while (ts.isParenthesizedExpression(at.parent) || ts.isNonNullExpression(at.parent) || ts.isAsExpression(at.parent))
    at = at.parent;
  const { parent } = at;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
    return parent.expression === at && parent.questionDotToken === undefined;
  return ts.isVariableDeclaration(parent) && parent.initializer === at && ts.isObjectBindingPattern(parent.name);
}

/** Whoever comes to the body of `around` has evaluated the mention. */
function comesBefore(mention: ts.Node, around: ts.Node): boolean {
  let at = mention;
  while (at.parent !== undefined) {
    const { parent } = at;
    if (parent === around) return isHead(at, around);
    // Who falls into a case from the one above has not evaluated what it is compared with.
    if (ts.isCaseClause(parent) && parent.expression === at) return false;
    if (isListed(parent)) return parent.pos <= around.pos && around.end <= parent.end && at.end <= around.pos;
    if (!evaluates(parent, at)) return false;
    at = parent;
  }
  return false;
}

function isHead(part: ts.Node, loop: ts.Node): boolean {
  if (ts.isForStatement(loop)) return part === loop.initializer || part === loop.condition;
  return (ts.isForOfStatement(loop) || ts.isForInStatement(loop)) && part === loop.expression;
}

function isListed(node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseOrDefaultClause(node);
}

/** Whoever evaluates the parent to its end evaluates this part of it. */
function evaluates(parent: ts.Node, part: ts.Node): boolean {
  if (ts.isBinaryExpression(parent)) {
    return part === parent.left || !isShortCircuit(parent.operatorToken.kind);
  }
  if (ts.isConditionalExpression(parent)) return part === parent.condition;
  if (ts.isIfStatement(parent)) return part === parent.expression;
  if (ts.isIterationStatement(parent, false)) return isHead(part, parent);
  if (ts.isPropertyAccessExpression(parent))
    return parent.questionDotToken === undefined && !ts.isOptionalChain(parent);
  if (ts.isElementAccessExpression(parent) || ts.isCallExpression(parent)) return !ts.isOptionalChain(parent);
  return (
    ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isPostfixUnaryExpression(parent) ||
    ts.isNewExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isObjectLiteralExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isTemplateExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isVariableDeclarationList(parent) ||
    ts.isVariableStatement(parent) ||
    ts.isExpressionStatement(parent)
  );
}
