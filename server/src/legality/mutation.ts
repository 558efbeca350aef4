// Whether a mention of an object may change it, or what is inside of it, or hand it to somebody who may.
import { ts } from "ts-morph";
import type { Builtin } from "../accesses/builtins/row.js";
import { isLibraryDeclaration } from "../accesses/builtins.js";
import { type CallTarget, targetsOf } from "../accesses/calls.js";
import type { AccessContext } from "../accesses/context.js";
import { isHarmlessRegExp, staysInPlace } from "../accesses/expressions.js";
import { holdsOnlyPrimitives, isFunctionType, isPrimitive } from "../accesses/types.js";
import { isCollection } from "../loops/elementSpace.js";
import { isArrayLike } from "../loops/findLoops.js";
import { isAssignedAt, isWrapper } from "../loops/iterationSpace.js";
import { identifiersNamed } from "../loops/mentions.js";
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
  if ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === at) {
    if (isCallee(parent)) return throughMethod(parent, context, left);
    return runsAccessor(parent, context) ? true : parent;
  }
  // Of a name that is only followed, nobody asks who imports it.
  if (ts.isExportSpecifier(parent) && left < mostNames) return true;
  if (isName(at, parent) || context.checker.getTypeAtLocation(at).flags & ts.TypeFlags.Never) return false;
  if (ts.isExpression(at) && isPrimitive(context.checker.getTypeAtLocation(at))) return false;
  if (ts.isVariableDeclaration(parent)) {
    if (!isConstant(parent) || (ts.isArrayBindingPattern(parent.name) && !isListed(at, context))) return true;
    return namesMayChange(parent.name, context, left);
  }
  if (ts.isForOfStatement(parent)) return throughForOf(parent, at, context, left);
  if (ts.isSpreadElement(parent)) return throughSpread(parent, at, context);
  if (ts.isCallExpression(parent)) return throughArgument(parent, context);
  if (ts.isConditionalExpression(parent)) return parent.condition === at ? false : parent;
  if (ts.isBinaryExpression(parent)) return handsOn(parent.operatorToken.kind) ? parent : isStored(parent, at);
  return !isHarmless(parent);
}

/** Reading the property runs a function of the program that does more than read. */
function runsAccessor(
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  context: AccessContext,
): boolean {
  const { checker } = context;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(access.expression));
  const name = ts.isPropertyAccessExpression(access)
    ? access.name.text
    : ts.isStringLiteralLike(access.argumentExpression)
      ? access.argumentExpression.text
      : undefined;
  const isList = isArrayLike(type, checker) && name === undefined;
  const named = name === undefined ? undefined : checker.getPropertyOfType(type, name);
  const asked = isList ? [] : named === undefined ? checker.getPropertiesOfType(type) : [named];
  return asked
    .flatMap(({ declarations }) => declarations ?? [])
    .some((each) => ts.isGetAccessorDeclaration(each) && each.body !== undefined && !readsAlone(each, context));
}

/** What goes through it runs no code of the program. */
function isListed(node: ts.Node, { checker }: AccessContext): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(node));
  return isArrayLike(type, checker) || isCollection(type) || isPrimitive(type);
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
    if (ts.isArrowFunction(argument)) {
      if (argument.parameters.some(({ name }) => namesMayChange(name, context, left))) return true;
    } else if (isFunctionType(context.checker.getTypeAtLocation(argument))) {
      // Of a function that stands elsewhere, or that has all of its `arguments`, nobody asks what it does.
      return true;
    } else if (!isPlain && !isPrimitive(context.checker.getTypeAtLocation(argument))) return true;
  }
  return call;
}

function isHarmlessBuiltin(
  { mutates, moves, opaque }: Builtin,
  call: ts.CallExpression,
  context: AccessContext,
): boolean {
  const isFunction = (argument: ts.Expression) => isFunctionType(context.checker.getTypeAtLocation(argument));
  if (mutates !== undefined || opaque === true || call.arguments.some(isFunction)) return false;
  // `JSON.stringify(table)` asks the table how it wants to be written.
  if (call.arguments.some((argument) => hasHook(context.checker.getTypeAtLocation(argument), context))) return false;
  const pattern = moves === undefined ? undefined : call.arguments[moves];
  return pattern === undefined || staysInPlace(pattern, context);
}

/** The program says how the object is converted or gone through. */
function hasHook(type: ts.Type, { checker, program }: AccessContext): boolean {
  return checker
    .getPropertiesOfType(type)
    .some(
      ({ name, declarations = [] }) =>
        /^(?:toJSON|toString|valueOf|__@iterator|__@toPrimitive)/.test(name) &&
        declarations.some((each) => !isLibraryDeclaration(each, program)),
    );
}

/** A function of the program that changes nothing, keeps nothing and has no other effect. */
function onlyReads(target: CallTarget, context: AccessContext): boolean {
  return target.kind === "function" && readsAlone(target.declaration, context);
}

function readsAlone(declaration: ts.FunctionLikeDeclaration, context: AccessContext): boolean {
  const { accesses, effects, stored } = context.summaries.of(declaration);
  return effects.length === 0 && stored.length === 0 && accesses.every(({ mode }) => mode === "read");
}

function throughForOf(loop: ts.ForOfStatement, at: ts.Node, context: AccessContext, left: number): boolean {
  if (loop.expression !== at) return false;
  if (!isListed(at, context)) return true;
  return ts.isVariableDeclarationList(loop.initializer)
    ? loop.initializer.declarations.some(({ name }) => namesMayChange(name, context, left))
    : !holdsOnlyPrimitives(context.checker.getTypeAtLocation(at), context.checker, 0);
}

/** `[...table]` is a new array of the same objects; spread into arguments they go to the function. */
function throughSpread(spread: ts.SpreadElement, at: ts.Node, context: AccessContext): boolean | ts.Node {
  if (!isListed(at, context)) return true;
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
  if (left === 0 || isExported(name)) return true;
  return referencesTo(symbol, name.getSourceFile(), checker).some(
    (mention) => mention !== name && mayChangeAt(mention, context, left - 1),
  );
}

/** In a list, `export { name }`; of the modifier, the one who asks about the declaration knows. */
function isExported(name: ts.Identifier): boolean {
  return identifiersNamed(name.text, name.getSourceFile()).some(
    ({ parent }) => ts.isExportSpecifier(parent) || ts.isExportAssignment(parent),
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

/** The right side of an assignment; other operators only read, but for those that ask the object for a primitive. */
function isStored({ operatorToken, left, right }: ts.BinaryExpression, at: ts.Node): boolean {
  const { kind } = operatorToken;
  if (isAssignmentOperator(kind)) return right === at;
  const isNothing = [left, right].some((side) => side.kind === ts.SyntaxKind.NullKeyword);
  return !(identical.has(kind) || (isNothing && alike.has(kind)));
}

/** They compare objects, and run nothing. */
const identical: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.InstanceOfKeyword,
]);

const alike: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
]);

/** Where the value is only looked at, or thrown away. */
function isHarmless(parent: ts.Node): boolean {
  return (
    ts.isExpressionStatement(parent) ||
    ts.isForInStatement(parent) ||
    (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken) ||
    ts.isTypeOfExpression(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isIfStatement(parent) ||
    ts.isWhileStatement(parent) ||
    ts.isDoStatement(parent)
  );
}
