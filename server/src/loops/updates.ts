// What the incrementor of a `for` loop advances: the counter, by a constant or not, and variables beside it.
import { ts } from "ts-morph";
import { constantNumber, isAssignedAt } from "./iterationSpace.js";
import { preorder } from "./mentions.js";

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

/** `k += w--`: besides `k`, something else is another one in each iteration. */
export function changesMore(update: ts.Expression): boolean {
  const own = ts.isBinaryExpression(update) ? update.left : updated(update);
  return [...preorder(update)].some((node) => node !== own && isAssignedAt(node));
}

export interface Advanced {
  /** What the head itself declares. */
  readonly own: readonly ts.VariableDeclaration[];
  /** Mentions of variables from outside. */
  readonly others: readonly ts.Identifier[];
}

/** Whose the variables are that the updates advance; undefined where one is advanced twice, or no variable that could be followed. */
export function advancedBy(
  updates: readonly ts.Expression[],
  loop: ts.ForStatement,
  checker: ts.TypeChecker,
): Advanced | undefined {
  const own: ts.VariableDeclaration[] = [];
  const others: ts.Identifier[] = [];
  const seen = new Set<ts.Symbol>();
  for (const update of updates) {
    const name = updated(update)!;
    const symbol = checker.getSymbolAtLocation(name);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined || seen.has(symbol)) return undefined;
    seen.add(symbol);
    if (!ts.isVariableDeclaration(declaration)) return undefined;
    if (declaration.parent !== loop.initializer) others.push(name);
    else if (declaration.initializer === undefined) return undefined;
    else own.push(declaration);
  }
  return { own, others };
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
