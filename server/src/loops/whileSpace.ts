// The iteration space of `while` and `do` loops that count: a statement of the body, or the condition itself, advances the counter that the condition tests.
import { ts } from "ts-morph";
import { isArrayLike } from "./findLoops.js";
import { constantInteger, endsCount, findWrites, isNumeric, readCondition, readStep } from "./iterationSpace.js";
import type { CountedSpace, UnknownSpace } from "./loop.js";
import { steppedSpace } from "./steppedSpace.js";

/** O(statements · nodes of the body). */
export function whileSpace(
  node: ts.WhileStatement | ts.DoStatement,
  checker: ts.TypeChecker,
): CountedSpace | UnknownSpace {
  const unknown: UnknownSpace = {
    form: "unknown",
    at: node.expression,
    why: "the number of iterations is not known before the loop starts",
  };
  const stepped = steppedSpace(node, checker, () => undefined);
  if (stepped !== undefined) return stepped;
  if (!ts.isBlock(node.statement)) return unknown;
  for (const statement of node.statement.statements) {
    if (!ts.isExpressionStatement(statement)) continue;
    const advance = readStep(statement.expression, checker);
    if (advance === undefined) continue;
    const space = countedBy(node, statement, advance, checker);
    if (space !== undefined) return space;
  }
  return unknown;
}

function countedBy(
  node: ts.WhileStatement | ts.DoStatement,
  advance: ts.ExpressionStatement,
  { counter, step }: { counter: ts.Identifier; step: number },
  checker: ts.TypeChecker,
): CountedSpace | undefined {
  const induction = checker.getSymbolAtLocation(counter);
  if (induction === undefined || !isNumeric(checker.getTypeAtLocation(counter))) return undefined;
  const declaration = induction.valueDeclaration;
  // A variable of the body starts afresh in each iteration: it does not count them.
  if (declaration === undefined || (declaration.pos >= node.pos && declaration.end <= node.end)) return undefined;
  const bound = readCondition(node.expression, induction, checker);
  if (bound === undefined || !endsCount(bound.test, step)) return undefined;
  if (!isNumeric(checker.getTypeAtLocation(bound.end))) return undefined;
  const writes = findWrites(node, induction, checker);
  if (writes.length !== 1 || writes[0]!.pos < advance.pos || writes[0]!.end > advance.end) return undefined;
  if (mayPassOver(node.statement as ts.Block, advance)) return undefined;
  const start = valueBefore(node, induction, checker) ?? counterIn(node.expression, induction, checker);
  if (start === undefined) return undefined;
  return {
    form: "counted",
    induction,
    name: counter.text,
    declaredBy: "outside",
    start,
    step,
    update: advance.expression,
    beside: [],
    alsoAdvanced: [],
    stride: undefined,
    lead: 0,
    lag: 0,
    headConstants: [],
    alsoAssigned: [],
    advance,
    runsOnce: ts.isDoStatement(node),
    alsoEnds: [],
    ...bound,
  };
}

/**
 * The value that a statement further up in the same block gives the counter, with no other assignment in between: a whole number,
 * a sum of what never changes, or a length that is taken just before the loop.
 */
export function valueBefore(
  loop: ts.Statement,
  induction: ts.Symbol,
  checker: ts.TypeChecker,
): ts.Expression | undefined {
  const home = induction.valueDeclaration?.getSourceFile();
  if (home === undefined || findWrites(home, induction, checker).some((node) => isInClosure(node, induction))) return;
  const statement = ts.isLabeledStatement(loop.parent) ? loop.parent : loop;
  const block = statement.parent;
  const siblings: readonly ts.Statement[] = ts.isBlock(block) || ts.isSourceFile(block) ? block.statements : [];
  const last = siblings[siblings.indexOf(statement) - 1];
  for (const before of siblings.slice(0, siblings.indexOf(statement)).reverse()) {
    const value = assignedBy(before, induction, checker);
    if (value !== undefined) {
      const isSame = constantInteger(value, checker) !== undefined || isSettled(value, before === last, checker);
      return isSame ? value : undefined;
    }
    if (findWrites(before, induction, checker).length > 0) return undefined;
  }
  return undefined;
}

/** @param isJustBefore nothing is done between the assignment and the loop */
function isSettled(node: ts.Expression, isJustBefore: boolean, checker: ts.TypeChecker): boolean {
  const settled = (part: ts.Expression) => isSettled(part, isJustBefore, checker);
  if (ts.isNumericLiteral(node)) return true;
  if (ts.isParenthesizedExpression(node)) return settled(node.expression);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isSum = kind === ts.SyntaxKind.PlusToken || kind === ts.SyntaxKind.MinusToken;
    return (isSum || kind === ts.SyntaxKind.AsteriskToken) && settled(node.left) && settled(node.right);
  }
  if (ts.isPropertyAccessExpression(node)) {
    const isLength = node.name.text === "length" && isArrayLike(checker.getTypeAtLocation(node.expression), checker);
    return isJustBefore && isLength && isNeverAssigned(node.expression, checker);
  }
  return (checker.getTypeAtLocation(node).flags & ts.TypeFlags.NumberLike) !== 0 && isNeverAssigned(node, checker);
}

/** A constant, or a parameter that keeps its value. */
function isNeverAssigned(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined) return false;
  if (ts.isVariableDeclaration(declaration))
    return (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0 && ts.isIdentifier(declaration.name);
  return ts.isParameter(declaration) && findWrites(declaration.parent, symbol, checker).length === 0;
}

function assignedBy(node: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): ts.Expression | undefined {
  if (ts.isVariableStatement(node)) {
    // What stands beside it may assign to it, too: `let k = 0, first = (k += 3)`.
    if (findWrites(node, symbol, checker).length > 0) return undefined;
    return node.declarationList.declarations.find(({ name }) => checker.getSymbolAtLocation(name) === symbol)
      ?.initializer;
  }
  if (!ts.isExpressionStatement(node) || !ts.isBinaryExpression(node.expression)) return undefined;
  const { left, operatorToken, right } = node.expression;
  const isIt = operatorToken.kind === ts.SyntaxKind.EqualsToken && checker.getSymbolAtLocation(left) === symbol;
  return isIt ? right : undefined;
}

/** The assignment stands in another function than the declaration. */
function isInClosure(node: ts.Node, symbol: ts.Symbol): boolean {
  const functionAround = (at: ts.Node | undefined) => ts.findAncestor(at, ts.isFunctionLike);
  return functionAround(node) !== functionAround(symbol.valueDeclaration);
}

function counterIn(condition: ts.Expression, induction: ts.Symbol, checker: ts.TypeChecker): ts.Identifier | undefined {
  if (!ts.isBinaryExpression(condition)) return undefined;
  return [condition.left, condition.right].find(
    (side): side is ts.Identifier => ts.isIdentifier(side) && checker.getSymbolAtLocation(side) === induction,
  );
}

/** A `continue` of the loop, before the counter is advanced, skips that. */
function mayPassOver({ statements }: ts.Block, advance: ts.Statement): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return false;
    // A label may be that of the loop itself; and a `continue` without one belongs to the innermost loop.
    if (ts.isContinueStatement(node)) return node.label !== undefined || !isInInnerLoop(node);
    return ts.forEachChild(node, (child) => (visit(child) ? true : undefined)) ?? false;
  };
  const isInInnerLoop = (node: ts.Node): boolean => {
    for (let at = node.parent; !statements.includes(at as ts.Statement); at = at.parent)
      if (ts.isIterationStatement(at, false)) return true;
    return false;
  };
  return statements.slice(0, statements.indexOf(advance)).some((statement) => {
    if (ts.isContinueStatement(statement)) return true;
    return ts.isIterationStatement(statement, false) ? hasLabelledContinue(statement) : visit(statement);
  });
}

function hasLabelledContinue(root: ts.Node): boolean {
  if (ts.isContinueStatement(root)) return root.label !== undefined;
  return ts.forEachChild(root, (child) => (hasLabelledContinue(child) ? true : undefined)) ?? false;
}
