// Which of the three patterns a parallel loop shows: `map`, `reduction` or `commit`.
import { ts } from "ts-morph";
import type { Access } from "../accesses/access.js";
import { bare } from "../accesses/types.js";
import type { Body } from "./body.js";
import { endsByResult } from "./ownPlaces.js";
import type { Partition } from "./partition.js";
import { factsBelow, type Unit } from "./units.js";
import type { Pattern } from "./verdict.js";

export function patternOf(body: Body, part: Partition): Pattern {
  const { loop, units } = body;
  if (loop.kind === "some" || loop.kind === "every") return "reduction";
  if (endsByResult.has(loop.kind) || units.all.some((unit) => unit.leaves)) return "commit";
  const carried = part.outermost().filter((unit) => isCarried(unit, body));
  if (carried.length === 0) return "map";
  const { space } = loop;
  const folded = space.form === "elements" ? space.accumulator?.name : undefined;
  const combines = carried.every((unit) => isReduction(unit.statement, folded));
  return combines && !isReadElsewhere(carried, body) ? "reduction" : "commit";
}

/** The commit computes a value from the one before it, in a way that is no reduction: `x[i] = (x[i - 1] + b[i]) / 2`. */
export function isRecurrence(body: Body, part: Partition): boolean {
  const hasEffects = (unit: Unit) => factsBelow(unit).some(({ effects }) => effects.length > 0);
  const carried = part.outermost().filter((unit) => !hasEffects(unit) && isCarried(unit, body));
  return carried.some((unit) => !isReduction(unit.statement, undefined)) || isReadElsewhere(carried, body);
}

/**
 * A statement of the commit computes with what another one has left in an earlier iteration: in a variable, in a place, or by a
 * function of the program that keeps it (`next()` of a generator). Not what only gathers: `rows.push(row)`, `groups.get(key)`.
 */
export function handsOn(body: Body, part: Partition): boolean {
  const accesses = part
    .outermost()
    .flatMap(factsBelow)
    .flatMap((facts) => facts.accesses);
  const isPlain = ({ node, viaCall }: Access) => viaCall === true || !ts.isCallExpression(node);
  const reads = accesses.filter((access) => access.mode === "read" && isPlain(access));
  return accesses.some(
    (write) =>
      write.mode === "write" &&
      isPlain(write) &&
      !isCounted(write) &&
      reads.some((read) => (read.node !== write.node || write.viaCall === true) && isHandedOn(write, read, body)),
  );
}

/** `out[k++] = x`: each step is as long as the one before. */
function isCounted({ node: { parent } }: Access): boolean {
  return ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent);
}

function isHandedOn(write: Access, read: Access, body: Body): boolean {
  if (write.target.kind === "variable" && read.target.kind === "variable")
    return write.target.symbol === read.target.symbol && !body.isIterationLocal(read.target.symbol);
  return write.target.kind === "place" && read.target.kind === "place" && body.meet(write, read).later;
}

/**
 * What has been combined so far is used for something else than the next combination: `s += x; out[i] = s`. Then the order
 * of the combinations matters.
 */
function isReadElsewhere(carried: readonly Unit[], body: Body): boolean {
  const folds = carried
    .flatMap(leavesOf)
    .flatMap((leaf) => leaf.facts.accesses.flatMap((write) => (write.mode === "write" ? [{ leaf, write }] : [])));
  return body.units.all.some((unit) =>
    unit.facts.accesses.some(
      (read) =>
        read.mode === "read" &&
        folds.some(({ leaf, write }) => !isOperand(read, unit, write, leaf) && sees(read, unit, write, leaf, body)),
    ),
  );
}

/** The statements in the unit that hold no other. */
export function leavesOf(unit: Unit): readonly Unit[] {
  return unit.kind === "leaf" ? [unit] : unit.children.flatMap(leavesOf);
}

/** The value so far, where a statement combines it in the same way, or where the selection around it compares it. */
function isOperand(read: Access, unit: Unit, write: Access, leaf: Unit): boolean {
  if (read.node === write.node) return true;
  if (unit !== leaf) {
    if (ts.isIfStatement(unit.statement)) return isInside(leaf, unit) && isSelection(unit.statement);
    const isUpdated = unit.facts.accesses.some(({ mode, node }) => mode === "write" && node === read.node);
    return isUpdated && operatorOf(read.node) === operatorOf(write.node);
  }
  // What a callback of `reduce` returns was judged by its form.
  if (leaf.results.some((result) => result === write.node)) return true;
  return operatorOf(write.node) === "=" && bareText(read.node) === bareText(write.node);
}

/** How a target is combined: differences are sums of opposites. */
function operatorOf(target: ts.Node): string | undefined {
  let at = target;
  while (ts.isNonNullExpression(at.parent) || ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return "+=";
  if (!ts.isBinaryExpression(parent) || parent.left !== at) return undefined;
  const operator = parent.operatorToken.getText();
  return operator === "-=" ? "+=" : operator;
}

function bareText(node: ts.Node): string {
  return ts.isExpression(node) ? bare(node).getText() : node.getText();
}

function isInside(unit: Unit, outer: Unit): boolean {
  return unit === outer || (unit.parent !== undefined && isInside(unit.parent, outer));
}

/** The read may yield what the write has left, in the same iteration or a later one. */
function sees(read: Access, unit: Unit, write: Access, leaf: Unit, body: Body): boolean {
  if (read.target.kind === "variable" && write.target.kind === "variable")
    return read.target.symbol === write.target.symbol && !body.isIterationLocal(read.target.symbol);
  if (read.target.kind === "variable" || write.target.kind === "variable") return false;
  const { later, same, unsureObject } = body.meet(write, read);
  return !unsureObject && (later || (same && unit.order > leaf.order));
}

/** The commit statement touches, in another iteration, a place that it or another statement writes; or it has an effect. */
function isCarried(unit: Unit, body: Body): boolean {
  if (factsBelow(unit).some((facts) => facts.effects.length > 0)) return true;
  const own = factsBelow(unit).flatMap((facts) => facts.accesses);
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
    const combines = (side: ts.Expression, other: ts.Expression) =>
      isCombination(side, target) && !wordsLike(target).test(other.getText());
    // `s - e` adds the opposite of e.
    if (kind === ts.SyntaxKind.MinusToken) return combines(value.left, value.right);
    return combining.has(kind) && (combines(value.left, value.right) || combines(value.right, value.left));
  }
  if (!ts.isCallExpression(value)) return false;
  return (
    /^Math\.(?:max|min)$/.test(value.expression.getText()) &&
    value.arguments.some((argument) => argument.getText() === target)
  );
}

/**
 * A comparison with the best so far, which it then replaces, perhaps with companions (argmin): `if (e < best) best = e`,
 * `if (x[i] < x[at]) at = i`, also behind a test that there is none yet.
 */
function isSelection(statement: ts.IfStatement): boolean {
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
  if (!ts.isBinaryExpression(test) || !["<", "<=", ">", ">="].includes(test.operatorToken.getText())) return false;
  const compared = [test.left, test.right].map((side) => bare(side).getText());
  return replaced.some(
    ({ name, value }) =>
      compared.includes(name) ||
      compared.some((side, index) => {
        const swapped = side.replace(wordsLike(name), () => value);
        return swapped !== side && swapped === compared[1 - index];
      }),
  );
}

/** Mentions of a variable or place in a text. */
function wordsLike(name: string): RegExp {
  return new RegExp(`(?<![\\w$.])${name.replace(/[^\w]/g, "\\$&")}(?![\\w$])`, "g");
}

/** `best = x`: a variable and what it is set to. */
function replacement(expression: ts.Expression): { readonly name: string; readonly value: string } | undefined {
  const isAssignment = ts.isBinaryExpression(expression) && expression.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssignment ? { name: expression.left.getText(), value: expression.right.getText() } : undefined;
}
