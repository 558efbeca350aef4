// The conditions under which a part of a loop's body is executed, as far as they compare whole numbers that stay what they are.
import { ts } from "ts-morph";
import { bare } from "../accesses/types.js";
import type { Guards } from "./iterationSpaces.js";
import { add, constant, type Polynomial, scale, subtract } from "./polynomial.js";

type Known = { readonly condition: ts.Expression; readonly holds: boolean };

/**
 * What is known at `node` by the conditions around it, inside of `body`, and by jumps before it in the same block
 * (`if (i === k) continue;`). A polynomial has one value in an iteration, so a condition still holds where the node is executed.
 * @param polynomial the value of a number in terms of loop variables and what no iteration changes; undefined: it has none
 */
export function guardsAt(
  node: ts.Node,
  body: ts.Node,
  polynomial: (expression: ts.Expression) => Polynomial | undefined,
): Guards {
  const facts: Polynomial[] = [];
  const nonZero: Polynomial[] = [];
  if (node.pos < body.pos || node.end > body.end) return { facts, nonZero };
  for (let at = node; at !== body && at.parent !== undefined && !ts.isFunctionLike(at); at = at.parent)
    for (const known of knownBy(at)) note(known.condition, known.holds);
  return { facts, nonZero };

  function note(expression: ts.Expression, holds: boolean): void {
    const condition = bare(expression);
    if (ts.isPrefixUnaryExpression(condition) && condition.operator === ts.SyntaxKind.ExclamationToken) {
      note(condition.operand, !holds);
      return;
    }
    if (!ts.isBinaryExpression(condition)) return;
    const { kind } = condition.operatorToken;
    const joins = holds ? ts.SyntaxKind.AmpersandAmpersandToken : ts.SyntaxKind.BarBarToken;
    if (kind === joins) {
      note(condition.left, holds);
      note(condition.right, holds);
      return;
    }
    const comparison = comparisons.get(kind);
    if (comparison === undefined) return;
    const left = polynomial(condition.left);
    const right = left === undefined ? undefined : polynomial(condition.right);
    if (left === undefined || right === undefined) return;
    const above = subtract(right, left);
    switch (holds ? comparison : opposite[comparison]) {
      case "<":
        facts.push(add(above, constant(-1)));
        break;
      case "<=":
        facts.push(above);
        break;
      case ">":
        facts.push(add(scale(above, -1), constant(-1)));
        break;
      case ">=":
        facts.push(scale(above, -1));
        break;
      case "===":
        facts.push(above, scale(above, -1));
        break;
      case "!==":
        nonZero.push(above);
    }
  }
}

type Comparison = "<" | "<=" | ">" | ">=" | "===" | "!==";

const comparisons: ReadonlyMap<ts.SyntaxKind, Comparison> = new Map([
  [ts.SyntaxKind.LessThanToken, "<"],
  [ts.SyntaxKind.LessThanEqualsToken, "<="],
  [ts.SyntaxKind.GreaterThanToken, ">"],
  [ts.SyntaxKind.GreaterThanEqualsToken, ">="],
  [ts.SyntaxKind.EqualsEqualsEqualsToken, "==="],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, "!=="],
  [ts.SyntaxKind.EqualsEqualsToken, "==="],
  [ts.SyntaxKind.ExclamationEqualsToken, "!=="],
]);

const opposite: Readonly<Record<Comparison, Comparison>> = {
  "<": ">=",
  "<=": ">",
  ">": "<=",
  ">=": "<",
  "===": "!==",
  "!==": "===",
};

/** The conditions that decide whether `at` is executed once its parent is. */
function knownBy(at: ts.Node): readonly Known[] {
  const { parent } = at;
  if (ts.isIfStatement(parent)) {
    if (at === parent.thenStatement) return [{ condition: parent.expression, holds: true }];
    return at === parent.elseStatement ? [{ condition: parent.expression, holds: false }] : [];
  }
  if (ts.isConditionalExpression(parent)) {
    if (at === parent.whenTrue) return [{ condition: parent.condition, holds: true }];
    return at === parent.whenFalse ? [{ condition: parent.condition, holds: false }] : [];
  }
  if (ts.isBinaryExpression(parent) && at === parent.right) {
    const { kind } = parent.operatorToken;
    if (kind === ts.SyntaxKind.AmpersandAmpersandToken) return [{ condition: parent.left, holds: true }];
    return kind === ts.SyntaxKind.BarBarToken ? [{ condition: parent.left, holds: false }] : [];
  }
  if (!ts.isBlock(parent)) return [];
  const before = parent.statements.slice(0, parent.statements.indexOf(at as ts.Statement));
  return before.flatMap((statement) =>
    ts.isIfStatement(statement) && statement.elseStatement === undefined && alwaysJumps(statement.thenStatement)
      ? [{ condition: statement.expression, holds: false }]
      : [],
  );
}

function alwaysJumps(statement: ts.Statement): boolean {
  if (ts.isBlock(statement)) return statement.statements.some(alwaysJumps);
  return (
    ts.isContinueStatement(statement) ||
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isBreakStatement(statement)
  );
}
