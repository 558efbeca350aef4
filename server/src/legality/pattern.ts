// Which of the three patterns a parallel loop shows: `map`, `reduction` or `commit`.
import { ts } from "ts-morph";
import { bare } from "../accesses/types.js";
import type { Body } from "./body.js";
import type { Partition } from "./closure.js";
import { endsByResult } from "./ownPlaces.js";
import type { Unit } from "./units.js";
import type { Pattern } from "./verdict.js";

export function patternOf(body: Body, part: Partition): Pattern {
  const { loop, units } = body;
  if (loop.kind === "some" || loop.kind === "every") return "reduction";
  if (endsByResult.has(loop.kind) || units.all.some((unit) => unit.leaves)) return "commit";
  const carried = part.outermost().filter((unit) => isCarried(unit, body));
  if (carried.length === 0) return "map";
  const { space } = loop;
  const folded = space.form === "elements" ? space.accumulator?.name : undefined;
  return carried.every((unit) => isReduction(unit.statement, folded)) ? "reduction" : "commit";
}

/** The commit computes a value from the one before it, in a way that is no reduction: `x[i] = (x[i - 1] + b[i]) / 2`. */
export function isRecurrence(body: Body, part: Partition): boolean {
  const hasEffects = (unit: Unit) => allFacts(unit).some(({ effects }) => effects.length > 0);
  return part
    .outermost()
    .some((unit) => !hasEffects(unit) && isCarried(unit, body) && !isReduction(unit.statement, undefined));
}

/** The commit statement touches, in another iteration, a place that it or another statement writes; or it has an effect. */
function isCarried(unit: Unit, body: Body): boolean {
  if (allFacts(unit).some((facts) => facts.effects.length > 0)) return true;
  const own = allFacts(unit).flatMap((facts) => facts.accesses);
  return own.some(
    (write) =>
      write.mode === "write" &&
      (write.target.kind === "variable"
        ? !body.isIterationLocal(write.target.symbol)
        : write.target.base.root.kind !== "fresh" &&
          body.accesses.some((other) => {
            const { later, earlier } = body.meet(write, other);
            return later || earlier;
          })),
  );
}

function allFacts(unit: Unit): Unit["facts"][] {
  return [unit.facts, ...unit.children.flatMap(allFacts)];
}

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
function isReduction(statement: ts.Node, folded: string | undefined): boolean {
  const isOne = (inner: ts.Statement) => isReduction(inner, folded);
  if (ts.isBlock(statement)) return statement.statements.every(isOne);
  if (ts.isIfStatement(statement))
    return isSelection(statement) || (statement.elseStatement === undefined && isOne(statement.thenStatement));
  if (ts.isForStatement(statement) || ts.isForOfStatement(statement)) return isOne(statement.statement);
  if (ts.isContinueStatement(statement)) return true;
  if (folded !== undefined && ts.isReturnStatement(statement))
    return statement.expression !== undefined && isCombination(statement.expression, folded);
  if (folded !== undefined && ts.isExpression(statement)) return isCombination(statement, folded);
  return ts.isExpressionStatement(statement) && isUpdate(statement.expression);
}

function isUpdate(expression: ts.Expression): boolean {
  const node = bare(expression);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    return node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
  }
  if (!ts.isBinaryExpression(node)) return false;
  if (associative.has(node.operatorToken.kind)) return true;
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false;
  return isCombination(node.right, node.left.getText());
}

const combining = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.AmpersandToken,
  ts.SyntaxKind.BarToken,
  ts.SyntaxKind.CaretToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
]);

/** `s + e`, `e * s`, `Math.max(s, e)`, and `s` itself. */
function isCombination(expression: ts.Expression, target: string): boolean {
  const value = bare(expression);
  if (value.getText() === target) return true;
  if (ts.isConditionalExpression(value))
    return isCombination(value.whenTrue, target) && isCombination(value.whenFalse, target);
  if (ts.isBinaryExpression(value)) {
    const { kind } = value.operatorToken;
    const isIt = (side: ts.Expression) => side.getText() === target;
    // `s - e` adds the opposite of e.
    if (kind === ts.SyntaxKind.MinusToken) return isIt(value.left);
    return combining.has(kind) && (isCombination(value.left, target) || isCombination(value.right, target));
  }
  if (!ts.isCallExpression(value)) return false;
  return (
    /^Math\.(?:max|min)$/.test(value.expression.getText()) &&
    value.arguments.some((argument) => argument.getText() === target)
  );
}

/** A comparison with the best value so far, which it then replaces, perhaps with companions (argmin). */
function isSelection(statement: ts.IfStatement): boolean {
  const test = bare(statement.expression);
  if (!ts.isBinaryExpression(test) || statement.elseStatement !== undefined) return false;
  if (!["<", "<=", ">", ">="].includes(test.operatorToken.getText())) return false;
  const body = ts.isBlock(statement.thenStatement)
    ? [...statement.thenStatement.statements]
    : [statement.thenStatement];
  const targets = body.map((inner) => (ts.isExpressionStatement(inner) ? assignedName(inner.expression) : undefined));
  const compared = [test.left.getText(), test.right.getText()];
  return (
    targets.length > 0 &&
    targets.every((name) => name !== undefined) &&
    targets.some((name) => compared.includes(name!))
  );
}

function assignedName(expression: ts.Expression): string | undefined {
  return ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ? expression.left.getText()
    : undefined;
}
