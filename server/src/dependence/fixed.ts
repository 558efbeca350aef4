// Values that nothing changes after they have been read.
import { ts } from "ts-morph";
import { valueSymbol } from "../accesses/types.js";
import { findWrites, iterationSpace } from "../loops/iterationSpace.js";

/** Nothing changes the value after the head of the loop has read it: literals, constants, counters of loops. */
export function isFixed(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  return namesBelow(expression).every((name) => {
    if (ts.isPropertyAccessExpression(name.parent)) return false;
    const symbol = valueSymbol(name, checker);
    const declaration = symbol?.valueDeclaration;
    if (symbol === undefined || declaration === undefined) return false;
    if (findWrites(declaration.getSourceFile(), symbol, checker).length === 0) return true;
    const holder = declaration.parent?.parent;
    if (holder === undefined || !ts.isForStatement(holder)) return false;
    const space = iterationSpace(holder, checker);
    return space.form === "counted" && space.induction === symbol && space.declaredBy === "loop";
  });
}

/** Every name in the code, in text order. */
export function namesBelow(root: ts.Node): readonly ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}
