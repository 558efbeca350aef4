// Which iterations a loop has, read from its head: a counted range, the elements of an array, or unknown and why.
import { ts } from "ts-morph";
import { isArrayLike } from "./findLoops.js";
import type { CountedSpace, ElementSpace, LoopNode, UnknownSpace } from "./loop.js";

/** The iteration space of one loop. Whether its bounds change while it runs is not decided here. */
export function iterationSpace(node: LoopNode, checker: ts.TypeChecker): CountedSpace | ElementSpace | UnknownSpace {
  if (ts.isForStatement(node)) return countedSpace(node, checker);
  if (ts.isForOfStatement(node)) return elementSpace(node, checker);
  if (ts.isForInStatement(node)) {
    return unknown(
      node,
      "a `for-in` loop goes through property names, which Loopsmith does not follow; use `for-of` over Object.keys(…)",
    );
  }
  if (ts.isCallExpression(node)) {
    return unknown(node.expression, "Loopsmith does not rewrite array-method loops yet; write it as a `for-of` loop");
  }
  return unknown(node, "the number of iterations is not known before the loop starts");
}

function unknown(at: ts.Node, why: string): UnknownSpace {
  return { form: "unknown", why, at };
}

function countedSpace(node: ts.ForStatement, checker: ts.TypeChecker): CountedSpace | UnknownSpace {
  if (node.condition === undefined)
    return unknown(node, "the loop has no condition, so its end is not known beforehand");
  if (node.incrementor === undefined) return unknown(node, "the head does not advance a counter");
  const advance = readStep(node.incrementor, checker);
  if (advance === undefined) return unknown(node.incrementor, "the counter is not advanced by a constant whole number");
  const { counter, step } = advance;
  const induction = checker.getSymbolAtLocation(counter);
  if (induction === undefined) return unknown(counter, "the counter is not a variable");
  const bound = readCondition(node.condition, induction, checker);
  if (bound === undefined) {
    return unknown(node.condition, `the condition is not a plain comparison of \`${counter.text}\` with a bound`);
  }
  if (step > 0 ? !bound.test.startsWith("<") : !bound.test.startsWith(">")) {
    return unknown(node.condition, `the condition does not end a count in steps of ${step}`);
  }
  const init = readInitializer(node.initializer, induction, checker);
  if (init === undefined)
    return unknown(node.initializer ?? node, `the head does not give \`${counter.text}\` its first value`);
  const rewritten = findWrite(node.statement, induction, checker);
  if (rewritten !== undefined) return unknown(rewritten, `\`${counter.text}\` is changed inside of the loop`);
  const moved = init.headConstants.find((constant) => {
    const symbol = checker.getSymbolAtLocation(constant.name);
    return symbol === undefined || findWrite(node, symbol, checker) !== undefined;
  });
  if (moved !== undefined) return unknown(moved, `\`${moved.name.getText()}\` changes while the loop runs`);
  if (!isNumeric(checker.getTypeAtLocation(counter)) || !isNumeric(checker.getTypeAtLocation(bound.end))) {
    return unknown(node.condition, "the counter or its bound is not a number");
  }
  return { form: "counted", induction, name: counter.text, step, ...init, ...bound };
}

function isNumeric(type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.Any)) !== 0;
}

/** `i++`, `--i`, `i += 2`, `i -= 1`, `i = i + 1`. */
function readStep(node: ts.Expression, checker: ts.TypeChecker): { counter: ts.Identifier; step: number } | undefined {
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

/** The value of an integer literal, or of a constant whose type is one. */
export function constantInteger(node: ts.Expression, checker: ts.TypeChecker): number | undefined {
  if (ts.isParenthesizedExpression(node)) return constantInteger(node.expression, checker);
  if (ts.isNumericLiteral(node)) return asInteger(Number(node.text));
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    const value = constantInteger(node.operand, checker);
    return value === undefined ? undefined : -value;
  }
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined)
    return undefined;
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return undefined;
  return ts.isNumericLiteral(declaration.initializer) ? asInteger(Number(declaration.initializer.text)) : undefined;
}

function asInteger(value: number): number | undefined {
  return Number.isSafeInteger(value) ? value : undefined;
}

const flipped = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function readCondition(
  node: ts.Expression,
  induction: ts.Symbol,
  checker: ts.TypeChecker,
): Pick<CountedSpace, "end" | "test"> | undefined {
  if (!ts.isBinaryExpression(node)) return undefined;
  const test = node.operatorToken.getText();
  if (test !== "<" && test !== "<=" && test !== ">" && test !== ">=") return undefined;
  const isCounter = (side: ts.Expression) => ts.isIdentifier(side) && checker.getSymbolAtLocation(side) === induction;
  if (isCounter(node.left)) return { end: node.right, test };
  if (isCounter(node.right)) return { end: node.left, test: flipped[test] };
  return undefined;
}

function readInitializer(
  node: ts.ForInitializer | undefined,
  induction: ts.Symbol,
  checker: ts.TypeChecker,
): Pick<CountedSpace, "start" | "declaredBy" | "headConstants"> | undefined {
  if (node === undefined) return undefined;
  if (!ts.isVariableDeclarationList(node)) {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
    if (!ts.isIdentifier(node.left) || checker.getSymbolAtLocation(node.left) !== induction) return undefined;
    return { start: node.right, declaredBy: "outside", headConstants: [] };
  }
  const own = node.declarations.find((declaration) => checker.getSymbolAtLocation(declaration.name) === induction);
  if (own?.initializer === undefined) return undefined;
  // A constant declared after the counter could be computed from it; that is not a constant of the loop's head.
  const headConstants = node.declarations.filter((declaration) => declaration !== own);
  if (headConstants.some((constant) => constant.initializer === undefined || !ts.isIdentifier(constant.name)))
    return undefined;
  const scoped = (node.flags & ts.NodeFlags.BlockScoped) !== 0;
  return { start: own.initializer, declaredBy: scoped ? "loop" : "outside", headConstants };
}

function elementSpace(node: ts.ForOfStatement, checker: ts.TypeChecker): ElementSpace | UnknownSpace {
  if (node.awaitModifier !== undefined)
    return unknown(node.awaitModifier, "the elements of a `for await` loop come one after the other");
  if (!ts.isVariableDeclarationList(node.initializer) || (node.initializer.flags & ts.NodeFlags.BlockScoped) === 0) {
    return unknown(
      node.initializer,
      "the loop variable is declared outside of the loop; declare it in the head with `const`",
    );
  }
  const binding = node.initializer.declarations[0]!.name;
  if (!isArrayLike(checker.getTypeAtLocation(node.expression), checker)) {
    return unknown(
      node.expression,
      `\`${node.expression.getText()}\` is not known to be an array; copy it into one first, for example [...${node.expression.getText()}]`,
    );
  }
  const item = ts.isIdentifier(binding) ? checker.getSymbolAtLocation(binding) : undefined;
  if (item !== undefined) {
    const rewritten = findWrite(node.statement, item, checker);
    if (rewritten !== undefined) return unknown(rewritten, `\`${item.name}\` is changed inside of the loop`);
  }
  return { form: "elements", item, binding, iterable: node.expression };
}

/** The first identifier below `root` that assigns to `symbol`, closures included. */
export function findWrite(root: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): ts.Identifier | undefined {
  let found: ts.Identifier | undefined;
  const visit = (node: ts.Node): void => {
    if (found !== undefined) return;
    if (ts.isIdentifier(node) && node.text === symbol.name && isAssignedAt(node) && symbolOf(node, checker) === symbol)
      found = node;
    else ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function symbolOf(node: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  if (ts.isShorthandPropertyAssignment(node.parent)) return checker.getShorthandAssignmentValueSymbol(node.parent);
  return checker.getSymbolAtLocation(node);
}

/** True where an identifier (or a property or element access) is the target of an assignment, an update or a destructuring. */
export function isAssignedAt(node: ts.Node): boolean {
  let child = node;
  let parent = node.parent;
  while (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) || ts.isAsExpression(parent)) {
    child = parent;
    parent = parent.parent;
  }
  if (ts.isBinaryExpression(parent)) {
    const { kind } = parent.operatorToken;
    const assigns = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return assigns && parent.left === child ? true : isInPattern(child, parent);
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
