// Loops that are written otherwise than those that are rewritten: `while` and `do` that count, as `for`; `for-in` as a loop over the
// keys, which are listed first.

import { ts } from "ts-morph";
import { certainlyEnds } from "../../loops/endingCount.js";
import { constantInteger } from "../../loops/iterationSpace.js";
import { type ComparedCount, type CountedSpace, isCompared } from "../../loops/loop.js";
import { updatesOf } from "../../loops/updates.js";
import { isCountOf, isWhole } from "../../loops/whole.js";
import { wordsInScope } from "../../loops/wordsInScope.js";
import { isLiveAfter, referencesTo } from "../../scalars/liveness.js";
import type { TextEdit, TransformContext } from "../transform.js";
import type { Preparation } from "./prepared.js";
import { editedPart, freeName, fullRange, habitsOf, indentAt, reindent } from "./text.js";
import { newTypeNames, typeText } from "./types.js";

/** The same loop as `for` or `for-of`; undefined where there is none that means the same. */
export function countedForm(context: TransformContext): Preparation | undefined {
  const { node, space } = context.analysis.loop;
  if (ts.isForInStatement(node)) return overKeys(node, context);
  if (space.form !== "counted") return undefined;
  if (ts.isForStatement(node) && space.alsoAssigned.length > 0) return withoutAssignments(node, space, context);
  if (ts.isForStatement(node)) return isCompared(space) ? undefined : asFor(node, space, context);
  return ts.isWhileStatement(node) || ts.isDoStatement(node) ? asFor(node, space, context) : undefined;
}

/** `while (i < n) { …; i++; }`, `while (i++ < n) { … }` → `for (i = 0; i < n; i++) { … }` */
function asFor(
  node: ts.ForStatement | ts.WhileStatement | ts.DoStatement,
  space: CountedSpace,
  context: TransformContext,
): Preparation | undefined {
  const { checker, sourceFile, analysis } = context;
  const { text } = sourceFile;
  const { advance, induction, update, name, start: first } = space;
  const { statement: body } = node;
  // What stands behind the step sees the next value.
  const behind =
    advance !== undefined && ts.isBlock(body) ? body.statements.filter(({ pos }) => pos >= advance.end) : [];
  if (behind.some((statement) => referencesTo(induction, statement, checker).length > 0)) return undefined;
  const isKnown = !ts.isIdentifier(first) || checker.getSymbolAtLocation(first) !== induction;
  // Where only the run tells where it starts, a counter of the loop's own starts there.
  if (!isKnown && isLiveAfter(induction, node, analysis.loop.container, checker)) return undefined;
  const counter = isKnown ? name : freeName(`${name}Here`, wordsInScope(node));
  const renamed: readonly TextEdit[] = isKnown
    ? []
    : referencesTo(induction, node, checker).map((each) => ({ start: each.getStart(), end: each.end, text: counter }));
  const shown = (part: ts.Node) => editedPart(text, part.getStart(), part.end, renamed);
  const condition = conditionOf(node, space, counter, checker, shown);
  if (condition === undefined) return undefined;
  const gone = advance === undefined ? [] : [{ ...fullRange(advance, text), text: "" }];
  const ahead = plus(first, space.lead, checker);
  const initializer = ts.isForStatement(node) ? node.initializer : undefined;
  const start =
    initializer === undefined
      ? `${isKnown ? "" : "let "}${counter} = ${ahead}`
      : editedPart(text, initializer.getStart(), initializer.end, [
          { start: first.getStart(), end: first.end, text: ahead },
        ]);
  const head = `for (${start}; ${condition}; ${shown(update)}) `;
  const code = head + editedPart(text, body.getStart(), body.end, [...renamed, ...gone]);
  // What is tested before this form are its own bounds; where they do not hold, the author's loop may end in another way.
  const keepsAuthor = !certainlyEnds(space, checker);
  return { start: node.getStart(), end: node.end, text: code, loopAt: 0, judged: "anew", keepsAuthor };
}

/** The condition of the same loop as `for`, where its step comes last. */
function conditionOf(
  node: ts.ForStatement | ts.WhileStatement | ts.DoStatement,
  space: CountedSpace,
  counter: string,
  checker: ts.TypeChecker,
  shown: (part: ts.Node) => string,
): string | undefined {
  if (isCompared(space) && ts.isDoStatement(node)) return atLeastOnce(space, counter, checker, shown);
  if (!ts.isForStatement(node) && space.advance !== undefined) return shown(node.expression);
  // The condition that advances the counter tells where a `do` loop starts as little as where it ends.
  if (ts.isDoStatement(node)) return undefined;
  const { start, end, test, step, lag } = space;
  const isDown = step < 0;
  // Whether the bound is met is tested where it is not certain, so numbers that are not whole are not met with here.
  if (test === "!==") {
    if (end === undefined && isDown && lag !== 0 && isCountOf(start, checker)) return `${counter} >= 0`;
    return `${counter} !== ${end === undefined ? lag : plus(end, lag, checker)}`;
  }
  if (lag === 0) return `${counter} ${test} ${shown(end!)}`;
  const isExact = isWhole(start, checker) && isWhole(end!, checker) && (test === "<" || test === ">");
  if (isExact) return `${counter} ${test}= ${shown(end!)}`;
  return `${counter} ${isDown ? "+" : "-"} 1 ${test} ${shown(end!)}`;
}

/** `n - 1` for `n` and -1. */
function plus(node: ts.Expression, amount: number, checker: ts.TypeChecker): string {
  if (amount === 0) return node.getText();
  const isLiteral = /^-?\d+$/.test(node.getText());
  const constant = isLiteral ? constantInteger(node, checker) : undefined;
  if (constant !== undefined) return String(constant + amount);
  const isTight = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isCallExpression(node);
  const text = isTight ? node.getText() : `(${node.getText()})`;
  return `${text} ${amount < 0 ? "-" : "+"} ${Math.abs(amount)}`;
}

/** The first iteration of a `do` loop runs in any case: the bound is at least what lets it. */
function atLeastOnce(
  { start, end, offset, test, step }: ComparedCount,
  counter: string,
  checker: ts.TypeChecker,
  shown: (part: ts.Node) => string,
): string | undefined {
  // `NaN` would be no bound at all.
  if (offset !== undefined || test === "!==" || !isWhole(start, checker) || !isWhole(end, checker)) return undefined;
  const isIncluded = test === "<=" || test === ">=";
  const sign = step > 0 ? 1 : -1;
  const constant = constantInteger(start, checker);
  const next = constant !== undefined ? String(constant + sign) : `${shown(start)} ${step > 0 ? "+" : "-"} 1`;
  const least = isIncluded ? shown(start) : next;
  return `${counter} ${test} Math.${step > 0 ? "max" : "min"}(${least}, ${shown(end)})`;
}

/** `for (i = 0, k = from; …)` → `k = from; for (i = 0; …)` */
function withoutAssignments(
  node: ts.ForStatement,
  { induction, alsoAssigned }: CountedSpace,
  { sourceFile, checker }: TransformContext,
): Preparation | undefined {
  const { text } = sourceFile;
  const { initializer, parent } = node;
  if (initializer === undefined || ts.isLabeledStatement(parent)) return undefined;
  const { semicolon, indent } = habitsOf(sourceFile);
  const own = updatesOf(initializer as ts.Expression).find(
    (each) => ts.isBinaryExpression(each) && checker.getSymbolAtLocation(each.left) === induction,
  );
  if (own === undefined) return undefined;
  const blanks = indentAt(text, node.getStart());
  const before = alsoAssigned.map((each) => `${each.getText()}${semicolon}\n${blanks}`).join("");
  const start = node.getStart();
  const loop = text.slice(start, initializer.getStart()) + own.getText() + text.slice(initializer.end, node.end);
  return asStatements(node, before, loop, blanks, indent);
}

/** Statements in the place of the loop, with braces where only one may stand. */
function asStatements(node: ts.Statement, before: string, loop: string, blanks: string, indent: string): Preparation {
  const { parent } = node;
  const isListed = ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent);
  const code = isListed ? before + loop : `{\n${reindent(blanks + before + loop, blanks + indent)}\n${blanks}}`;
  const [head = ""] = loop.split("\n");
  return { start: node.getStart(), end: node.end, text: code, loopAt: code.indexOf(head), judged: "anew" };
}

/** `for (const key in object) …` → the keys in an array, and a loop over them. */
function overKeys(node: ts.ForInStatement, context: TransformContext): Preparation | undefined {
  const { sourceFile, checker } = context;
  const { text } = sourceFile;
  const { initializer, expression, statement, parent } = node;
  if (!ts.isVariableDeclarationList(initializer) || ts.isLabeledStatement(parent)) return undefined;
  const [declaration] = initializer.declarations;
  if (declaration === undefined || !ts.isIdentifier(declaration.name)) return undefined;
  const { semicolon, indent } = habitsOf(sourceFile);
  const typed = !/\.[cm]?jsx?$/.test(sourceFile.fileName);
  const type = typeText(checker.getTypeAtLocation(declaration.name), declaration.name, context, newTypeNames());
  const keys = freeName("keys", wordsInScope(node));
  const key = declaration.name.text;
  const lines = [
    `const ${keys}${typed ? `: ${/[|&<]/.test(type) ? `(${type})` : type}[]` : ""} = []${semicolon}`,
    `for (const ${key} in ${expression.getText()}) ${keys}.push(${key})${semicolon}`,
  ];
  const blanks = indentAt(text, node.getStart());
  const loop = `for (${initializer.getText()} of ${keys}) ${text.slice(statement.getStart(), statement.end)}`;
  const before = lines.map((line) => `${line}\n${blanks}`).join("");
  return asStatements(node, before, loop, blanks, indent);
}
