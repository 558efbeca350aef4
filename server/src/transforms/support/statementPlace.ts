// Where statements can be put before an expression: its own statement, where nothing else of that is evaluated first.
import { ts } from "ts-morph";
import { isAssignmentOperator } from "../../loops/operators.js";
import type { TransformContext } from "../transform.js";
import { enclosing } from "./functions.js";
import type { Preparation } from "./prepared.js";
import { habitsOf, indentAt, reindent } from "./text.js";
import { isKeptMember, isKeptName } from "./waiting.js";

export interface CallPlace {
  readonly node: ts.CallExpression;
  /** The statement, or the body of the arrow function, that begins with the call. */
  readonly holder: ts.Statement | ts.Expression;
  /** The call is the whole statement. */
  readonly isWhole: boolean;
}

/**
 * Undefined: other parts of the statement are evaluated before the call, as `total` is in `total += xs.map(f).length`, or the call is
 * not evaluated always. Constants, and the functions that it is handed to, are the same before and after.
 */
export function callPlace(node: ts.CallExpression, checker: ts.TypeChecker): CallPlace | undefined {
  let at: ts.Node = node;
  while (isFirstOf(at.parent, at as ts.Expression) || isBehindPlain(at.parent, at, checker)) at = at.parent;
  const { parent } = at;
  if (ts.isArrowFunction(parent) && parent.body === at) return { node, holder: parent.body, isWhole: at === node };
  if (ts.isExpressionStatement(parent)) return { node, holder: parent, isWhole: at === node };
  if (ts.isReturnStatement(parent) || ts.isThrowStatement(parent)) return { node, holder: parent, isWhole: false };
  if (ts.isIfStatement(parent) || ts.isSwitchStatement(parent)) {
    // `else if` is evaluated later.
    const isElse = ts.isIfStatement(parent.parent) && parent.parent.elseStatement === parent;
    return parent.expression === at && !isElse ? { node, holder: parent, isWhole: false } : undefined;
  }
  const list = ts.isVariableDeclaration(parent) ? parent.parent : undefined;
  if (list === undefined || !ts.isVariableDeclarationList(list) || list.declarations[0] !== parent) return undefined;
  return ts.isVariableStatement(list.parent) ? { node, holder: list.parent, isWhole: false } : undefined;
}

/** Evaluated before everything else in the parent. */
function isFirstOf(parent: ts.Node, node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isCallExpression(parent))
    return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isBinaryExpression(parent)) {
    const isPlain = parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isIdentifier(parent.left);
    return parent.left === node ? !isAssignment(parent) : isPlain;
  }
  return (
    ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isPrefixUnaryExpression(parent)
  );
}

/** What the parent evaluates before it does nothing, and gives the same later. */
function isBehindPlain(parent: ts.Node, node: ts.Node, checker: ts.TypeChecker): boolean {
  const plain = (each: ts.Node): boolean => isPlain(each, node, checker);
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) {
    const given: readonly ts.Node[] = parent.arguments ?? [];
    const at = given.indexOf(node);
    return at !== -1 && !ts.isOptionalChain(parent) && plain(parent.expression) && given.slice(0, at).every(plain);
  }
  if (ts.isArrayLiteralExpression(parent))
    return parent.elements.slice(0, parent.elements.indexOf(node as ts.Expression)).every(plain);
  if (ts.isObjectLiteralExpression(parent)) {
    const before = parent.properties.slice(0, parent.properties.indexOf(node as ts.PropertyAssignment));
    return before.every(
      (each) => ts.isPropertyAssignment(each) && !ts.isComputedPropertyName(each.name) && plain(each.initializer),
    );
  }
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node && !ts.isComputedPropertyName(parent.name);
  if (ts.isSpreadElement(parent)) return true;
  if (!ts.isBinaryExpression(parent) || parent.right !== node || isAssignment(parent)) return false;
  return !/^(?:&&|\|\||\?\?|,)$/.test(parent.operatorToken.getText()) && plain(parent.left);
}

/** A literal, a name that nobody assigns to, or a member of such a one that stays what it is. */
function isPlain(node: ts.Node, call: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isPropertyAccessExpression(node) && !ts.isOptionalChain(node))
    return isKeptMember(node.name, checker) && isPlain(node.expression, call, checker);
  if (ts.isIdentifier(node)) return isKeptName(node, enclosing(call), checker);
  const isWord = node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword;
  return ts.isLiteralExpression(node) || isWord || node.kind === ts.SyntaxKind.NullKeyword;
}

function isAssignment({ operatorToken }: ts.BinaryExpression): boolean {
  return isAssignmentOperator(operatorToken.kind);
}

/**
 * Statements before the place, and an expression in the stead of the call.
 * @param code the statements, not indented
 * @param loopAt where in `code` the loop begins
 * @param value empty: the statements take the place of the whole
 */
export function inPlace(
  { node, holder }: CallPlace,
  code: string,
  loopAt: number,
  value: string,
  { sourceFile }: TransformContext,
): Preparation {
  const { text } = sourceFile;
  const { indent, semicolon } = habitsOf(sourceFile);
  const isExpression = !ts.isStatement(holder);
  const { parent } = holder;
  const begin = holder.getStart();
  // The body of an arrow function that stands on a line of its own: its brace goes behind the arrow.
  const arrow = isExpression && ts.isArrowFunction(parent) ? parent.equalsGreaterThanToken.end : begin;
  const isBelow = /^\s*\n\s*$/.test(text.slice(arrow, begin));
  const start = isBelow ? arrow : begin;
  const blanks = isBelow ? indentAt(text, arrow) : indentAt(text, begin);
  const rest = text.slice(begin, node.getStart()) + value + text.slice(node.end, holder.end);
  const isListed = ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent);
  const after = value === "" ? "" : isExpression ? `return ${rest}${semicolon}` : rest;
  const depth = isExpression || !isListed ? blanks + indent : blanks;
  const before = reindent(code, depth);
  const body = value === "" ? before : `${before}\n${depth}${after}`;
  const whole = isExpression || !isListed ? `${isBelow ? " " : ""}{\n${body}\n${blanks}}` : body.slice(blanks.length);
  const marked = reindent(`${code.slice(0, loopAt)}\uE010${code.slice(loopAt)}`, depth).indexOf("\uE010");
  const ahead = isExpression || !isListed ? (isBelow ? 3 : 2) : -blanks.length;
  return { start, end: holder.end, text: whole, loopAt: marked + ahead, judged: "anew" };
}
