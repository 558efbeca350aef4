// Whether executing code can throw, judged by its syntax and the declared types. Stack overflow and exhausted memory aside.
import { ts } from "ts-morph";
import { getterOf } from "./accessors.js";
import { type Builtin, isLibraryDeclaration } from "./builtins.js";
import { callbacksOf } from "./callbacks.js";
import { functionsOf } from "./callees.js";
import { type CallTarget, targetsOf } from "./calls.js";
import type { AccessContext } from "./context.js";
import { isAccessor } from "./expressions.js";
import { argumentFor, calledParameter, parametersCalled } from "./handed.js";
import { hooksOf } from "./hooks.js";
import { isPattern, targetOf } from "./patterns.js";
import { isPresent } from "./present.js";
import { receiverOf } from "./refs.js";
import { bare, functionOf, isNumber, isOpaque, isPrimitive, unalias, valueSymbol } from "./types.js";

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
    if (node.questionDotToken === undefined && mayHaveNoProperties(node.expression, context)) return true;
    const getter = getterOf(node, context);
    if (getter !== undefined ? context.summaries.of(getter).mayThrow : isAccessor(node, context)) return true;
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    // What a parameter does, who passes the function knows.
    const isParameter = calledParameter(node.expression, context) !== undefined;
    if (isParameter && passesMissing(node, context)) return true;
    if (!isParameter && targetsOf(node, context).some((target) => targetThrows(node, target, context))) return true;
    if (mayBeNoFunction(node, context)) return true;
  }
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.InKeyword || kind === ts.SyntaxKind.InstanceOfKeyword) return true;
    const type = context.checker.getTypeAtLocation(node.left);
    // Division, power and mixing of BigInts throw; objects and symbols can fail to become numbers.
    const isAssignment = kind === ts.SyntaxKind.EqualsToken;
    if (!isAssignment && (type.flags & (ts.TypeFlags.BigIntLike | ts.TypeFlags.ESSymbolLike)) !== 0) return true;
    if (isAssignment && (takesApart(node) || setsLength(node))) return true;
    if (isArithmetic(kind) && [node.left, node.right].some((side) => mayBeNoNumber(side, context))) return true;
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.PlusToken) {
    if (mayBeNoNumber(node.operand, context)) return true;
  }
  if (ts.isForOfStatement(node) && !ts.isVariableDeclarationList(node.initializer) && isPattern(node.initializer))
    return true;
  if (ts.isArrayBindingPattern(node) || ts.isObjectBindingPattern(node)) return true;
  if (ts.isForOfStatement(node) || ts.isForInStatement(node) || ts.isSpreadElement(node)) {
    if (mayBeMissing(node.expression, context)) return true;
  }
  return ts.forEachChild(node, (child) => (canThrow(child, context, skip) ? true : undefined)) ?? false;
}

/** Nobody says what it is: a BigInt cannot be added to a number, nor a symbol to anything. */
function mayBeNoNumber(operand: ts.Expression, { checker }: AccessContext): boolean {
  return isOpaque(checker.getTypeAtLocation(operand));
}

/** Makes numbers or strings of what stands on both sides. A comparison takes BigInts as well. */
function isArithmetic(kind: ts.SyntaxKind): boolean {
  const isCompound = kind >= ts.SyntaxKind.PlusEqualsToken && kind <= ts.SyntaxKind.CaretEqualsToken;
  return isCompound ? !logical.has(kind) : arithmetic.has(kind);
}

const logical: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

const arithmetic: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ts.SyntaxKind.LessThanLessThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
  ts.SyntaxKind.AmpersandToken,
  ts.SyntaxKind.BarToken,
  ts.SyntaxKind.CaretToken,
]);

/** `({ x, y } = point)`: the point may be missing, and more so what lies in it. The items of a list that stands there are not gone through. */
function takesApart({ left, right }: ts.BinaryExpression): boolean {
  if (!isPattern(left)) return false;
  const isSwap = ts.isArrayLiteralExpression(left) && ts.isArrayLiteralExpression(bare(right));
  return !isSwap || left.elements.some((part) => isPattern(targetOf(part)));
}

/** No array has a negative length. */
function setsLength({ left, right }: ts.BinaryExpression): boolean {
  return ts.isPropertyAccessExpression(left) && left.name.text === "length" && !ts.isNumericLiteral(right);
}

function targetThrows(call: ts.CallExpression | ts.NewExpression, target: CallTarget, context: AccessContext): boolean {
  if (target.kind === "unknown") return true;
  if (target.kind === "builtin") return builtinThrows(call, target.builtin, context);
  const summary = context.summaries.of(target.declaration);
  if (summary.mayThrow || (summary.effects.some(({ handed }) => handed !== undefined) && target.made !== undefined))
    return true;
  if (parametersCalled(target.declaration, summary).some((each) => passedThrows(argumentFor(each, call), context)))
    return true;
  return passesMissing(call, context);
}

/** The function was judged by the types of its parameters, which an element that is not there does not have, nor what is asserted to be there. */
function passesMissing(call: ts.CallExpression | ts.NewExpression, context: AccessContext): boolean {
  const isObject = (argument: ts.Expression) => !isPrimitive(context.checker.getTypeAtLocation(argument));
  const isUnsure = (argument: ts.Expression) => isAsserted(argument) || isElement(argument, context);
  return call.arguments?.some((argument) => isUnsure(argument) && isObject(argument)) ?? false;
}

/** A function that is handed over may throw; missing, there is none to call. */
function passedThrows(argument: ts.Expression | "none" | undefined, context: AccessContext): boolean {
  if (argument === "none" || argument === undefined) return true;
  if (calledParameter(argument, context) !== undefined) return mayBeMissing(argument, context);
  return (
    functionsOf(argument, context)?.some(
      (target) => target.kind === "builtin" || context.summaries.of(target.declaration).mayThrow,
    ) ?? true
  );
}

/** `operations[name](x)`, and a variable: there may be no function under the name, or none yet. */
function mayBeNoFunction({ expression }: ts.CallExpression | ts.NewExpression, context: AccessContext): boolean {
  const callee = bare(expression);
  if (ts.isElementAccessExpression(callee)) return mayBeMissing(callee, context);
  const symbol = ts.isIdentifier(callee) ? valueSymbol(callee, context.checker) : undefined;
  if (symbol === undefined) return false;
  const target = unalias(symbol, context.checker);
  const isVariable = (target.flags & ts.SymbolFlags.Variable) !== 0 && target.valueDeclaration !== undefined;
  if (!isVariable || isLibraryDeclaration(target.valueDeclaration!, context.program)) return false;
  return functionOf(target, context.checker) === undefined && mayBeMissing(callee, context);
}

function builtinThrows(call: ts.CallExpression | ts.NewExpression, builtin: Builtin, context: AccessContext): boolean {
  const { throws } = builtin;
  const given = call.arguments ?? [];
  const typeOf = (value: ts.Expression) => context.checker.getTypeAtLocation(value);
  if (throws === true) return true;
  if (given.some((value) => isOpaque(typeOf(value)) && isGivenAsNumber(value, context))) return true;
  if (throws !== undefined) {
    if (throws.from !== undefined && given.length >= throws.from) return true;
    if (throws.below !== undefined && given.length < throws.below) return true;
    if (throws.outside !== undefined && given[0] !== undefined && !isBetween(given[0], throws.outside)) return true;
    if (throws.object && given[0] !== undefined && !isPrimitive(typeOf(given[0]))) return true;
    const isPattern = given[0] !== undefined && typeOf(given[0]).symbol?.name === "RegExp";
    if (throws.primitive && given[0] !== undefined && !isPattern) return true;
  }
  for (const { argument, targets } of callbacksOf(call, builtin, context)) {
    if (targets?.some((target) => context.summaries.of(target).mayThrow)) return true;
    if (targets === undefined && passedThrows(argument, context)) return true;
  }
  // What is run unseen is judged by its presence.
  return (builtin.runs ?? []).some((hook) =>
    [...given, ...receivers(call)].some((value) => {
      const type = typeOf(ts.isSpreadElement(value) ? value.expression : value);
      return !isPrimitive(type) && hooksOf(type, hook, context).length > 0;
    }),
  );
}

/** `Math.sqrt` of a BigInt fails. */
function isGivenAsNumber(argument: ts.Expression, { checker }: AccessContext): boolean {
  const wanted = ts.isSpreadElement(argument) ? undefined : checker.getContextualType(argument);
  return wanted !== undefined && isNumber(checker.getNonNullableType(wanted));
}

function receivers(call: ts.CallExpression | ts.NewExpression): readonly ts.Expression[] {
  const receiver = receiverOf(call);
  return receiver === undefined ? [] : [receiver];
}

function isBetween(node: ts.Expression, [low, high]: readonly [number, number]): boolean {
  return ts.isNumericLiteral(node) && low <= Number(node.text) && Number(node.text) <= high;
}

const nothing: ReadonlySet<ts.Node> = new Set();

/** Anything but undefined and null has properties; what can be called or gone through, the type has to tell. */
function mayHaveNoProperties(expression: ts.Expression, context: AccessContext): boolean {
  const isUntyped = isOpaque(context.checker.getTypeAtLocation(expression));
  return !(isUntyped && isPresent(expression, context)) && mayBeMissing(expression, context);
}

/** The object may be undefined or null, by its type or because an index may lie outside of its array. */
export function mayBeMissing(expression: ts.Expression, context: AccessContext): boolean {
  if (expression.kind === ts.SyntaxKind.ThisKeyword) return false;
  const type = context.checker.getTypeAtLocation(expression);
  if (isOpaque(type)) return true;
  if (isPresent(expression, context)) return false;
  if (!context.strictNulls) return true;
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

/** `rows[i]!` */
function isAsserted(given: ts.Expression): boolean {
  return ts.isParenthesizedExpression(given) ? isAsserted(given.expression) : ts.isNonNullExpression(given);
}
