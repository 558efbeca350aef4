// What an expression is declared to be, told without following the flow of control or choosing among overloads.
import { ts } from "ts-morph";
import { isJavaScript } from "../workspace/gifts.js";
import { methodKinds } from "./loop.js";

/** Constants are looked through so often. */
const mostSteps = 12;

/**
 * The type that a variable, a field or the result of a function is declared with, of which what is there at one place may be a
 * part: known in a fraction of the time that `getTypeAtLocation` takes. What a function is generic in is left open. Undefined where
 * that takes more than names, and in JavaScript. O(length of the expression, and of what constants in it are set to).
 */
export function declaredType(node: ts.Expression, checker: ts.TypeChecker, steps = mostSteps): ts.Type | undefined {
  if (isJavaScript(node) || steps === 0) return undefined;
  const typeIn = (inner: ts.Expression) => declaredType(inner, checker, steps - 1);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return checker.getTypeAtLocation(node);
  if (ts.isParenthesizedExpression(node)) return typeIn(node.expression);
  if (ts.isIdentifier(node)) return ofVariable(checker.getSymbolAtLocation(node));
  if (ts.isCallExpression(node)) return resultOf(typeIn(node.expression));
  if (ts.isAwaitExpression(node)) return awaited(typeIn(node.expression));
  if (!ts.isPropertyAccessExpression(node) || node.questionDotToken !== undefined) return undefined;
  const holder = typeIn(node.expression);
  return holder === undefined ? undefined : ofSymbol(checker.getPropertyOfType(holder, node.name.text));

  function ofSymbol(symbol: ts.Symbol | undefined): ts.Type | undefined {
    return symbol?.valueDeclaration === undefined ? undefined : checker.getTypeOfSymbol(symbol);
  }

  function ofVariable(symbol: ts.Symbol | undefined): ts.Type | undefined {
    const at = symbol?.valueDeclaration;
    if (at === undefined || !(ts.isVariableDeclaration(at) || ts.isParameter(at)) || at.type !== undefined)
      return ofSymbol(symbol);
    if (at.initializer === undefined) return elementFor(at) ?? ofSymbol(symbol);
    // Where a parameter has a default, what it is handed decides.
    return (ts.isVariableDeclaration(at) ? typeIn(at.initializer) : undefined) ?? ofSymbol(symbol);
  }

  /** What an array method hands to the function that is written in its call. */
  function elementFor(at: ts.Node): ts.Type | undefined {
    const call = at.parent.parent;
    if (!ts.isParameter(at) || !ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression))
      return undefined;
    const isFirst =
      call.arguments[0] === at.parent && at.parent.parameters[0] === at && at.dotDotDotToken === undefined;
    const method = call.expression.name.text;
    if (!isFirst || !methodKinds.has(method) || method === "reduce") return undefined;
    const list = typeIn(call.expression.expression);
    return list !== undefined && checker.isArrayType(list)
      ? checker.getTypeArguments(list as ts.TypeReference)[0]
      : undefined;
  }

  /** What all overloads give back: one type, or arrays (`filter`). */
  function resultOf(callee: ts.Type | undefined): ts.Type | undefined {
    const signatures = callee?.getCallSignatures() ?? [];
    if (!signatures.every(({ declaration }) => declaration?.type !== undefined)) return undefined;
    const results = new Set(signatures.map((signature) => signature.getReturnType()));
    const [last] = [...results].slice(-1);
    return results.size === 1 || [...results].every((type) => checker.isArrayType(type)) ? last : undefined;
  }

  function awaited(type: ts.Type | undefined): ts.Type | undefined {
    if (type?.symbol?.name !== "Promise") return undefined;
    return checker.getTypeArguments(type as ts.TypeReference)[0];
  }
}
