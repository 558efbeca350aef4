// Whether executing code can throw, judged by its syntax and the declared types. Stack overflow and exhausted memory aside.
import { ts } from "ts-morph";
import { resolveCall } from "./calls.js";
import type { AccessContext } from "./context.js";
import { bare, isOpaque, isPrimitive, valueSymbol } from "./types.js";

/**
 * True unless `node` provably cannot throw for values of the declared types.
 * @param skip parts that are evaluated elsewhere and do not count
 */
export function canThrow(node: ts.Node, context: AccessContext, skip: ReadonlySet<ts.Node> = nothing): boolean {
  if (ts.isTypeNode(node) || skip.has(node)) return false;
  context.budget.spend(1);
  if (ts.isFunctionLike(node)) {
    const isCallback = ts.isCallExpression(node.parent) && (node.parent.arguments as readonly ts.Node[]).includes(node);
    return isCallback && "body" in node && node.body !== undefined
      ? canThrow(node.body as ts.Node, context, skip)
      : false;
  }
  if (ts.isThrowStatement(node) || ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return true;
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    if (node.questionDotToken === undefined && mayBeMissing(node.expression, context)) return true;
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const target = resolveCall(node, context);
    if (target.kind === "unknown") return true;
    if (target.kind === "builtin" && target.builtin.throws) return true;
    if (target.kind === "function") {
      if (context.summaries.of(target.declaration).mayThrow) return true;
      // The function was judged by the types of its parameters, which an element that is not there does not have.
      const isObject = (argument: ts.Expression) => !isPrimitive(context.checker.getTypeAtLocation(argument));
      if (node.arguments?.some((argument) => isElement(argument, context) && isObject(argument))) return true;
    }
  }
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.InKeyword || kind === ts.SyntaxKind.InstanceOfKeyword) return true;
    const type = context.checker.getTypeAtLocation(node.left);
    // Division, power and mixing of BigInts throw; objects and symbols can fail to become numbers.
    const isAssignment = kind === ts.SyntaxKind.EqualsToken;
    if (!isAssignment && (type.flags & (ts.TypeFlags.BigIntLike | ts.TypeFlags.ESSymbolLike)) !== 0) return true;
  }
  if (ts.isArrayBindingPattern(node) || ts.isObjectBindingPattern(node)) return true;
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    if (mayBeMissing(node.expression, context)) return true;
  }
  return ts.forEachChild(node, (child) => (canThrow(child, context, skip) ? true : undefined)) ?? false;
}

const nothing: ReadonlySet<ts.Node> = new Set();

/** The object may be undefined or null, by its type or because an index may lie outside of its array. */
function mayBeMissing(expression: ts.Expression, context: AccessContext): boolean {
  if (expression.kind === ts.SyntaxKind.ThisKeyword) return false;
  const type = context.checker.getTypeAtLocation(expression);
  if (!context.strictNulls || isOpaque(type)) return true;
  if (ts.isNonNullExpression(expression)) return true;
  if (isElement(expression, context)) return true;
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(
    (part) => (part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.TypeParameter)) !== 0,
  );
}

/** `rows[i]`, or a constant that holds it: without `noUncheckedIndexedAccess` its type does not tell that it may be missing. */
function isElement(root: ts.Expression, context: AccessContext): boolean {
  if (context.uncheckedIndex) return false;
  const expression = bare(root);
  if (ts.isElementAccessExpression(expression)) return true;
  if (!ts.isIdentifier(expression)) return false;
  const declaration = valueSymbol(expression, context.checker)?.valueDeclaration;
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    ts.isElementAccessExpression(bare(declaration.initializer))
  );
}
