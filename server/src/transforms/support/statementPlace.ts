// Where statements can be put before an expression: its own statement, where nothing else of that is evaluated first.
import { ts } from "ts-morph";
import { isAssignmentOperator } from "../../loops/operators.js";
import type { TransformContext } from "../transform.js";
import type { Preparation } from "./prepared.js";
import { habitsOf, indentAt, reindent } from "./text.js";

export interface CallPlace {
  readonly node: ts.CallExpression;
  /** The statement, or the body of the arrow function, that begins with the call. */
  readonly holder: ts.Statement | ts.Expression;
  /** The call is the whole statement. */
  readonly isWhole: boolean;
}

/** Undefined: other parts of the statement are evaluated before the call, as `total` is in `total += xs.map(f).length`. */
export function callPlace(node: ts.CallExpression): CallPlace | undefined {
  let at: ts.Expression = node;
  while (isFirstOf(at.parent, at)) at = at.parent as ts.Expression;
  const { parent } = at;
  if (ts.isArrowFunction(parent) && parent.body === at) return { node, holder: at, isWhole: at === node };
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
