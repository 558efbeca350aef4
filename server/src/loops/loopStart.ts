// With which value a counter starts: set by the head of the loop, alone or with others, or before it.
import { ts } from "ts-morph";
import { referencesIn } from "./iterationSpace.js";
import type { CountedSpace } from "./loop.js";
import { isAssignmentOperator } from "./operators.js";
import { updatesOf } from "./updates.js";
import { valueBefore } from "./whileSpace.js";

/** What the head of a loop sets before the first iteration. */
export type Initial = Pick<CountedSpace, "start" | "declaredBy" | "headConstants" | "alsoAssigned">;

/** `i = 0`, or `i = 0, k = from`, of which none is made of another, nor does more than to look. */
function readAssignments(
  list: readonly ts.Expression[],
  induction: ts.Symbol,
  checker: ts.TypeChecker,
): Initial | undefined {
  const assigned = list.filter(
    (each): each is ts.BinaryExpression & { readonly left: ts.Identifier } =>
      ts.isBinaryExpression(each) &&
      each.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      ts.isIdentifier(each.left),
  );
  const symbols = assigned.map(({ left }) => checker.getSymbolAtLocation(left));
  const own = assigned.find((_, index) => symbols[index] === induction);
  if (own === undefined || assigned.length < list.length || new Set(symbols).size < symbols.length) return undefined;
  const alsoAssigned = assigned.filter((each) => each !== own);
  const isEntangled = ({ right }: ts.BinaryExpression) =>
    !isOnlyLooked(right) || symbols.some((symbol) => symbol === undefined || referencesIn(right, symbol, checker));
  if (alsoAssigned.length > 0 && assigned.some(isEntangled)) return undefined;
  return { start: own.right, declaredBy: "outside", headConstants: [], alsoAssigned };
}

/** Names, numbers, fields and what is computed of them: evaluated in any order, it comes to the same. */
function isOnlyLooked(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node))
    return !isAssignmentOperator(node.operatorToken.kind) && isOnlyLooked(node.left) && isOnlyLooked(node.right);
  if (ts.isPropertyAccessExpression(node) || ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node))
    return isOnlyLooked(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.MinusToken && isOnlyLooked(node.operand);
  return ts.isIdentifier(node) || ts.isNumericLiteral(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

/** The head leaves the counter as it is: what it was set to just before, or the counter itself. */
export function startBefore(
  node: ts.ForStatement,
  counter: ts.Identifier,
  induction: ts.Symbol,
  checker: ts.TypeChecker,
): Initial | undefined {
  const declaration = induction.valueDeclaration;
  // A variable of the body starts afresh in each iteration: it does not count them.
  if (declaration === undefined || (declaration.pos >= node.pos && declaration.end <= node.end)) return undefined;
  return {
    start: valueBefore(node, induction, checker) ?? counter,
    declaredBy: "outside",
    headConstants: [],
    alsoAssigned: [],
  };
}

export function firstOf(
  name: ts.Identifier,
  assigned: readonly ts.BinaryExpression[],
  checker: ts.TypeChecker,
): ts.Expression | undefined {
  const symbol = checker.getSymbolAtLocation(name);
  return assigned.find(({ left }) => checker.getSymbolAtLocation(left) === symbol)?.right;
}

export function readInitializer(
  node: ts.ForInitializer | undefined,
  induction: ts.Symbol,
  beside: readonly ts.VariableDeclaration[],
  checker: ts.TypeChecker,
): Initial | undefined {
  if (node === undefined) return undefined;
  if (!ts.isVariableDeclarationList(node)) return readAssignments(updatesOf(node), induction, checker);
  const own = node.declarations.find((declaration) => checker.getSymbolAtLocation(declaration.name) === induction);
  if (own?.initializer === undefined) return undefined;
  // A constant declared after the counter could be computed from it; that is not a constant of the loop's head.
  const headConstants = node.declarations.filter((each) => each !== own && !beside.includes(each));
  if (headConstants.some((constant) => constant.initializer === undefined || !ts.isIdentifier(constant.name)))
    return undefined;
  const scoped = (node.flags & ts.NodeFlags.BlockScoped) !== 0;
  return { start: own.initializer, declaredBy: scoped ? "loop" : "outside", headConstants, alsoAssigned: [] };
}
