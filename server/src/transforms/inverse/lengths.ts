// Whether the lengths of arrays outlast what a loop does with the results of a call.
import { ts } from "ts-morph";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import { preorder } from "../../loops/mentions.js";

const resizing: ReadonlySet<string> = new Set(["pop", "push", "shift", "splice", "unshift"]);

/**
 * The loop over the results may change the length of an array that others know, too: it calls a function of the program, or one
 * that takes out or adds. What it collects in an array that is made empty where it is declared is nobody else's. O(nodes).
 * @param results the call whose results the loop goes through
 */
export function changesLengths(results: ts.Expression, checker: ts.TypeChecker): boolean {
  let at: ts.Node = results;
  while (!ts.isStatement(at)) at = at.parent;
  if (!ts.isForOfStatement(at) || results.pos < at.expression.pos || at.expression.end < results.end) return false;
  return [...preorder(at.statement)].some((node) => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === "length") return isAssignedAt(node);
    if (!ts.isCallExpression(node)) return false;
    const { expression } = node;
    if (!ts.isPropertyAccessExpression(expression)) return true;
    if (resizing.has(expression.name.text)) return !isMadeEmpty(expression.expression, checker);
    return !isOfLibrary(expression, checker);
  });
}

function isMadeEmpty(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const declaration = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node)?.valueDeclaration : undefined;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration)) return false;
  const { initializer } = declaration;
  return initializer !== undefined && ts.isArrayLiteralExpression(initializer) && initializer.elements.length === 0;
}

function isOfLibrary(node: ts.PropertyAccessExpression, checker: ts.TypeChecker): boolean {
  const declarations = checker.getSymbolAtLocation(node.name)?.declarations ?? [];
  return (
    declarations.length > 0 && declarations.every((each) => /\blib\.[\w.]*d\.ts$/.test(each.getSourceFile().fileName))
  );
}
