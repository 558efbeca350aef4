// Statements that combine a value with what has been combined so far: sums, counts, the best of all.
import { ts } from "ts-morph";
import { bare } from "../accesses/types.js";

const associative = new Set([
  ts.SyntaxKind.PlusEqualsToken,
  ts.SyntaxKind.MinusEqualsToken,
  ts.SyntaxKind.AsteriskEqualsToken,
  ts.SyntaxKind.AmpersandEqualsToken,
  ts.SyntaxKind.BarEqualsToken,
  ts.SyntaxKind.CaretEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);

/**
 * `s += e`, `n++`, `hist[k]++`, `m = Math.max(m, e)`, `s = s + e`, `if (e > m) { m = e; at = i; }`; and for a `reduce`,
 * returning such a combination with the accumulator.
 */
export function isReduction(statement: ts.Node, folded: string | undefined): boolean {
  const isOne = (inner: ts.Statement) => isReduction(inner, folded);
  if (ts.isBlock(statement)) return statement.statements.every(isOne);
  if (ts.isIfStatement(statement)) {
    const { thenStatement, elseStatement } = statement;
    return isSelection(statement) || (isOne(thenStatement) && (elseStatement === undefined || isOne(elseStatement)));
  }
  // What is computed on the way, of other values than those so far.
  if (ts.isVariableStatement(statement)) return true;
  if (ts.isForStatement(statement) || ts.isForOfStatement(statement)) return isOne(statement.statement);
  if (ts.isContinueStatement(statement)) return true;
  if (folded !== undefined && ts.isReturnStatement(statement))
    return statement.expression !== undefined && isFold(statement.expression, folded);
  if (folded !== undefined && ts.isExpression(statement)) return isFold(statement, folded);
  // Of all callbacks that are one expression, that of a `forEach` alone gives its value to nobody: `xs.map((x) => (sum += x))`.
  if (ts.isExpression(statement)) return isOfForEach(statement) && isUpdate(statement);
  return ts.isExpressionStatement(statement) && isUpdate(statement.expression);
}

function isOfForEach({ parent: callback }: ts.Expression): boolean {
  const call = callback.parent;
  return (
    ts.isArrowFunction(callback) &&
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    call.expression.name.text === "forEach"
  );
}

/** What a `reduce` goes on with: a combination, the better one of two, or the map in which something is counted. */
function isFold(expression: ts.Expression, folded: string): boolean {
  const value = bare(expression);
  if (isCombination(value, variableOf(folded)) || isChoice(value, folded)) return true;
  const counted = countedIn(value);
  return counted?.map === folded && isCombination(counted.value, counted.soFar);
}

/** `x > best ? x : best`, `size[k] > size[best] ? k : best`: of two, the one that compares better. */
function isChoice(value: ts.Expression, soFar: string): boolean {
  if (!ts.isConditionalExpression(value)) return false;
  const branches = [value.whenTrue, value.whenFalse].map((branch) => bare(branch).getText());
  const other = branches.find((branch) => branch !== soFar);
  if (!branches.includes(soFar) || other === undefined) return false;
  const compared = comparedBy(bare(value.condition));
  return compared !== undefined && isSwapped(compared, soFar, other);
}

/** Both sides of an ordering. */
function comparedBy(test: ts.Expression): readonly string[] | undefined {
  if (!ts.isBinaryExpression(test) || !["<", "<=", ">", ">="].includes(test.operatorToken.getText())) return undefined;
  return [test.left, test.right].map((side) => bare(side).getText());
}

/** The two sides say the same of `name` and of `value`: `x[i] < x[at]` of `at` and `i`. */
function isSwapped(compared: readonly string[], name: string, value: string): boolean {
  return compared.some((side, index) => {
    const swapped = side.replace(wordsLike(name), () => value);
    return swapped !== side && swapped === compared[1 - index];
  });
}

function isUpdate(expression: ts.Expression): boolean {
  const node = bare(expression);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
  }
  const counted = countedIn(node);
  if (counted !== undefined) return isCombination(counted.value, counted.soFar);
  if (!ts.isBinaryExpression(node)) return false;
  if (associative.has(node.operatorToken.kind)) return true;
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  return isCombination(node.right, variableOf(node.left.getText()));
}

/**
 * The operation by which the value so far, which stands at this node, is combined there: sums and differences are of one kind.
 * Undefined where it is used for something else.
 */
export function operationOn(node: ts.Node): string | undefined {
  const text = textOf(node);
  for (let at = node; !ts.isStatement(at); at = at.parent) {
    const { parent } = at;
    if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
      return isUpdate(parent) ? "+" : undefined;
    const counted = countedIn(at);
    if (counted !== undefined)
      return at === node || counted.soFar.text === text ? combinedBy(counted.value, counted.soFar) : undefined;
    if (!ts.isBinaryExpression(parent)) continue;
    const operator = parent.operatorToken.getText();
    if (operator === "=" && textOf(parent.left) === text) return combinedBy(parent.right, variableOf(text));
    if (parent.left === at && textOf(at) === text && associative.has(parent.operatorToken.kind))
      return operator === "-=" ? "+" : operator.slice(0, -1);
  }
  return undefined;
}

function textOf(node: ts.Node): string {
  return ts.isExpression(node) ? bare(node).getText() : node.getText();
}

const combining: ReadonlyMap<ts.SyntaxKind, string> = new Map([
  [ts.SyntaxKind.PlusToken, "+"],
  // `s - e` adds the opposite of e.
  [ts.SyntaxKind.MinusToken, "+"],
  [ts.SyntaxKind.AsteriskToken, "*"],
  [ts.SyntaxKind.AmpersandToken, "&"],
  [ts.SyntaxKind.BarToken, "|"],
  [ts.SyntaxKind.CaretToken, "^"],
  [ts.SyntaxKind.AmpersandAmpersandToken, "&&"],
  [ts.SyntaxKind.BarBarToken, "||"],
]);

/** What has been combined so far: how it is called, and where it stands. */
interface SoFar {
  readonly text: string;
  readonly is: (part: ts.Expression) => boolean;
}

function variableOf(text: string): SoFar {
  // Of a count that has not begun, another number is the start.
  return { text, is: (part) => part.getText() === text || startedFrom(part)?.getText() === text };
}

/** `count ?? 0`, `count || 0`: what is counted, from its start. */
function startedFrom(part: ts.Expression): ts.Expression | undefined {
  if (!ts.isBinaryExpression(part) || !ts.isLiteralExpression(part.right)) return undefined;
  const { kind } = part.operatorToken;
  return kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken
    ? bare(part.left)
    : undefined;
}

/** `s + e`, `e * s`, `Math.max(s, e)`, and `s` itself. */
function isCombination(expression: ts.Expression, soFar: SoFar): boolean {
  return combinedBy(expression, soFar) !== undefined;
}

/** The one operation by which the value so far is combined; "" where it stays as it is. `s * 31 + e` takes two. */
function combinedBy(expression: ts.Expression, soFar: SoFar): string | undefined {
  const value = bare(expression);
  if (soFar.is(value)) return "";
  if (ts.isConditionalExpression(value))
    return agreed(combinedBy(value.whenTrue, soFar), combinedBy(value.whenFalse, soFar));
  if (ts.isBinaryExpression(value)) {
    const operation = combining.get(value.operatorToken.kind);
    const combines = (side: ts.Expression, other: ts.Expression) =>
      wordsLike(soFar.text).test(other.getText()) ? undefined : agreed(operation, combinedBy(side, soFar));
    if (operation === undefined) return undefined;
    const fromLeft = combines(value.left, value.right);
    return value.operatorToken.kind === ts.SyntaxKind.MinusToken
      ? fromLeft
      : (fromLeft ?? combines(value.right, value.left));
  }
  if (!ts.isCallExpression(value)) return undefined;
  const name = value.expression.getText();
  return /^Math\.(?:max|min)$/.test(name) && value.arguments.some((part) => soFar.is(bare(part))) ? name : undefined;
}

function agreed(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return undefined;
  return one === "" || one === other ? other : other === "" ? one : undefined;
}

/** `counts.set(key, value)`, which stands alone: what is counted under which key. */
interface Counted {
  readonly map: string;
  readonly value: ts.Expression;
  readonly soFar: SoFar;
}

function countedIn(node: ts.Node): Counted | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: map, name } = node.expression;
  const [key, value] = node.arguments;
  if (name.text !== "set" || key === undefined || value === undefined) return undefined;
  return { map: map.getText(), value, soFar: variableOf(`${map.getText()}.get(${key.getText()})`) };
}

/**
 * A comparison with the best so far, which it then replaces, perhaps with companions (argmin): `if (e < best) best = e`,
 * `if (x[i] < x[at]) at = i`, also behind a test that there is none yet.
 */
export function isSelection(statement: ts.IfStatement): boolean {
  if (statement.elseStatement !== undefined) return false;
  const body = ts.isBlock(statement.thenStatement)
    ? [...statement.thenStatement.statements]
    : [statement.thenStatement];
  const replaced = body.map((inner) => (ts.isExpressionStatement(inner) ? replacement(inner.expression) : undefined));
  if (replaced.length === 0 || !replaced.every((each) => each !== undefined)) return false;
  let test = bare(statement.expression);
  if (ts.isBinaryExpression(test) && test.operatorToken.kind === ts.SyntaxKind.BarBarToken) {
    const absent = test.left.getText();
    if (!replaced.some(({ name }) => absent === `!${name}` || absent.startsWith(`${name} ==`))) return false;
    test = bare(test.right);
  }
  const compared = comparedBy(test);
  return (
    compared !== undefined &&
    replaced.some(
      (each) =>
        compared.includes(each.name) ||
        isSwapped(compared, each.name, each.node.getText()) ||
        isMeasuredBy(compared, each),
    )
  );
}

/** `cost < best.cost`, where `best` becomes `{ at, cost }`. */
function isMeasuredBy(compared: readonly string[], { name, node }: Replaced): boolean {
  const value = bare(node);
  if (!ts.isObjectLiteralExpression(value)) return false;
  return value.properties.some((part) => {
    const measure = ts.isShorthandPropertyAssignment(part)
      ? part.name
      : ts.isPropertyAssignment(part)
        ? part.initializer
        : undefined;
    if (measure === undefined || part.name === undefined || !ts.isIdentifier(part.name)) return false;
    return compared.some(
      (side, index) => side === `${name}.${part.name!.getText()}` && compared[1 - index] === bare(measure).getText(),
    );
  });
}

/** Mentions of a variable or place in a text. */
function wordsLike(name: string): RegExp {
  return new RegExp(`(?<![\\w$.])${name.replace(/[^\w]/g, "\\$&")}(?![\\w$])`, "g");
}

/** `best = x`: a variable and what it is set to. */
interface Replaced {
  readonly name: string;
  readonly node: ts.Expression;
}

function replacement(expression: ts.Expression): Replaced | undefined {
  const isAssignment = ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssignment ? { name: expression.left.getText(), node: expression.right } : undefined;
}
