// Values of no type that are surely no memory which others may look into, by the way that leads to where they are used.
import { ts } from "ts-morph";
import { findWrites } from "../loops/iterationSpace.js";
import { choicesOf, isPlainValue } from "./refs.js";
import { bare, isNumber } from "./types.js";

/**
 * True for what an operator has made (`n + 1`), a `length`, and a constant that is one of these; and for `n` in the body of
 * `for (let i = 0; i < n; i++)`, where `n` never changes: no number is less than a buffer, or greater, so that the body would
 * not run (ECMA-262, 13.10: a buffer becomes the text `[object ArrayBuffer]`, and that is no number).
 * O(depth of the code + mentions of the name).
 */
export function hasBeenCounted(value: ts.Expression, checker: ts.TypeChecker): boolean {
  const name = bare(value);
  if (isComputed(name)) return true;
  if (!ts.isIdentifier(name)) return false;
  const symbol = checker.getSymbolAtLocation(name);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined) return false;
  if (isConstant(declaration) && declaration.initializer !== undefined && isComputed(bare(declaration.initializer)))
    return true;
  const isNamed = (side: ts.Expression) => {
    const inner = bare(side);
    return ts.isIdentifier(inner) && inner.text === name.text && checker.getSymbolAtLocation(inner) === symbol;
  };
  const isNumberAt = (side: ts.Expression) => isNumber(checker.getTypeAtLocation(side));
  const isCompared = (condition: ts.Expression | undefined): boolean => {
    const inner = condition === undefined ? undefined : bare(condition);
    if (inner === undefined || !ts.isBinaryExpression(inner)) return false;
    const { left, right, operatorToken } = inner;
    if (operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return isCompared(left) || isCompared(right);
    if (!compares.has(operatorToken.kind)) return false;
    // Two texts are compared letter by letter.
    return (isNamed(left) && isNumberAt(right)) || (isNamed(right) && isNumberAt(left));
  };
  for (let at: ts.Node = name; !ts.isSourceFile(at); at = at.parent) {
    const { parent } = at;
    const isRun =
      (ts.isForStatement(parent) && parent.statement === at && isCompared(parent.condition)) ||
      (ts.isWhileStatement(parent) && parent.statement === at && isCompared(parent.expression));
    if (isRun) {
      const writes = findWrites(declaration.getSourceFile(), symbol, checker);
      return writes.every((write) => write.parent === declaration);
    }
  }
  return false;
}

function isComputed(node: ts.Expression): boolean {
  return isPlainValue(node) || choicesOf(node)?.length === 0 || isLength(node);
}

/** That nobody calls a buffer so is believed. */
function isLength(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === "length";
}

function isConstant(declaration: ts.Declaration): declaration is ts.VariableDeclaration {
  return ts.isVariableDeclaration(declaration) && (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
}

const compares: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);
