// What the incrementor of a `for` loop advances: the counter, by a constant or not, and variables beside it.
import { ts } from "ts-morph";
import { constantNumber } from "./iterationSpace.js";

/** `i++, j--` are two. */
export function updatesOf(node: ts.Expression): readonly ts.Expression[] {
  const isList = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken;
  return isList ? [...updatesOf(node.left), ...updatesOf(node.right)] : [node];
}

/** `j++`, `--j`, `j += w`, `j -= 2`. */
export function isUpdate(node: ts.Expression): boolean {
  return updated(node) !== undefined;
}

export function updated(node: ts.Expression): ts.Identifier | undefined {
  if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) {
    const changes = node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
    return changes && ts.isIdentifier(node.operand) ? node.operand : undefined;
  }
  if (!ts.isBinaryExpression(node) || !ts.isIdentifier(node.left)) return undefined;
  const { kind } = node.operatorToken;
  return kind === ts.SyntaxKind.PlusEqualsToken || kind === ts.SyntaxKind.MinusEqualsToken ? node.left : undefined;
}

/** What the head declares of the variables that the updates advance; undefined where one is not declared in it, or advanced twice. */
export function declarationsOf(
  updates: readonly ts.Expression[],
  { initializer }: ts.ForStatement,
  checker: ts.TypeChecker,
): readonly ts.VariableDeclaration[] | undefined {
  const declared =
    initializer !== undefined && ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
  const found = new Set<ts.VariableDeclaration>();
  for (const update of updates) {
    const symbol = checker.getSymbolAtLocation(updated(update)!);
    const declaration = declared.find(
      (each) => symbol !== undefined && checker.getSymbolAtLocation(each.name) === symbol,
    );
    if (declaration?.initializer === undefined || found.has(declaration)) return undefined;
    found.add(declaration);
  }
  return [...found];
}

/** `i += channels`, `i -= 2 * width`. */
export function readStride(
  node: ts.Expression,
  checker: ts.TypeChecker,
): { counter: ts.Identifier; step: number; stride: ts.Expression } | undefined {
  if (!ts.isBinaryExpression(node) || !ts.isIdentifier(node.left)) return undefined;
  const { kind } = node.operatorToken;
  if (kind !== ts.SyntaxKind.PlusEqualsToken && kind !== ts.SyntaxKind.MinusEqualsToken) return undefined;
  // What is a constant, but no whole number, counts no whole numbers.
  if (constantNumber(node.right, checker) !== undefined) return undefined;
  if ((checker.getTypeAtLocation(node.right).flags & ts.TypeFlags.NumberLike) === 0) return undefined;
  return { counter: node.left, step: kind === ts.SyntaxKind.PlusEqualsToken ? 1 : -1, stride: node.right };
}
