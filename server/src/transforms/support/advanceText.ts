// Statements with which a kernel brings secondary induction variables to where its iteration starts: `k += i * 4;`.
import { ts } from "ts-morph";
import type { Factor, Summand } from "../../dependence/advances.js";
import type { Advanced } from "../../legality/verdict.js";
import type { BoundElements, ComparedCount } from "../../loops/loop.js";
import { preorder } from "../../loops/mentions.js";
import type { TextEdit } from "../transform.js";
import { applyTextEdits } from "./applyEdits.js";
import { isZero } from "./items.js";
import { fullRange } from "./text.js";

/**
 * @param index name of the kernel's third parameter, the number of the iteration; used for loops over elements
 * @param textOf code in terms of the kernel
 */
export function advanceText(
  { symbol, summands }: Advanced,
  space: BoundElements | ComparedCount,
  index: string,
  textOf: (node: ts.Node) => string,
): string {
  const ordinal = space.form === "counted" ? ordinalText(space, textOf) : index;
  const terms = collect(summands, textOf);
  const [first] = terms;
  const isAlone = terms.length === 1 && first !== undefined;
  const sign = isAlone && first.count < 0 ? "-" : "+";
  const sum = isAlone ? termText({ ...first, count: Math.abs(first.count) }) : `(${terms.map(signed).join("")})`;
  const product = sum === "1" ? ordinal : `${isAtomText(ordinal) ? ordinal : `(${ordinal})`} * ${sum}`;
  return `${symbol.name} ${sign}= ${product}`;
}

/**
 * The code of a kernel without what advances a variable at the end of the iteration, where nothing reads it any more.
 * @param names the variables that the kernel advances itself
 */
export function withoutLastAdvances(code: string, names: ReadonlySet<string>): string {
  if (names.size === 0) return code;
  const { statements } = ts.createSourceFile("kernel.ts", code, ts.ScriptTarget.Latest, true);
  const last = statements.at(-1);
  const returned = last !== undefined && ts.isReturnStatement(last) ? last : undefined;
  const edits: TextEdit[] = [];
  for (const statement of (returned === undefined ? [...statements] : statements.slice(0, -1)).reverse()) {
    const name = advancedBy(statement);
    if (name === undefined || !names.has(name) || (returned !== undefined && mentions(returned, name))) break;
    edits.unshift({ ...fullRange(statement, code), text: "" });
  }
  return edits.length === 0 ? code : applyTextEdits(code, edits).replace(/\n$/, "");
}

/** `k += width * 2`, of which nothing can fail or be seen. */
function advancedBy(statement: ts.Statement): string | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  const isPlain = (node: ts.Node): boolean =>
    ts.isIdentifier(node) ||
    ts.isNumericLiteral(node) ||
    (ts.isParenthesizedExpression(node) && isPlain(node.expression)) ||
    (ts.isBinaryExpression(node) &&
      /^[-+*]$/.test(node.operatorToken.getText()) &&
      isPlain(node.left) &&
      isPlain(node.right));
  if (ts.isPostfixUnaryExpression(expression) && ts.isIdentifier(expression.operand)) return expression.operand.text;
  if (!ts.isBinaryExpression(expression) || !ts.isIdentifier(expression.left)) return undefined;
  const advances = /^[-+]=$/.test(expression.operatorToken.getText());
  return advances && isPlain(expression.right) ? expression.left.text : undefined;
}

function mentions(root: ts.Node, name: string): boolean {
  return [...preorder(root)].some((node) => ts.isIdentifier(node) && node.text === name);
}

type TextOf = (node: ts.Node) => string;

interface Term {
  readonly count: number;
  readonly factors: readonly string[];
}

/** Equal summands together, numbers multiplied out. */
function collect(summands: readonly Summand[], textOf: TextOf): readonly Term[] {
  const terms = new Map<string, Term>();
  for (const { sign, factors } of summands) {
    let count: number = sign;
    const texts: string[] = [];
    for (const factor of factors.map((each) => factorText(each, textOf))) {
      if (/^\d+$/.test(factor)) count *= Number(factor);
      else texts.push(factor);
    }
    const key = texts.join(" * ");
    const known = terms.get(key);
    terms.set(key, { count: (known?.count ?? 0) + count, factors: texts });
  }
  const left = [...terms.values()].filter(({ count }) => count !== 0);
  return left.length === 0 ? [{ count: 0, factors: [] }] : left;
}

function termText({ count, factors }: Term): string {
  const parts = count === 1 && factors.length > 0 ? factors : [...factors, String(count)];
  return parts.join(" * ");
}

function signed(term: Term, position: number): string {
  const text = termText({ ...term, count: Math.abs(term.count) });
  return position === 0 ? (term.count < 0 ? `-${text}` : text) : `${term.count < 0 ? " - " : " + "}${text}`;
}

function factorText(factor: Factor, textOf: TextOf): string {
  if (factor.kind === "amount") return asFactor(factor.expression, textOf);
  const { start, end, test, step } = factor.space;
  const isIncluded = test === "<=" || test === ">=";
  const [low, high] = step > 0 ? [start, end] : [end, start];
  if (isZero(low) && !isIncluded) return asFactor(high, textOf);
  const difference = isZero(low) ? textOf(high) : `${textOf(high)} - ${asFactor(low, textOf)}`;
  return `(${difference}${isIncluded ? " + 1" : ""})`;
}

/** The number of iterations before this one. */
function ordinalText({ name, start, step, stride }: ComparedCount, textOf: TextOf): string {
  const difference =
    step > 0 ? (isZero(start) ? name : `${name} - ${asFactor(start, textOf)}`) : `${textOf(start)} - ${name}`;
  const size = stride === undefined ? String(Math.abs(step)) : asFactor(stride, textOf);
  if (size === "1") return difference;
  return `${isAtomText(difference) ? difference : `(${difference})`} / ${size}`;
}

function isAtomText(text: string): boolean {
  return /^[\w$]+$/.test(text);
}

function asFactor(node: ts.Expression, textOf: TextOf): string {
  const text = textOf(node);
  const isAtom =
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isNumericLiteral(node);
  return isAtom ? text : `(${text})`;
}
