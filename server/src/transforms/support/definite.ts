// Whether an expression has a value other than `undefined`, whatever its type says: an element behind the end of an array, or a
// field that nobody has set, has the type of the others.
import { ts } from "ts-morph";
import { returnedBy } from "../../accesses/refs.js";
import { bare, functionOf, unalias, valueSymbol } from "../../accesses/types.js";
import { findWrites } from "../../loops/iterationSpace.js";

const deepest = 6;

/** True when the value is never `undefined`. O(nodes of the expression, of the functions that it calls, and of their variables). */
export function isDefinite(expression: ts.Expression, checker: ts.TypeChecker, depth = 0): boolean {
  const node = bare(expression);
  if (depth > deepest) return false;
  const both = (...parts: readonly ts.Expression[]) => parts.every((part) => isDefinite(part, checker, depth + 1));
  if (ts.isBinaryExpression(node)) {
    switch (node.operatorToken.kind) {
      case ts.SyntaxKind.BarBarToken:
      case ts.SyntaxKind.QuestionQuestionToken:
      case ts.SyntaxKind.CommaToken:
      case ts.SyntaxKind.EqualsToken:
        return both(node.right);
      case ts.SyntaxKind.AmpersandAmpersandToken:
        return both(node.left, node.right);
      case ts.SyntaxKind.BarBarEqualsToken:
      case ts.SyntaxKind.AmpersandAmpersandEqualsToken:
      case ts.SyntaxKind.QuestionQuestionEqualsToken:
        return false;
      default:
        return true;
    }
  }
  if (ts.isConditionalExpression(node)) return both(node.whenTrue, node.whenFalse);
  if (ts.isIdentifier(node)) return isDefiniteVariable(node, checker, depth);
  if (ts.isCallExpression(node)) return isDefiniteCall(node, checker, depth);
  if (ts.isPropertyAccessExpression(node)) return node.name.text === "length" && node.questionDotToken === undefined;
  return (
    ts.isLiteralExpression(node) ||
    ts.isTemplateExpression(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    ts.isTypeOfExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isArrayLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  );
}

/** A variable that is set where it is declared, and to nothing else that could be `undefined`. */
function isDefiniteVariable(node: ts.Identifier, checker: ts.TypeChecker, depth: number): boolean {
  const symbol = valueSymbol(node, checker);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  if (!ts.isIdentifier(declaration.name) || declaration.initializer === undefined) return false;
  if (!isDefinite(declaration.initializer, checker, depth + 1)) return false;
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0) return true;
  const scope = ts.findAncestor(declaration, (at) => ts.isFunctionLike(at) || ts.isSourceFile(at));
  return findWrites(scope ?? declaration.getSourceFile(), symbol, checker).every(({ parent }) => {
    if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return true;
    return ts.isBinaryExpression(parent) && isDefinite(parent, checker, depth + 1);
  });
}

/** A function whose every `return` has a value; of the library, what makes numbers and words. */
function isDefiniteCall({ expression }: ts.CallExpression, checker: ts.TypeChecker, depth: number): boolean {
  const callee = bare(expression);
  if (/^(?:Math\.\w+|Number|String|Boolean|parseInt|parseFloat)$/.test(callee.getText())) return true;
  const symbol = ts.isIdentifier(callee) ? valueSymbol(callee, checker) : undefined;
  const declaration = symbol && functionOf(unalias(symbol, checker), checker);
  if (declaration?.body === undefined) return false;
  const [signature] = checker.getSignaturesOfType(checker.getTypeAtLocation(callee), ts.SignatureKind.Call);
  const type = signature && checker.getReturnTypeOfSignature(signature);
  // The compiler has seen that the end of the function is not reached.
  if (type === undefined || mayBeUndefined(type)) return false;
  const returned = returnedBy(declaration);
  return returned.length > 0 && returned.every((value) => isDefinite(value, checker, depth + 1));
}

/** As far as the type tells. */
export function mayBeUndefined(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.some(mayBeUndefined);
  return (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void | ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
}
