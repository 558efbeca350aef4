// Whether a mention of an object may change it, or what is inside of it, or hand it to somebody who may.
import { ts } from "ts-morph";
import type { Builtin } from "../accesses/builtins/row.js";
import { type CallTarget, targetsOf } from "../accesses/calls.js";
import type { AccessContext } from "../accesses/context.js";
import { isHarmlessRegExp, staysInPlace } from "../accesses/expressions.js";
import { holdsOnlyPrimitives, isPrimitive } from "../accesses/types.js";
import { isAssignedAt, isWrapper } from "../loops/iterationSpace.js";
import { isAssignmentOperator } from "../loops/operators.js";
import { referencesTo } from "../scalars/liveness.js";

/** Names given to parts of the object are followed so far; then it may change. */
const mostNames = 4;

/**
 * Follows the value of an expression upwards: reading `table[i].x` changes nothing, `const row = table[i]` hands on what `row`
 * may change. O(mentions of the names that parts of the object get).
 */
export function mayChangeAt(node: ts.Node, context: AccessContext, left = mostNames): boolean {
  for (let at = node; ; ) {
    if (isAssignedAt(at)) return true;
    const next = step(at, context, left);
    if (typeof next === "boolean") return next;
    at = next;
  }
}

/** The answer, or the expression around `at` that still stands for something inside of the object. */
function step(at: ts.Node, context: AccessContext, left: number): boolean | ts.Node {
  const { parent } = at;
  if (isWrapper(parent)) return parent;
  if ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === at)
    return isCallee(parent) ? throughMethod(parent, context, left) : parent;
  if (isName(at, parent) || context.checker.getTypeAtLocation(at).flags & ts.TypeFlags.Never) return false;
  if (ts.isExpression(at) && isPrimitive(context.checker.getTypeAtLocation(at))) return false;
  if (ts.isVariableDeclaration(parent)) return isConstant(parent) ? namesMayChange(parent.name, context, left) : true;
  if (ts.isForOfStatement(parent)) return throughForOf(parent, at, context, left);
  if (ts.isSpreadElement(parent)) return throughSpread(parent, at, context);
  if (ts.isCallExpression(parent)) return throughArgument(parent, context);
  if (ts.isConditionalExpression(parent)) return parent.condition === at ? false : parent;
  if (ts.isBinaryExpression(parent)) return handsOn(parent.operatorToken.kind) ? parent : isStored(parent, at);
  return !isHarmless(parent);
}

function isCallee(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

/** The name of a declaration, an import or an export, and `typeof` in a type. */
function isName(at: ts.Node, parent: ts.Node): boolean {
  if (ts.isVariableDeclaration(parent)) return parent.name === at;
  return (
    ts.isExportSpecifier(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isTypeQueryNode(parent)
  );
}

/** `table.find((row) => …)`: the function gets what is inside, and the result may be something inside. */
function throughMethod(
  callee: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  context: AccessContext,
  left: number,
): boolean | ts.Node {
  const call = callee.parent as ts.CallExpression;
  const keepsReceiver = (target: CallTarget) =>
    target.kind === "builtin" &&
    target.builtin.opaque === undefined &&
    (target.builtin.mutates !== "receiver" || isHarmlessRegExp(callee.expression, target.name, context));
  const targets = targetsOf(call, context);
  if (!targets.every((target) => keepsReceiver(target) || onlyReads(target, context))) return true;
  const isPlain = holdsOnlyPrimitives(context.checker.getTypeAtLocation(callee.expression), context.checker, 0);
  for (const argument of call.arguments) {
    if (ts.isArrowFunction(argument) || ts.isFunctionExpression(argument)) {
      if (argument.parameters.some(({ name }) => namesMayChange(name, context, left))) return true;
    } else if (!isPlain && !isPrimitive(context.checker.getTypeAtLocation(argument))) return true;
  }
  return call;
}

function isHarmlessBuiltin(
  { mutates, moves, opaque }: Builtin,
  call: ts.CallExpression,
  context: AccessContext,
): boolean {
  if (mutates !== undefined || opaque === true || call.arguments.some(ts.isFunctionLike)) return false;
  const pattern = moves === undefined ? undefined : call.arguments[moves];
  return pattern === undefined || staysInPlace(pattern, context);
}

/** A function of the program that changes nothing, keeps nothing and has no other effect. */
function onlyReads(target: CallTarget, context: AccessContext): boolean {
  if (target.kind !== "function") return false;
  const { accesses, effects } = context.summaries.of(target.declaration);
  return effects.length === 0 && accesses.every(({ mode }) => mode === "read");
}

function throughForOf(loop: ts.ForOfStatement, at: ts.Node, context: AccessContext, left: number): boolean {
  if (loop.expression !== at) return false;
  return ts.isVariableDeclarationList(loop.initializer)
    ? loop.initializer.declarations.some(({ name }) => namesMayChange(name, context, left))
    : !holdsOnlyPrimitives(context.checker.getTypeAtLocation(at), context.checker, 0);
}

/** `[...table]` is a new array of the same objects; spread into arguments they go to the function. */
function throughSpread(spread: ts.SpreadElement, at: ts.Node, context: AccessContext): boolean | ts.Node {
  if (holdsOnlyPrimitives(context.checker.getTypeAtLocation(at), context.checker, 0)) return false;
  return ts.isArrayLiteralExpression(spread.parent) ? spread.parent : true;
}

/** A function of which it is known that it writes nothing can only give back what it got. */
function throughArgument(call: ts.CallExpression, context: AccessContext): boolean | ts.Node {
  const isHarmless = targetsOf(call, context).every((target) =>
    target.kind === "builtin" ? isHarmlessBuiltin(target.builtin, call, context) : onlyReads(target, context),
  );
  return isHarmless ? call : true;
}

/** What the names of a pattern stand for may change wherever they are mentioned. */
function namesMayChange(name: ts.BindingName, context: AccessContext, left: number): boolean {
  const { checker } = context;
  if (!ts.isIdentifier(name))
    return name.elements.some(
      (element) => !ts.isOmittedExpression(element) && namesMayChange(element.name, context, left),
    );
  const symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return true;
  if (isPrimitive(checker.getTypeOfSymbol(symbol))) return false;
  if (left === 0) return true;
  return referencesTo(symbol, name.getSourceFile(), checker).some(
    (mention) => mention !== name && mayChangeAt(mention, context, left - 1),
  );
}

function isConstant(declaration: ts.VariableDeclaration): boolean {
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  // What a module exports is everybody's.
  return isConst && (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) === 0;
}

function handsOn(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken ||
    kind === ts.SyntaxKind.CommaToken
  );
}

/** The right side of an assignment; other operators only read. */
function isStored({ operatorToken, right }: ts.BinaryExpression, at: ts.Node): boolean {
  return right === at && isAssignmentOperator(operatorToken.kind);
}

/** Where the value is only looked at, or thrown away. */
function isHarmless(parent: ts.Node): boolean {
  return (
    ts.isExpressionStatement(parent) ||
    ts.isForInStatement(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isIfStatement(parent) ||
    ts.isWhileStatement(parent) ||
    ts.isDoStatement(parent)
  );
}
