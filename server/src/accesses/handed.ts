// Functions that are handed to functions of the program: `applyTwice(f, x)` calls its parameter, and which function that is each
// of its call sites tells.
import { ts } from "ts-morph";
import { mentionsOf } from "../loops/mentions.js";
import type { Summary } from "./access.js";
import { isCalledBack } from "./callbacks.js";
import { targetsOf } from "./calls.js";
import type { AccessContext } from "./context.js";
import { bare, givenParameters, isPrimitive, valueSymbol } from "./types.js";

type Call = ts.CallExpression | ts.NewExpression;

/** The parameter that the expression names, when nothing is ever done with it but to call it. */
export function calledParameter(value: ts.Expression, context: AccessContext): ts.ParameterDeclaration | undefined {
  const node = bare(value);
  const declaration = ts.isIdentifier(node) ? valueSymbol(node, context.checker)?.valueDeclaration : undefined;
  return declaration !== undefined && ts.isParameter(declaration) && isOnlyCalled(declaration, context, new Set())
    ? declaration
    : undefined;
}

/** Whoever gets the function as this argument calls it, if at all, before the call is over, and keeps it nowhere. */
export function isOnlyCalledBy(
  call: Call,
  argument: ts.Node,
  context: AccessContext,
  seen = new Set<ts.Node>(),
): boolean {
  const position = (call.arguments as readonly ts.Node[] | undefined)?.indexOf(argument) ?? -1;
  if (position < 0 || call.arguments!.slice(0, position).some(ts.isSpreadElement)) return false;
  return targetsOf(call, context).every((target) => {
    if (target.kind === "builtin") return isCalledBack(argument, call, target.builtin);
    const parameter = target.kind === "function" ? givenParameters(target.declaration)[position] : undefined;
    return parameter !== undefined && isOnlyCalled(parameter, context, seen);
  });
}

/** @param seen parameters that are looked at already: a recursion hands them on to itself */
function isOnlyCalled(parameter: ts.ParameterDeclaration, context: AccessContext, seen: Set<ts.Node>): boolean {
  if (seen.has(parameter)) return true;
  seen.add(parameter);
  const { name, initializer, dotDotDotToken } = parameter;
  if (!ts.isIdentifier(name) || initializer !== undefined || dotDotDotToken !== undefined) return false;
  if (ts.isParameterPropertyDeclaration(parameter, parameter.parent)) return false;
  const symbol = context.checker.getSymbolAtLocation(name);
  const mentions = symbol === undefined ? [name] : mentionsOf(symbol, parameter.parent, context.checker);
  context.budget.spend(mentions.length);
  return mentions.every((mention) => {
    const { parent } = mention;
    if (mention === name || ts.isTypeQueryNode(parent)) return true;
    if (!runsAtOnce(mention, parameter.parent, context, seen)) return false;
    if (isAskedOnly(mention) || isPrimitive(context.checker.getTypeAtLocation(mention))) return true;
    if (!ts.isCallExpression(parent)) return false;
    return parent.expression === mention || isOnlyCalledBy(parent, mention, context, seen);
  });
}

/** Whether it is there, or what it is: `if (f)`, `typeof f`, `f === undefined`. */
function isAskedOnly(mention: ts.Node): boolean {
  const { parent } = mention;
  if (ts.isIfStatement(parent) || ts.isTypeOfExpression(parent)) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition === mention;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  return (
    kind === ts.SyntaxKind.EqualsEqualsToken ||
    kind === ts.SyntaxKind.EqualsEqualsEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsToken ||
    kind === ts.SyntaxKind.ExclamationEqualsEqualsToken ||
    (kind === ts.SyntaxKind.AmpersandAmpersandToken && parent.left === mention)
  );
}

/** The mention stands in the function itself, or in callbacks that are over when it is. */
function runsAtOnce(mention: ts.Node, owner: ts.Node, context: AccessContext, seen: Set<ts.Node>): boolean {
  for (let at = mention.parent; at !== owner; at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const isCallback = ts.isCallExpression(at.parent) && isOnlyCalledBy(at.parent, at, context, seen);
    if (!isCallback) return false;
  }
  return true;
}

/** What the call passes for the parameter of the function that it reaches: `none` for nothing, undefined for what nobody knows. */
export function argumentFor(parameter: ts.ParameterDeclaration, call: Call): ts.Expression | "none" | undefined {
  const position = givenParameters(parameter.parent).indexOf(parameter);
  const given = call.arguments ?? [];
  return given.slice(0, position + 1).some(ts.isSpreadElement) ? undefined : (given[position] ?? "none");
}

/** Parameters of the function that it, or what it calls, may call. */
export function parametersCalled(
  declaration: ts.FunctionLikeDeclaration,
  { effects }: Summary,
): readonly ts.ParameterDeclaration[] {
  return effects.flatMap(({ handed }) => (handed?.parameter.parent === declaration ? [handed.parameter] : []));
}
