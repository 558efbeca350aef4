// What a kernel finds in its `env`, as variables of the caller: most of them are there under the same name.
import { ts } from "ts-morph";
import { freeName } from "../support/text.js";
import type { CallSite } from "./callSite.js";
import { isAssignedIn, isMentionedIn } from "./kernelCode.js";

export interface EnvText {
  /** Statements before the loop. */
  readonly before: readonly string[];
  /** Statements at the head of each iteration: variables that the kernel changes for itself. */
  readonly inner: readonly string[];
  readonly names: ReadonlyMap<ts.Symbol, string>;
}

interface Surroundings {
  readonly checker: ts.TypeChecker;
  /** Text of the function that the call stands in. */
  readonly around: string;
  /** Names that the kernel gives to its own variables. */
  readonly own: ReadonlySet<string>;
  readonly end: string;
}

/** undefined: the two do not fit together part by part, so the kernel has to stay a function. */
export function envText({ kernel, env }: CallSite, { checker, around, own, end }: Surroundings): EnvText | undefined {
  const before: string[] = [];
  const inner: string[] = [];
  const names = new Map<ts.Symbol, string>();
  const parameter = kernel.parameters[1]?.name;
  if (parameter === undefined) return env === undefined || isPlain(env) ? { before, inner, names } : undefined;
  const isFree = (name: string) => freeName(name, around) === name;
  const fresh = (name: string) => freeName(name, around, kernel.getText(), [...names.values()].join(" "));

  function bind(name: ts.Identifier, value: ts.Expression): boolean {
    const symbol = checker.getSymbolAtLocation(name);
    if (symbol === undefined) return false;
    if (!isMentionedIn(symbol, kernel.body, checker)) return isPlain(value);
    const text = value.getText();
    if (isAssignedIn(symbol, kernel.body, checker)) {
      const local = isFree(name.text) && !names.has(symbol) ? name.text : fresh(name.text);
      if (!isPlain(value)) return false;
      names.set(symbol, local);
      inner.push(`let ${local} = ${text}${end}`);
      return true;
    }
    if (ts.isIdentifier(value) && (text === name.text || !own.has(text))) {
      names.set(symbol, text);
      return true;
    }
    const local = isFree(name.text) ? name.text : fresh(name.text);
    names.set(symbol, local);
    before.push(`const ${local} = ${text}${end}`);
    return true;
  }

  if (env === undefined) return undefined;
  if (ts.isIdentifier(parameter)) return bind(parameter, env) ? { before, inner, names } : undefined;
  if (!ts.isObjectBindingPattern(parameter) || !ts.isObjectLiteralExpression(env)) return undefined;
  const values = new Map<string, ts.Expression>();
  for (const property of env.properties) {
    if (ts.isShorthandPropertyAssignment(property)) values.set(property.name.text, property.name);
    else if (ts.isPropertyAssignment(property) && ts.isIdentifier(property.name))
      values.set(property.name.text, property.initializer);
    else return undefined;
  }
  for (const element of parameter.elements) {
    const key = element.propertyName ?? element.name;
    if (!ts.isIdentifier(key) || !ts.isIdentifier(element.name)) return undefined;
    const value = values.get(key.text);
    values.delete(key.text);
    if (value === undefined || element.initializer || element.dotDotDotToken || !bind(element.name, value))
      return undefined;
  }
  return [...values.values()].every(isPlain) ? { before, inner, names } : undefined;
}

/** Evaluating it, or not, or later, makes no difference that anybody sees. */
export function isPlain(node: ts.Expression): boolean {
  if (ts.isIdentifier(node) || ts.isLiteralExpression(node) || node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return true;
  if (ts.isPropertyAccessExpression(node)) return isPlain(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return ts.isNumericLiteral(node.operand);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isPlain);
  if (ts.isObjectLiteralExpression(node))
    return node.properties.every(
      (property) =>
        ts.isShorthandPropertyAssignment(property) ||
        (ts.isPropertyAssignment(property) && isPlain(property.initializer)),
    );
  return (
    ts.isBinaryExpression(node) &&
    /^[-+*]$/.test(node.operatorToken.getText()) &&
    isPlain(node.left) &&
    isPlain(node.right)
  );
}
