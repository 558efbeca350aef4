// Whether executing code can throw, judged by its syntax and the declared types. Stack overflow and exhausted memory aside.
import { ts } from "ts-morph";
import { getterOf } from "./accessors.js";
import type { Builtin } from "./builtins.js";
import { callbacksOf } from "./callbacks.js";
import { resolveCall } from "./calls.js";
import type { AccessContext } from "./context.js";
import { isAccessor } from "./expressions.js";
import { hooksOf } from "./hooks.js";
import { receiverOf } from "./refs.js";
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
    const getter = getterOf(node, context);
    if (getter !== undefined ? context.summaries.of(getter).mayThrow : isAccessor(node, context)) return true;
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const target = resolveCall(node, context);
    if (target.kind === "unknown") return true;
    if (target.kind === "builtin" && builtinThrows(node, target.builtin, context)) return true;
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

function builtinThrows(call: ts.CallExpression | ts.NewExpression, builtin: Builtin, context: AccessContext): boolean {
  const { throws } = builtin;
  const given = call.arguments ?? [];
  const typeOf = (value: ts.Expression) => context.checker.getTypeAtLocation(value);
  if (throws === true) return true;
  if (throws !== undefined) {
    if (throws.from !== undefined && given.length >= throws.from) return true;
    if (throws.below !== undefined && given.length < throws.below) return true;
    if (throws.outside !== undefined && given[0] !== undefined && !isBetween(given[0], throws.outside)) return true;
    if (throws.object && given[0] !== undefined && !isPrimitive(typeOf(given[0]))) return true;
    const isPattern = given[0] !== undefined && typeOf(given[0]).symbol?.name === "RegExp";
    if (throws.primitive && given[0] !== undefined && !isPattern) return true;
  }
  for (const { target } of callbacksOf(call, builtin, context))
    if (target === undefined || (target !== "harmless" && context.summaries.of(target).mayThrow)) return true;
  // What is run unseen is judged by its presence.
  return (builtin.runs ?? []).some((hook) =>
    [...given, ...receivers(call)].some((value) => {
      const type = typeOf(ts.isSpreadElement(value) ? value.expression : value);
      return !isPrimitive(type) && hooksOf(type, hook, context).length > 0;
    }),
  );
}

function receivers(call: ts.CallExpression | ts.NewExpression): readonly ts.Expression[] {
  const receiver = receiverOf(call);
  return receiver === undefined ? [] : [receiver];
}

function isBetween(node: ts.Expression, [low, high]: readonly [number, number]): boolean {
  return ts.isNumericLiteral(node) && low <= Number(node.text) && Number(node.text) <= high;
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
