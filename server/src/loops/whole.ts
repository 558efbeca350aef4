// Which expressions are certainly whole numbers, as far as the syntax tells.
import { ts } from "ts-morph";
import { isArrayLike } from "./findLoops.js";
import { constantInteger, findWrite } from "./iterationSpace.js";

/** A whole number that is not negative: a constant, or the length of an array or string. */
export function isCountOf(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const constant = constantInteger(node, checker);
  if (constant !== undefined) return constant >= 0;
  if (ts.isPropertyAccessExpression(node)) return isWhole(node, checker);
  const declaration = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node)?.valueDeclaration : undefined;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  const { initializer } = declaration;
  return (
    isConstant &&
    initializer !== undefined &&
    ts.isPropertyAccessExpression(initializer) &&
    isWhole(initializer, checker)
  );
}

/** True when the value is certainly a whole number, as far as the syntax tells. */
export function isWhole(node: ts.Expression, checker: ts.TypeChecker, depth = 8): boolean {
  if (depth === 0) return false;
  const whole = (part: ts.Expression) => isWhole(part, checker, depth - 1);
  if (ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node)) return whole(node.expression);
  if (constantInteger(node, checker) !== undefined) return true;
  if (ts.isPrefixUnaryExpression(node)) {
    if (node.operator === ts.SyntaxKind.TildeToken) return true;
    return (
      (node.operator === ts.SyntaxKind.MinusToken || node.operator === ts.SyntaxKind.PlusToken) && whole(node.operand)
    );
  }
  if (ts.isPropertyAccessExpression(node)) {
    const type = checker.getTypeAtLocation(node.expression);
    return node.name.text === "length" && (isArrayLike(type, checker) || (type.flags & ts.TypeFlags.StringLike) !== 0);
  }
  if (ts.isBinaryExpression(node)) {
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.PlusToken:
      case ts.SyntaxKind.MinusToken:
      case ts.SyntaxKind.AsteriskToken:
        return whole(node.left) && whole(node.right);
      case ts.SyntaxKind.BarToken:
      case ts.SyntaxKind.AmpersandToken:
      case ts.SyntaxKind.CaretToken:
      case ts.SyntaxKind.LessThanLessThanToken:
      case ts.SyntaxKind.GreaterThanGreaterThanToken:
      case ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken:
        return true;
      default:
        return false;
    }
  }
  if (ts.isCallExpression(node)) return /^Math\.(?:floor|ceil|round|trunc|imul|clz32)$/.test(node.expression.getText());
  return ts.isIdentifier(node) && isWholeVariable(node, checker, depth);
}

/** A constant with a whole value, or the counter of a loop that counts whole numbers. */
function isWholeVariable(node: ts.Identifier, checker: ts.TypeChecker, depth: number): boolean {
  const symbol = checker.getSymbolAtLocation(node);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  if (declaration.initializer === undefined) return false;
  const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  if (isConstant) return isWhole(declaration.initializer, checker, depth - 1);
  const loop = declaration.parent.parent;
  if (!ts.isForStatement(loop) || loop.initializer !== declaration.parent || loop.incrementor === undefined)
    return false;
  const { incrementor } = loop;
  const counts =
    ((ts.isPostfixUnaryExpression(incrementor) || ts.isPrefixUnaryExpression(incrementor)) &&
      ts.isIdentifier(incrementor.operand) &&
      incrementor.operand.text === node.text) ||
    (ts.isBinaryExpression(incrementor) &&
      incrementor.left.getText() === node.text &&
      (incrementor.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken ||
        incrementor.operatorToken.kind === ts.SyntaxKind.MinusEqualsToken) &&
      isWhole(incrementor.right, checker, depth - 1));
  const isChanged = findWrite(loop.statement, symbol, checker) !== undefined;
  return counts && !isChanged && isWhole(declaration.initializer, checker, depth - 1);
}
