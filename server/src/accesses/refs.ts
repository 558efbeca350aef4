// Small answers about single expressions and steps, from which a region puts its references together.
import { ts } from "ts-morph";
import type { Ref, Step } from "./access.js";
import { typesDiffer } from "./shapes.js";
import { bare, isPrimitive } from "./types.js";

export function unknownRef(node: ts.Node): Ref {
  return { root: { kind: "unknown", node }, path: [], type: undefined };
}

/** Expressions whose value is a primitive whatever the operands are. */
export function isPlainValue(node: ts.Expression): boolean {
  return (
    (ts.isLiteralExpression(node) && !ts.isRegularExpressionLiteral(node)) ||
    ts.isTemplateExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    ts.isTypeOfExpression(node) ||
    ts.isVoidExpression(node) ||
    ts.isDeleteExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  );
}

/** The value is a primitive. What the syntax tells is not asked of the compiler, which would look at all that is inside. */
export function isPrimitiveValue(node: ts.Expression, checker: ts.TypeChecker): boolean {
  if (isPlainValue(node)) return true;
  if (isAllocation(node) || ts.isNewExpression(node)) return false;
  return isPrimitive(checker.getTypeAtLocation(node));
}

/** Expressions that make a new object where they stand. */
export function isAllocation(node: ts.Expression): boolean {
  return (
    ts.isArrayLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isClassExpression(node) ||
    ts.isRegularExpressionLiteral(node)
  );
}

export function propertyStep(name: string): Step {
  return { kind: "property", name };
}

/** `a["x"]` is a property; `a[i]` an element; `a[key]` with a key that is no number may be anything directly inside. */
export function elementStep(index: ts.Expression, checker: ts.TypeChecker): Step {
  const inner = bare(index);
  if (ts.isStringLiteralLike(inner)) return { kind: "property", name: inner.text };
  const type = checker.getTypeAtLocation(inner);
  return (type.flags & ts.TypeFlags.NumberLike) !== 0 ? { kind: "element", index: inner } : { kind: "anything" };
}

export function propertyName(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : undefined;
}

export function receiverOf(call: ts.CallExpression | ts.NewExpression): ts.Expression | undefined {
  const callee = bare(call.expression);
  return ts.isCallExpression(call) && (ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee))
    ? callee.expression
    : undefined;
}

/** The expressions that a function literal can return. */
export function returnedBy(declaration: ts.FunctionLikeDeclaration): readonly ts.Expression[] {
  const body = declaration.body;
  if (body === undefined) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** The expressions one of which the value of a conditional or binary expression is, if it is an object; undefined for others. */
export function choicesOf(node: ts.Expression): readonly ts.Expression[] | undefined {
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  if (!ts.isBinaryExpression(node)) return undefined;
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.EqualsToken:
    case ts.SyntaxKind.CommaToken:
      return [node.right];
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarEqualsToken:
    case ts.SyntaxKind.AmpersandAmpersandEqualsToken:
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
      return [node.left, node.right];
    default:
      return [];
  }
}

/** The object may be the one that the expression makes; what is unknown may be any of its type. */
export function mayBeMadeAt({ root, type }: Ref, made: ts.Node, checker: ts.TypeChecker): boolean {
  if (root.kind === "fresh") return root.node === made;
  if (root.kind !== "unknown") return false;
  return type === undefined || !ts.isExpression(made) || !typesDiffer(type, checker.getTypeAtLocation(made), checker);
}
