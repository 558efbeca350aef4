// What a table holds before a loop combines into it, and what is known of its subscripts and of what is added.
import { ts } from "ts-morph";
import { bare } from "../../accesses/types.js";
import { isTypedArray, typedArrays } from "../../loops/findLoops.js";
import { constantInteger } from "../../loops/iterationSpace.js";
import { isCaptured, mentionsOf } from "../../loops/mentions.js";
import type { TransformContext } from "../transform.js";

/**
 * What the variable is declared with, where that is done before every run of the loop, and nothing names it in between.
 * O(mentions of the variable)
 */
export function madeBefore(
  symbol: ts.Symbol,
  { analysis, checker, sourceFile }: TransformContext,
): ts.Expression | undefined {
  const { node, container } = analysis.loop;
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined;
  const isExported = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
  if (isExported || declaration.getSourceFile() !== sourceFile || declaration.end > node.pos) return undefined;
  const block = declaration.parent.parent.parent;
  for (let at: ts.Node = node; at.parent !== block; at = at.parent)
    if (at.parent === undefined || ts.isIterationStatement(at.parent, false) || ts.isFunctionLike(at.parent))
      return undefined;
  // What is named behind the loop, by code that is executed there.
  const isLater = (name: ts.Node) => node.end <= name.pos && !isCaptured(name, container);
  const isHarmless = (name: ts.Node) =>
    name === declaration.name || (node.pos <= name.pos && name.end <= node.end) || isLater(name);
  return mentionsOf(symbol, sourceFile, checker).every(isHarmless) ? declaration.initializer : undefined;
}

/** Zeros, or nothing so far. */
export function isMadeOfZeros(made: ts.Expression | undefined, checker: ts.TypeChecker): boolean {
  if (made === undefined) return false;
  const value = bare(made);
  if (ts.isArrayLiteralExpression(value)) return value.elements.every((each) => isWholeLiteral(each));
  if (/^(?:\{\}|Object\.create\(null\))$/.test(value.getText())) return true;
  if (ts.isNewExpression(value) && value.expression.getText() === "Map") return (value.arguments?.length ?? 0) === 0;
  return lengthText(made, checker) !== undefined;
}

/** What the table is made as has no other name, and shares no memory. */
export function isNew(made: ts.Expression | undefined, checker: ts.TypeChecker): boolean {
  if (made === undefined || isMadeOfZeros(made, checker)) return made !== undefined;
  const value = bare(made);
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) return false;
  const { expression, name } = value.expression;
  const isMaker = name.text === "from" || name.text === "of";
  return isMaker && ts.isIdentifier(expression) && typedArrays.has(expression.text);
}

/**
 * The length of a typed array or an array full of zeros, where it is made: `new Uint32Array(256)`, `new Array(n).fill(0)`,
 * `Array.from({ length: n }, () => 0)`.
 */
export function lengthText(made: ts.Expression, checker: ts.TypeChecker): ts.Expression | undefined {
  const value = bare(made);
  if (ts.isNewExpression(value) && isTypedArray(checker.getTypeAtLocation(value))) {
    const [size, more] = value.arguments ?? [];
    return size !== undefined && more === undefined && isNumber(size, checker) ? size : undefined;
  }
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) return undefined;
  const [first, second] = value.arguments;
  const receiver = bare(value.expression.expression);
  if (value.expression.name.text === "fill") {
    const isArray =
      (ts.isNewExpression(receiver) || ts.isCallExpression(receiver)) && receiver.expression.getText() === "Array";
    const size = isArray ? receiver.arguments?.[0] : undefined;
    const isWhole = isArray && receiver.arguments?.length === 1 && value.arguments.length === 1;
    return isWhole && first !== undefined && isWholeLiteral(first) && isNumber(size!, checker) ? size : undefined;
  }
  if (value.expression.getText() !== "Array.from" || first === undefined || second === undefined) return undefined;
  const length =
    ts.isObjectLiteralExpression(first) && first.properties.length === 1 ? first.properties[0]! : undefined;
  const isZero = ts.isArrowFunction(second) && !ts.isBlock(second.body) && isWholeLiteral(second.body);
  const isLength = length !== undefined && ts.isPropertyAssignment(length) && length.name.getText() === "length";
  return isZero && isLength && isNumber(length.initializer, checker) ? length.initializer : undefined;
}

/** The length that an array is made with, where the compiler would know it. */
export function lengthMade(made: ts.Expression, checker: ts.TypeChecker): number | undefined {
  const value = bare(made);
  if (ts.isArrayLiteralExpression(value)) return value.elements.length;
  const length = lengthText(made, checker);
  return length && constantInteger(length, checker);
}

function isNumber(node: ts.Expression, checker: ts.TypeChecker): boolean {
  return (checker.getTypeAtLocation(node).flags & ts.TypeFlags.NumberLike) !== 0;
}

function isWholeLiteral(node: ts.Node): boolean {
  const value = ts.isExpression(node) ? bare(node) : node;
  return ts.isNumericLiteral(value) && Number.isInteger(Number(value.text)) && Number(value.text) < 2 ** 32;
}

/** The largest value of an expression that is a whole number and never negative. */
export function largest(expression: ts.Expression, checker: ts.TypeChecker): number | undefined {
  const node = bare(expression);
  const constant = constantInteger(node, checker);
  if (constant !== undefined) return constant < 0 ? undefined : constant;
  if (ts.isConditionalExpression(node)) {
    const [one, other] = [largest(node.whenTrue, checker), largest(node.whenFalse, checker)];
    return one === undefined || other === undefined ? undefined : Math.max(one, other);
  }
  if (ts.isBinaryExpression(node)) {
    const { left, right, operatorToken } = node;
    const [a, b] = [largest(left, checker), largest(right, checker)];
    switch (operatorToken.kind) {
      case ts.SyntaxKind.AmpersandToken:
        return isMask(a) ? a : isMask(b) ? b : undefined;
      case ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken:
        return b !== undefined && b < 32
          ? Math.floor((a !== undefined && a < 2 ** 32 ? a : 2 ** 32 - 1) / 2 ** b)
          : undefined;
      case ts.SyntaxKind.GreaterThanGreaterThanToken:
        return isMask(a) && b !== undefined && b < 32 ? a >> b : undefined;
      case ts.SyntaxKind.PlusToken:
        return a !== undefined && b !== undefined && a + b < 2 ** 50 ? a + b : undefined;
      case ts.SyntaxKind.AsteriskToken:
        return a !== undefined && b !== undefined && a * b < 2 ** 50 ? a * b : undefined;
      case ts.SyntaxKind.PercentToken:
        return a !== undefined && b !== undefined && isLiteral(right) && 0 < b ? Math.min(a, b - 1) : undefined;
      default:
        return undefined;
    }
  }
  return ts.isIdentifier(node) ? largestOfVariable(node, checker) : undefined;
}

/** What `&` with it cannot exceed. */
function isMask(value: number | undefined): value is number {
  return value !== undefined && value < 2 ** 31;
}

function isLiteral(node: ts.Expression): boolean {
  return ts.isNumericLiteral(bare(node));
}

function largestOfVariable(node: ts.Identifier, checker: ts.TypeChecker): number | undefined {
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return undefined;
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return undefined;
  if (declaration.initializer !== undefined) return largest(declaration.initializer, checker);
  const over = elementOf(declaration, checker);
  const size = over && /^Uint(8|16|32)(?:Clamped)?Array$/.exec(over.symbol.name)?.[1];
  return size === undefined ? undefined : 2 ** Number(size) - 1;
}

/** The type of the typed array whose element the constant of a `for…of` loop is. */
function elementOf(declaration: ts.VariableDeclaration, checker: ts.TypeChecker): ts.Type | undefined {
  const statement = declaration.parent.parent;
  if (!ts.isForOfStatement(statement)) return undefined;
  const type = checker.getTypeAtLocation(statement.expression);
  return isTypedArray(type) ? type : undefined;
}

/** A whole number of at most 32 bits, or a few more, whatever the run does. */
export function isSurelyWhole(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = bare(expression);
  const constant = constantInteger(node, checker);
  if (constant !== undefined) return Math.abs(constant) < 2 ** 32;
  if (largest(node, checker) !== undefined) return true;
  if (ts.isConditionalExpression(node))
    return isSurelyWhole(node.whenTrue, checker) && isSurelyWhole(node.whenFalse, checker);
  if (ts.isPrefixUnaryExpression(node)) {
    if (node.operator === ts.SyntaxKind.TildeToken) return true;
    return node.operator === ts.SyntaxKind.MinusToken && isSurelyWhole(node.operand, checker);
  }
  if (ts.isBinaryExpression(node)) {
    const { left, right, operatorToken } = node;
    // A sum or difference of two is exact.
    if (operatorToken.kind === ts.SyntaxKind.PlusToken || operatorToken.kind === ts.SyntaxKind.MinusToken)
      return [left, right].every((each) => isSurelyWhole(each, checker) && !ts.isBinaryExpression(bare(each)));
    return isOfBits(operatorToken.kind);
  }
  if (ts.isCallExpression(node)) return /^Math\.(?:imul|clz32)$/.test(node.expression.getText());
  if (!ts.isIdentifier(node)) return false;
  const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) return false;
  if (declaration.initializer !== undefined) return isSurelyWhole(declaration.initializer, checker);
  const over = elementOf(declaration, checker);
  return over !== undefined && /^U?[Ii]nt\d+(?:Clamped)?Array$/.test(over.symbol.name);
}

function isOfBits(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.BarToken ||
    kind === ts.SyntaxKind.AmpersandToken ||
    kind === ts.SyntaxKind.CaretToken ||
    kind === ts.SyntaxKind.LessThanLessThanToken ||
    kind === ts.SyntaxKind.GreaterThanGreaterThanToken ||
    kind === ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken
  );
}

/** Nothing shows that it is none: an element of an array of whole numbers, or a number of whose origin nothing is known. */
export function isPerhapsWhole(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = bare(expression);
  if (ts.isElementAccessExpression(node)) {
    const type = checker.getTypeAtLocation(node.expression);
    return isTypedArray(type) && /^U?[Ii]nt\d+(?:Clamped)?Array$/.test(type.symbol.name);
  }
  return ts.isCallExpression(node) && /^Math\.(?:floor|round|trunc|ceil)$/.test(node.expression.getText());
}
