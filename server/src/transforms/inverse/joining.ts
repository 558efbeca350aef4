// May kernel and commit take turns, iteration by iteration, where the call ran all kernels first? Only where neither sees it.
import { ts } from "ts-morph";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import { isCaptured, mentionsOf, preorder } from "../../loops/mentions.js";
import type { Commit } from "./shape.js";

/**
 * A commit that changes nothing but variables of its own function, and arrays, maps and objects made there, which nothing else
 * has seen yet and the kernel is not given. Where an iteration fails, nobody sees how far such a commit has come.
 * @param reads variables that the items and `env` are made of
 */
export function mayJoin(
  { body }: Commit,
  loop: ts.ForOfStatement,
  reads: ReadonlySet<ts.Symbol>,
  checker: ts.TypeChecker,
): boolean {
  const home = functionAround(loop);
  if (isInsideTry(loop, home)) return false;
  for (const node of preorder(body)) {
    if (ts.isReturnStatement(node) || ts.isThrowStatement(node) || ts.isAwaitExpression(node)) return false;
    if (ts.isYieldExpression(node) || ts.isFunctionLike(node) || ts.isNewExpression(node)) return false;
    if (ts.isTaggedTemplateExpression(node) || ts.isForOfStatement(node) || ts.isForInStatement(node)) return false;
    if (ts.isBreakOrContinueStatement(node) && (ts.isBreakStatement(node) || node.label !== undefined)) return false;
    if (ts.isCallExpression(node) && !isQuiet(node)) return false;
    const isTarget = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
    if (isTarget && isAssignedAt(node) && !isOwnPlace(node)) return false;
  }
  return true;

  /** `Math.f(…)` and methods of what the function made for itself: `out.push(…)`. */
  function isQuiet({ expression }: ts.CallExpression): boolean {
    if (!ts.isPropertyAccessExpression(expression)) return false;
    const { expression: receiver } = expression;
    if (!ts.isIdentifier(receiver)) return false;
    return receiver.text === "Math" || isOwnObject(receiver);
  }

  function isOwnPlace(node: ts.Expression): boolean {
    if (!ts.isIdentifier(node)) {
      let root: ts.Expression = node;
      while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root) || ts.isNonNullExpression(root))
        root = root.expression;
      // A place deeper down may belong to an object that came from elsewhere.
      const isDirect =
        (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) && node.expression === root;
      return isDirect && ts.isIdentifier(root) && isOwnObject(root);
    }
    const symbol = checker.getSymbolAtLocation(node);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined || reads.has(symbol)) return false;
    if (isWithin(declaration, loop)) return true;
    return isWithin(declaration, home) && !mentionsOf(symbol, home, checker).some((each) => isCaptured(each, home));
  }

  function isOwnObject(name: ts.Identifier): boolean {
    const symbol = checker.getSymbolAtLocation(name);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined || reads.has(symbol)) return false;
    if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return false;
    if ((declaration.parent.flags & ts.NodeFlags.Const) === 0 || !isMade(declaration.initializer, checker))
      return false;
    if (isWithin(declaration, loop)) return true;
    // Made anew each time that control comes to the loop, and nobody has been handed it before.
    return (
      declaration.parent.parent.parent === statementOf(loop).parent &&
      mentionsOf(symbol, home, checker).every((each) => each.pos >= loop.pos || each.parent === declaration)
    );
  }
}

function statementOf(loop: ts.Node): ts.Node {
  return ts.isLabeledStatement(loop.parent) ? loop.parent : loop;
}

function isMade(node: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0;
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0;
  if (ts.isNewExpression(node)) {
    const isNumber = (each: ts.Expression) =>
      (checker.getTypeAtLocation(each).flags & ts.TypeFlags.NumberLike) !== 0 && !ts.isCallExpression(each);
    // A typed array may lie over the memory that it is given; a number makes memory of its own.
    return (
      /^(?:Map|Set|Array|(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array)$/.test(node.expression.getText()) &&
      (node.arguments ?? []).every(isNumber)
    );
  }
  // `new Array(n).fill(0)`
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === "fill" &&
    node.arguments.every(ts.isNumericLiteral) &&
    isMade(node.expression.expression, checker)
  );
}

function isWithin(node: ts.Node, root: ts.Node): boolean {
  return root.getSourceFile() === node.getSourceFile() && root.pos <= node.pos && node.end <= root.end;
}

function functionAround(node: ts.Node): ts.Node {
  let at = node;
  while (at.parent !== undefined && !ts.isFunctionLike(at)) at = at.parent;
  return at;
}

function isInsideTry(node: ts.Node, home: ts.Node): boolean {
  for (let at = node; at !== home && at.parent !== undefined; at = at.parent) if (ts.isTryStatement(at)) return true;
  return false;
}
