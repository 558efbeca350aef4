// The items of the parallel call: a range for a counted loop, the array itself for `for-of`.

import { ts } from "ts-morph";
import { isNumber } from "../../accesses/types.js";
import { isArrayLike } from "../../loops/findLoops.js";
import { constantInteger } from "../../loops/iterationSpace.js";
import type { BoundElements, ComparedCount } from "../../loops/loop.js";
import { isWhole } from "../../loops/whole.js";
import { wordsInScope } from "../../loops/wordsInScope.js";
import type { TransformContext } from "../transform.js";
import { freeName, type Habits } from "./text.js";

export interface Items {
  /** The expression for the call. */
  readonly text: string;
  /** Statements before the call that the expression needs. */
  readonly before: readonly string[];
  /** Where a `for-of` loop over the same elements finds them. */
  readonly iterable: string;
}

/**
 * @param textOf text of a bound, with constants of the head written out
 * @param range the name by which the file calls `range`, or `chunks` where the loop goes through parts
 */
export function itemsOf(
  space: BoundElements | ComparedCount,
  { checker, analysis, prepared }: TransformContext,
  { semicolon }: Habits,
  typed: boolean,
  textOf: (bound: ts.Expression) => string,
  range: () => string,
): Items {
  const parts = prepared?.parts;
  const options = parts?.options === undefined ? "" : `, { ${parts.options} }`;
  if (parts?.kind === "items") return { text: `${range()}(${parts.items}${options})`, before: [], iterable: "" };
  if (space.form === "elements") {
    const { iterable } = space;
    const isArray = space.presumed !== undefined || isArrayLike(checker.getTypeAtLocation(iterable), checker);
    const text = isArray ? iterable.getText() : `[...${iterable.getText()}]`;
    if (isArray && isPath(iterable)) return { text, before: [], iterable: text };
    // The head evaluates its iterable once; so does the rewrite.
    const name = freeName("items", wordsInScope(analysis.loop.node));
    return { text: name, before: [`const ${name} = ${text}${semicolon}`], iterable: name };
  }
  const first = textOf(space.start);
  const end = exclusiveEnd(space, textOf, checker);
  if (end !== undefined) {
    const step = parts?.step ?? stepText(space);
    // `chunks` alone takes what is no number for a list.
    const isShort = isZero(space.start) && (parts === undefined || isNumber(checker.getTypeAtLocation(space.end)));
    const bounds = step !== "1" ? `${first}, ${end}, ${step}` : isShort ? end : `${first}, ${end}`;
    return { text: `${range()}(${bounds}${options})`, before: [], iterable: "" };
  }
  // The bound belongs to the loop and need not be whole: only the loop itself tells where it ends.
  const name = freeName(`${space.name}Values`, wordsInScope(analysis.loop.node));
  const { node } = analysis.loop;
  const condition = ts.isForStatement(node) ? node.condition!.getText() : "";
  const head = `for (let ${space.name} = ${first}; ${condition}; ${space.update.getText()})`;
  const declared = `const ${name}${typed ? ": number[]" : ""} = []${semicolon}`;
  return { text: name, before: [declared, `${head} ${name}.push(${space.name})${semicolon}`], iterable: "" };
}

/** By how much the counter advances. */
export function stepText({ step, stride }: ComparedCount): string {
  if (stride === undefined) return String(step);
  if (step > 0) return stride.getText();
  return isFactor(stride) ? `-${stride.getText()}` : `-(${stride.getText()})`;
}

export function isZero(start: ts.Expression): boolean {
  return ts.isNumericLiteral(start) && Number(start.text) === 0;
}

/** Evaluating it again gives the same and does nothing else. */
export function isPath(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node) || ts.isNonNullExpression(node)) return isPath(node.expression);
  return ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword;
}

/** The bound at which the loop no longer runs, as text; undefined where only the loop itself tells. */
export function exclusiveEnd(
  { start, end, offset, test, step }: ComparedCount,
  textOf: (bound: ts.Expression) => string,
  checker: ts.TypeChecker,
): string | undefined {
  if (offset !== undefined) {
    const { expression, sign } = offset;
    // Only of whole numbers is `i + size < n` the same as `i < n - size`.
    if (![start, end, expression].every((part) => isWhole(part, checker))) return undefined;
    const [bound, rest] = [textOf(end), textOf(expression)];
    const difference = `${isSum(end) ? bound : `(${bound})`} ${sign > 0 ? "-" : "+"} ${isFactor(expression) ? rest : `(${rest})`}`;
    if (test === "<" || test === ">") return difference;
    return `${difference} ${step > 0 ? "+" : "-"} 1`;
  }
  const text = textOf(end);
  if (test === "<" || test === ">") return text;
  // That the bound is met is certain, or tested before.
  if (test === "!==") return text;
  if (!isWhole(start, checker)) return undefined;
  const constant = constantInteger(end, checker);
  const sign = step > 0 ? 1 : -1;
  if (constant !== undefined && ts.isNumericLiteral(end)) return String(constant + sign);
  if (isWhole(end, checker)) return `${isSum(end) ? text : `(${text})`} ${step > 0 ? "+" : "-"} 1`;
  return step > 0 ? `Math.floor(${text}) + 1` : `Math.ceil(${text}) - 1`;
}

/** May follow a minus sign without parentheses. */
function isFactor(node: ts.Expression): boolean {
  return (
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    (ts.isNumericLiteral(node) && !node.text.startsWith("-"))
  );
}

/** Binds at least as tightly as `+`. */
function isSum(node: ts.Expression): boolean {
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    return (
      kind === ts.SyntaxKind.PlusToken ||
      kind === ts.SyntaxKind.MinusToken ||
      kind === ts.SyntaxKind.AsteriskToken ||
      kind === ts.SyntaxKind.SlashToken ||
      kind === ts.SyntaxKind.PercentToken ||
      kind === ts.SyntaxKind.AsteriskAsteriskToken
    );
  }
  return (
    !ts.isConditionalExpression(node) &&
    !ts.isArrowFunction(node) &&
    !ts.isYieldExpression(node) &&
    !ts.isAsExpression(node)
  );
}
