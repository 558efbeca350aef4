// The loop as the author wrote it, beside its parallel form: it is not rewritten once more.
import { ts } from "ts-morph";
import { leastParts } from "./partLength.js";

/**
 * The loop stands in the other branch of a test of assumptions, of whether the parallel form came to its end, or of whether it is
 * worth it, which an earlier rewrite has put there.
 * @param tested what the file calls `assumptionsHold`
 * @param run what it calls the functions of the runner that give all results at once
 */
export function standsBesideParallelForm(loop: ts.Node, tested: string | undefined, run: readonly string[]): boolean {
  for (let at = loop; at.parent !== undefined; at = at.parent) {
    const { parent } = at;
    const isOther = ts.isConditionalExpression(parent) && parent.whenFalse === at;
    if (isOther && tested !== undefined && calls(parent.condition, tested)) return true;
    if (!ts.isIfStatement(parent) || parent.elseStatement !== at) continue;
    if (tested !== undefined && calls(parent.expression, tested)) return true;
    if (run.length > 0 && (isAttempt(parent, run) || isOfParts(parent, run))) return true;
  }
  return false;
}

/** `let rows; try { rows = parallelMapSync(…); } catch {} if (rows !== undefined) …` */
function isAttempt({ parent, expression }: ts.IfStatement, run: readonly string[]): boolean {
  const isTest = ts.isBinaryExpression(expression) && ts.isIdentifier(expression.left);
  if (!isTest || !/!==? undefined$/.test(expression.getText()) || !ts.isBlock(parent)) return false;
  const begins = `${expression.left.getText()} = `;
  const visit = (node: ts.Node): boolean => {
    const isSet = ts.isExpressionStatement(node) && ts.isTryStatement(node.parent.parent);
    if (isSet && node.getText().startsWith(begins)) return run.some((name) => node.getText().includes(`${name}(`));
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return parent.statements.some((statement) => statement.end <= expression.pos && visit(statement));
}

/** `if (histLength * 64 <= n) { for (const histPart of parallelMapSync(chunks(…, { least: … }), …)) … }` */
function isOfParts({ expression, thenStatement }: ts.IfStatement, run: readonly string[]): boolean {
  const [first] = ts.isBlock(thenStatement) ? thenStatement.statements : [];
  if (first === undefined || !ts.isForOfStatement(first) || !ts.isBinaryExpression(expression)) return false;
  const called = ts.isAwaitExpression(first.expression) ? first.expression.expression : first.expression;
  const isCall = ts.isCallExpression(called) && run.includes(called.expression.getText());
  const least = /\{ least: (.*?)(?:, most: \d+)? \}\)$/.exec((isCall && called.arguments[0]?.getText()) || "")?.[1];
  return least !== undefined && isTestOf(least, expression.getText());
}

/** The test that there are iterations enough for several parts of at least so many: an author's own test is none. */
function isTestOf(least: string, condition: string): boolean {
  const whole = least.split(" / ")[0]!;
  const entries = whole !== least && /^\(.*\)$/.test(whole) ? whole.slice(1, -1) : whole;
  const [, ratio, of] = /^(?:(\d+) \* )?(.*)$/.exec(entries)!;
  const tested = /^\d+$/.test(entries)
    ? [`${Number(entries) * leastParts}`]
    : [`${of} * ${Number(ratio ?? 1) * leastParts}`, `(${of}) * ${Number(ratio ?? 1) * leastParts}`];
  return tested.some((each) => condition.startsWith(`${each} <= `));
}

/** `name(…)`, alone or after other conditions. */
function calls(condition: ts.Expression, name: string): boolean {
  if (ts.isBinaryExpression(condition) && condition.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return calls(condition.right, name);
  return ts.isCallExpression(condition) && condition.expression.getText() === name;
}
