// Which iterations a loop has, read from its head: a counted range, the elements of an array, or unknown and why.
import { ts } from "ts-morph";
import { countedWithin } from "./boundedSpace.js";
import { forInSpace, forOfSpace, methodSpace } from "./elementSpace.js";
import { callbackOf } from "./findLoops.js";
import type { CountedSpace, ElementSpace, Loop, LoopNode, UnknownSpace } from "./loop.js";
import { firstOf, readInitializer, startBefore } from "./loopStart.js";
import { assignedNamed, isCaptured } from "./mentions.js";
import { isAssignmentOperator } from "./operators.js";
import { steppedSpace } from "./steppedSpace.js";
import { advancedBy, changesMore, isUpdate, readStride, updated, updatesOf } from "./updates.js";
import { whileSpace } from "./whileSpace.js";

/** The iteration space of one loop. Whether its bounds change while it runs is not decided here. */
export function iterationSpace(node: LoopNode, checker: ts.TypeChecker): CountedSpace | ElementSpace | UnknownSpace {
  if (ts.isForStatement(node)) return countedSpace(node, checker);
  if (ts.isForOfStatement(node)) return forOfSpace(node, checker);
  if (ts.isForInStatement(node)) return forInSpace(node, checker);
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) return whileSpace(node, checker);
  const callback = callbackOf(node);
  return callback === undefined ? unknown(node, "it has no callback") : methodSpace(node, callback, checker);
}

/** Like `iterationSpace`, for a loop whose head may advance the counter by a number that only the run tells: `i += channels`. */
export function stridedSpace(node: LoopNode, checker: ts.TypeChecker): Loop["space"] {
  const space = iterationSpace(node, checker);
  if (space.form !== "unknown" || !ts.isForStatement(node)) return space;
  const strided = countedSpace(node, checker, readStride);
  if (strided.form !== "unknown") return strided;
  return countedWithin(node, checker) ?? space;
}

function unknown(at: ts.Node, why: string): UnknownSpace {
  return { form: "unknown", why, at };
}

type ReadStep = (
  node: ts.Expression,
  checker: ts.TypeChecker,
) => { counter: ts.Identifier; step: number; stride?: ts.Expression } | undefined;

export function countedSpace(
  node: ts.ForStatement,
  checker: ts.TypeChecker,
  readBy: ReadStep = readStep,
  condition = node.condition,
): CountedSpace | UnknownSpace {
  if (node.condition === undefined || condition === undefined)
    return unknown(node, "the loop has no condition, so its end is not known beforehand");
  if (node.incrementor === undefined) {
    const init = (induction: ts.Symbol) => readInitializer(node.initializer, induction, [], checker);
    return steppedSpace(node, checker, init) ?? unknown(node, "the head does not advance a counter");
  }
  const updates = updatesOf(node.incrementor);
  const read = updates.flatMap((update) => readUpdate(update, condition, checker, readBy) ?? []);
  const advance = read.find(({ bound }) => bound !== undefined) ?? read[0];
  const others = updates.filter((update) => update !== advance?.update);
  if (advance === undefined || !others.every(isUpdate))
    return unknown(node.incrementor, "the counter is not advanced by a constant whole number");
  const changing = updates.find(changesMore);
  if (changing !== undefined) return unknown(changing, "the head changes more than what it advances");
  const { counter, step, stride, induction, bound, update } = advance;
  if (bound === undefined) {
    return unknown(node.condition, `the condition is not a plain comparison of \`${counter.text}\` with a bound`);
  }
  if (!endsCount(bound.test, step) || (stride !== undefined && bound.test === "!==")) {
    return unknown(node.condition, `the condition does not end a count in steps of ${step}`);
  }
  if (stride !== undefined && referencesIn(stride, induction, checker))
    return unknown(stride, "the counter is not advanced by the same amount each time");
  const advanced = advancedBy(others, node, checker);
  if (advanced === undefined || others.some((other) => checker.getSymbolAtLocation(updated(other)!) === induction))
    return unknown(node.incrementor, "the head advances a variable twice, or a parameter");
  const end = node.condition;
  const names = [...advanced.own.map(({ name }) => name), ...advanced.others];
  const moving = names.find((name) => referencesIn(end, checker.getSymbolAtLocation(name)!, checker));
  if (moving !== undefined) return unknown(end, `\`${moving.getText()}\` changes while the loop runs`);
  const init =
    node.initializer === undefined
      ? startBefore(node, counter, induction, checker)
      : readInitializer(node.initializer, induction, advanced.own, checker);
  if (init === undefined)
    return unknown(node.initializer ?? node, `the head does not give \`${counter.text}\` its first value`);
  const rewritten =
    findWrite(node.statement, induction, checker) ??
    findWrites(node, induction, checker).find((write) => isCaptured(write, node));
  if (rewritten !== undefined) return unknown(rewritten, `\`${counter.text}\` is changed inside of the loop`);
  const moved = init.headConstants.find((constant) => {
    const symbol = checker.getSymbolAtLocation(constant.name);
    return symbol === undefined || findWrite(node, symbol, checker) !== undefined;
  });
  if (moved !== undefined) return unknown(moved, `\`${moved.name.getText()}\` changes while the loop runs`);
  if (!isNumeric(checker.getTypeAtLocation(counter)) || !isNumeric(checker.getTypeAtLocation(bound.end))) {
    return unknown(node.condition, "the counter or its bound is not a number");
  }
  return {
    form: "counted",
    induction,
    name: counter.text,
    step,
    stride,
    update,
    beside: advanced.own,
    alsoAdvanced: advanced.others.map((name) => ({ name, start: firstOf(name, init.alsoAssigned, checker) })),
    lead: 0,
    lag: 0,
    advance: undefined,
    runsOnce: false,
    alsoEnds: [],
    ...init,
    ...bound,
  };
}

function readUpdate(update: ts.Expression, condition: ts.Expression, checker: ts.TypeChecker, readBy: ReadStep) {
  const advance = readBy(update, checker);
  const induction = advance && checker.getSymbolAtLocation(advance.counter);
  if (induction === undefined) return undefined;
  return { ...advance!, induction, update, bound: readCondition(condition, induction, checker) };
}

export function isNumeric(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every(isNumeric);
  return (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.Any)) !== 0;
}

/** `i++`, `--i`, `i += 2`, `i -= 1`, `i = i + 1`. */
export function readStep(
  node: ts.Expression,
  checker: ts.TypeChecker,
): { counter: ts.Identifier; step: number } | undefined {
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    if (!ts.isIdentifier(node.operand)) return undefined;
    if (node.operator === ts.SyntaxKind.PlusPlusToken) return { counter: node.operand, step: 1 };
    if (node.operator === ts.SyntaxKind.MinusMinusToken) return { counter: node.operand, step: -1 };
    return undefined;
  }
  if (!ts.isBinaryExpression(node) || !ts.isIdentifier(node.left)) return undefined;
  const counter = node.left;
  const by = (expression: ts.Expression, sign: 1 | -1) => {
    const value = constantInteger(expression, checker);
    return value === undefined || value === 0 ? undefined : { counter, step: sign * value };
  };
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.PlusEqualsToken:
      return by(node.right, 1);
    case ts.SyntaxKind.MinusEqualsToken:
      return by(node.right, -1);
    case ts.SyntaxKind.EqualsToken: {
      const sum = node.right;
      if (!ts.isBinaryExpression(sum) || !ts.isIdentifier(sum.left) || sum.left.text !== counter.text) return undefined;
      if (sum.operatorToken.kind === ts.SyntaxKind.PlusToken) return by(sum.right, 1);
      if (sum.operatorToken.kind === ts.SyntaxKind.MinusToken) return by(sum.right, -1);
      return undefined;
    }
    default:
      return undefined;
  }
}

/** The whole value of an expression over literals and constants: `-1`, `2 * radius + 1`, `(size - 7) / 2`. */
export function constantInteger(node: ts.Expression, checker: ts.TypeChecker): number | undefined {
  const value = constantNumber(node, checker);
  return value === undefined ? undefined : asInteger(value);
}

/** What is nested deeper, over the definitions of constants, is taken for no constant. */
const maxNesting = 12;

const folded: ReadonlyMap<ts.SyntaxKind, (left: number, right: number) => number> = new Map([
  [ts.SyntaxKind.PlusToken, (left, right) => left + right],
  [ts.SyntaxKind.MinusToken, (left, right) => left - right],
  [ts.SyntaxKind.AsteriskToken, (left, right) => left * right],
  [ts.SyntaxKind.SlashToken, (left, right) => left / right],
  [ts.SyntaxKind.PercentToken, (left, right) => left % right],
  [ts.SyntaxKind.AsteriskAsteriskToken, (left, right) => left ** right],
  [ts.SyntaxKind.LessThanLessThanToken, (left, right) => left << right],
  [ts.SyntaxKind.GreaterThanGreaterThanToken, (left, right) => left >> right],
]);

export function constantNumber(node: ts.Expression, checker: ts.TypeChecker, depth = maxNesting): number | undefined {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (depth === 0) return undefined;
  if (ts.isParenthesizedExpression(node)) return constantNumber(node.expression, checker, depth - 1);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const value = constantNumber(node.operand, checker, depth - 1);
    return value === undefined ? undefined : -value;
  }
  if (ts.isBinaryExpression(node)) {
    const fold = folded.get(node.operatorToken.kind);
    const left = fold === undefined ? undefined : constantNumber(node.left, checker, depth - 1);
    const right = left === undefined ? undefined : constantNumber(node.right, checker, depth - 1);
    return left === undefined || right === undefined ? undefined : fold!(left, right);
  }
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
    return undefined;
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return undefined;
  return constantNumber(declaration.initializer, checker, depth - 1);
}

function asInteger(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}

export const flipped = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

type Bound = Pick<CountedSpace, "test" | "offset"> & { readonly end: ts.Expression };

export function readCondition(node: ts.Expression, induction: ts.Symbol, checker: ts.TypeChecker): Bound | undefined {
  if (!ts.isBinaryExpression(node)) return undefined;
  const test = node.operatorToken.getText();
  if (test === "!==" || test === "!=") return readInequality(node, induction, checker);
  if (test !== "<" && test !== "<=" && test !== ">" && test !== ">=") return undefined;
  const [left, right] = [readSide(node.left, induction, checker), readSide(node.right, induction, checker)];
  if (left !== undefined && right !== undefined) return undefined;
  if (left !== undefined) return { end: node.right, test, ...left };
  if (right !== undefined) return { end: node.left, test: flipped[test], ...right };
  return undefined;
}

/** `i`, `i + size`, `size + i`, `i - size`: a number besides the counter. */
function readSide(
  root: ts.Expression,
  induction: ts.Symbol,
  checker: ts.TypeChecker,
): Pick<CountedSpace, "offset"> | undefined {
  const side = ts.isParenthesizedExpression(root) ? root.expression : root;
  const isCounter = (part: ts.Expression) => ts.isIdentifier(part) && checker.getSymbolAtLocation(part) === induction;
  if (isCounter(side)) return { offset: undefined };
  if (!ts.isBinaryExpression(side)) return undefined;
  const { left, right, operatorToken } = side;
  const isSum = operatorToken.kind === ts.SyntaxKind.PlusToken;
  if (!isSum && operatorToken.kind !== ts.SyntaxKind.MinusToken) return undefined;
  const rest = isCounter(left) ? right : isSum && isCounter(right) ? left : undefined;
  if (rest === undefined || (checker.getTypeAtLocation(rest).flags & ts.TypeFlags.NumberLike) === 0) return undefined;
  if (referencesIn(rest, induction, checker)) return undefined;
  return { offset: { expression: rest, sign: isSum ? 1 : -1 } };
}

export function referencesIn(root: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  if (ts.isIdentifier(root)) return root.text === symbol.name && symbolOf(root, checker) === symbol;
  return ts.forEachChild(root, (child) => (referencesIn(child, symbol, checker) ? true : undefined)) ?? false;
}

/** `i !== n`. */
function readInequality(
  { left, right }: ts.BinaryExpression,
  induction: ts.Symbol,
  checker: ts.TypeChecker,
): Bound | undefined {
  const isCounter = (side: ts.Expression) => ts.isIdentifier(side) && checker.getSymbolAtLocation(side) === induction;
  if (isCounter(left)) return { end: right, test: "!==", offset: undefined };
  return isCounter(right) ? { end: left, test: "!==", offset: undefined } : undefined;
}

/** Does a count in such steps come to an end? By `!==` only in steps of one, which cannot jump over the bound. */
export function endsCount(test: CountedSpace["test"], step: number): boolean {
  if (test === "!==") return Math.abs(step) === 1;
  return step > 0 ? test.startsWith("<") : test.startsWith(">");
}

/** The first identifier below `root` that assigns to `symbol`, closures included. */
export function findWrite(root: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): ts.Identifier | undefined {
  return findWrites(root, symbol, checker)[0];
}

/** The identifiers below `root` that assign to `symbol`, closures included. */
export function findWrites(root: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): readonly ts.Identifier[] {
  return assignedNamed(symbol.name, root, isAssignedAt).filter((node) => symbolOf(node, checker) === symbol);
}

function symbolOf(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (ts.isShorthandPropertyAssignment(node.parent)) return checker.getShorthandAssignmentValueSymbol(node.parent);
  return checker.getSymbolAtLocation(node);
}

/** Stands around an expression and computes nothing. */
export function isWrapper(node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isTypeAssertionExpression(node)
  );
}

/** True where an identifier (or a property or element access) is the target of an assignment, an update or a destructuring. */
export function isAssignedAt(node: ts.Node): boolean {
  let child = node;
  let parent = node.parent;
  while (isWrapper(parent)) {
    child = parent;
    parent = parent.parent;
  }
  if (ts.isBinaryExpression(parent)) {
    return isAssignmentOperator(parent.operatorToken.kind) && parent.left === child ? true : isInPattern(child, parent);
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  }
  if ((ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.initializer === child) return true;
  if (ts.isDeleteExpression(parent)) return true;
  return isInPattern(child, parent);
}

/** `[a, b] = …` and `({ a, b: c } = …)`: literals on the left of an assignment are patterns. */
function isInPattern(child: ts.Node, parent: ts.Node): boolean {
  if (ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent)) return isAssignedAt(parent);
  if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) return isInPattern(parent, parent.parent);
  if (ts.isPropertyAssignment(parent)) return parent.initializer === child && isInPattern(parent, parent.parent);
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === child && isInPattern(parent, parent.parent);
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return (
      parent.left === child &&
      (ts.isArrayLiteralExpression(parent.parent) || ts.isPropertyAssignment(parent.parent)) &&
      isInPattern(parent, parent.parent)
    );
  }
  return false;
}
