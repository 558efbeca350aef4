// Functions of the program that the language runs without a call being written: conversions to a primitive, `toJSON`, getters
// of objects that are copied or printed, iterators.
import { ts } from "ts-morph";
import type { Hook } from "./builtins/row.js";
import { isLibraryDeclaration } from "./builtins.js";
import type { AccessContext } from "./context.js";
import { isKnownIterable } from "./expressions.js";
import { isOpaque, isPrimitive } from "./types.js";

const names: Readonly<Record<Exclude<Hook, "iterator">, RegExp>> = {
  text: /^(?:valueOf|toString|toLocaleString|__@toPrimitive.*)$/,
  json: /^(?:toJSON)$/,
  getters: /^$/,
};
/** Types inside of types deeper than this are not looked at: nobody declares hooks there and everybody recursive types. */
const deepest = 4;

/**
 * The declarations of the program that run when the library applies `hook` to a value of this type, or to what it holds.
 * `iterator`: the declaration of the type itself when going through it may run code of the program.
 */
export function hooksOf(type: ts.Type, hook: Hook, context: AccessContext): readonly ts.Declaration[] {
  if (hook === "iterator") return iteratorOf(type, context);
  const found = new Set<ts.Declaration>();
  const seen = new Set<ts.Type>();
  visit(type, 0);
  return [...found];

  function visit(at: ts.Type, depth: number): void {
    if (depth > deepest || seen.has(at) || isPrimitive(at) || isOpaque(at)) return;
    seen.add(at);
    context.budget.spend(10);
    if (at.isUnionOrIntersection()) {
      for (const part of at.types) visit(part, depth);
      return;
    }
    const isOwn = at.symbol?.declarations?.every((each) => isLibraryDeclaration(each, context.program)) ?? false;
    if (isOwn || context.checker.isTupleType(at)) {
      for (const part of context.checker.getTypeArguments(at as ts.TypeReference)) visit(part, depth + 1);
      return;
    }
    for (const property of at.getProperties()) {
      const declaration = property.declarations?.[0];
      if (declaration === undefined || isLibraryDeclaration(declaration, context.program)) continue;
      if (names[hook as Exclude<Hook, "iterator">].test(property.name)) found.add(declaration);
      // Accessors of a class lie in its prototype, where nobody who copies an object looks.
      else if (hook !== "text" && (property.flags & ts.SymbolFlags.Accessor) !== 0) {
        if (!ts.isClassLike(declaration.parent)) found.add(declaration);
      } else if (hook !== "text" && (property.flags & ts.SymbolFlags.Method) === 0)
        visit(context.checker.getTypeOfSymbol(property), depth + 1);
    }
  }
}

function iteratorOf(type: ts.Type, context: AccessContext): readonly ts.Declaration[] {
  if (isPrimitive(type) || isOpaque(type)) return [];
  if (type.isUnion()) return type.types.flatMap((part) => iteratorOf(part, context));
  const isIterable = type.getProperties().some(({ name }) => name.startsWith("__@iterator"));
  const declaration = type.symbol?.declarations?.[0];
  return !isIterable || declaration === undefined || isKnownIterable(type, context) ? [] : [declaration];
}
