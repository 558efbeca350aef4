// Getters of classes: reading such a property is a call.
import { ts } from "ts-morph";
import { isAssignedAt } from "../loops/iterationSpace.js";
import type { Ref } from "./access.js";
import type { AccessContext } from "./context.js";
import { isReplaceable } from "./dispatch.js";
import { isAccessor } from "./expressions.js";
import { anywhere } from "./handedSubscripts.js";
import type { Region } from "./region.js";
import { isPrimitive } from "./types.js";

/**
 * The getter of the program that reading the property runs, where it can be only one and what it answers is a primitive;
 * undefined for any other property, accessor or not.
 */
export function getterOf(node: ts.Node, context: AccessContext): ts.GetAccessorDeclaration | undefined {
  if (!ts.isPropertyAccessExpression(node) || !isAccessor(node, context) || isAssignedAt(node)) return undefined;
  const declarations = context.checker.getSymbolAtLocation(node.name)?.declarations ?? [];
  const getters = declarations.filter(ts.isGetAccessor);
  const [declaration] = getters;
  if (declaration?.body === undefined || getters.length > 1) return undefined;
  // Of a union of types the others may have a plain field.
  if (declarations.some((each) => each.parent !== declaration.parent)) return undefined;
  if (isReplaceable(declaration, context)) return undefined;
  return isPrimitive(context.checker.getTypeAtLocation(node)) ? declaration : undefined;
}

/**
 * What is found at the property, and the objects that variables around a getter of the program hold, where it answers with one:
 * `get row() { return row; }`.
 */
export function withAnswers(node: ts.PropertyAccessExpression, found: readonly Ref[], region: Region): readonly Ref[] {
  const { checker, summaries } = region.context;
  const symbol = checker.getSymbolAtLocation(node.name);
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Accessor) === 0) return found;
  const getters = (symbol.declarations ?? []).filter(ts.isGetAccessor).filter(({ body }) => body !== undefined);
  const answers = getters.flatMap((getter) =>
    summaries.of(getter).returns.flatMap(({ root, path }) => {
      const refs = root.kind === "variable" ? region.variableOrigins(root.symbol) : [];
      return path.reduce<readonly Ref[]>((at, step) => region.follow(at, anywhere(step), undefined), refs);
    }),
  );
  return [...found, ...answers];
}
