// Whether the declared types of two objects exclude that they are one.
import { ts } from "ts-morph";
import { isTypedArray } from "../loops/findLoops.js";
import { isOpaque } from "./types.js";

/** True when no object can be of both types: typed arrays against arrays, arrays of numbers against arrays of arrays. */
export function typesDiffer(left: ts.Type | undefined, right: ts.Type | undefined, checker: ts.TypeChecker): boolean {
  if (left === undefined || right === undefined || isOpaque(left) || isOpaque(right)) return false;
  // What is read or written is in an object, even where the type says that there may be none: `rows[i]![j]`.
  const a = shapeOf(checker.getNonNullableType(left), checker);
  const b = shapeOf(checker.getNonNullableType(right), checker);
  for (const [level, name] of a.entries()) if (b[level] !== undefined && b[level] !== name) return true;
  return false;
}

const classes: ReadonlySet<string> = new Set(["Map", "Set", "WeakMap", "WeakSet", "Date", "RegExp"]);

/** One of the classes of the language of which no array and no object of another of them can be an instance. */
function isOfClass({ symbol }: ts.Type): boolean {
  const declarations = symbol?.declarations ?? [];
  return (
    symbol !== undefined &&
    classes.has(symbol.name) &&
    declarations.some((declaration) => /\/lib\.[\w.]+\.d\.ts$/.test(declaration.getSourceFile().fileName))
  );
}

/**
 * An instance of a class of the program that extends no class of the language, so none of its arrays or collections: `this` in
 * such a class, and what is declared to be of one with members of its own that no other object can have.
 */
function isInstance(type: ts.Type, checker: ts.TypeChecker): boolean {
  const { symbol } = type;
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Class) === 0) return false;
  const isThis = (type.flags & ts.TypeFlags.TypeParameter) !== 0;
  if (!isThis && !(type.isClass() || isReferenceToClass(type))) return false;
  const isOwn = isThis || checker.getPropertiesOfType(type).some(isNominal);
  return isOwn && isRootedInProgram(checker.getDeclaredTypeOfSymbol(symbol), checker);
}

/** `Table<string>`; of the class itself, `typeof Table`, there is no such type. */
function isReferenceToClass(type: ts.Type): boolean {
  const { target } = type as ts.TypeReference;
  return target !== undefined && target !== type && target.isClass();
}

function isNominal({ declarations }: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return (declarations ?? []).some(
    (each) =>
      (ts.getCombinedModifierFlags(each) & hidden) !== 0 ||
      (ts.isPropertyDeclaration(each) && ts.isPrivateIdentifier(each.name)),
  );
}

/** The class, and all that it extends, stand in the program's own code. */
function isRootedInProgram(type: ts.Type, checker: ts.TypeChecker): boolean {
  const declarations = type.symbol?.declarations ?? [];
  const classes = declarations.filter(ts.isClassLike);
  if (classes.length !== 1 || classes[0]!.getSourceFile().isDeclarationFile) return false;
  const clause = classes[0]!.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  if (clause === undefined) return true;
  const bases = checker.getBaseTypes(type as ts.InterfaceType);
  return bases.length === 1 && bases[0]!.symbol !== undefined && isRootedInProgram(bases[0]!, checker);
}

/** Names for the representation of the object, of what it holds, and so on, as far as that is known; two names exclude each other. */
function shapeOf(type: ts.Type, checker: ts.TypeChecker): readonly string[] {
  // Typed arrays of different classes can lie over one buffer, so they are one shape.
  if (isTypedArray(type)) return ["typed array"];
  if (checker.isTupleType(type)) return ["array"];
  if (isInstance(type, checker)) return ["instance"];
  if (!checker.isArrayType(type)) return isOfClass(type) ? [type.symbol.name] : [];
  const element = checker.getTypeArguments(type as ts.TypeReference)[0];
  if (element === undefined || isOpaque(element)) return ["array"];
  if (element.flags & ts.TypeFlags.NumberLike) return ["array", "number"];
  if (element.flags & ts.TypeFlags.StringLike) return ["array", "string"];
  if (element.flags & ts.TypeFlags.BooleanLike) return ["array", "boolean"];
  return ["array", ...shapeOf(checker.getNonNullableType(element), checker)];
}
