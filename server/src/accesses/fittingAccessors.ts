// Accessors behind a type that declares a plain property: an object of the program that has a getter by that name may be handed
// over wherever its type fits.
import { ts } from "ts-morph";
import { holdsMatch, preorder } from "../loops/mentions.js";
import { perProgram } from "../workspace/perProgram.js";
import { isLibraryDeclaration } from "./builtins.js";
import type { AccessContext } from "./context.js";
import { hasAllOf } from "./types.js";

/** Classes and object literals of the program, by the names of their accessors. */
type Holders = ReadonlyMap<string, readonly (ts.ClassLikeDeclaration | ts.ObjectLiteralExpression)[]>;

/**
 * True where the property is declared by an interface or a type, and an object of the program that has an accessor of its name
 * fits that type. O(accessors of that name).
 * @param type of the object that the property is read from or written to
 */
export function mayBeAccessor(name: string, type: ts.Type, context: AccessContext): boolean {
  const { checker, program } = context;
  const holders = holdersOf(program)(name);
  if (holders.length === 0) return false;
  const holder = checker.getNonNullableType(type);
  const declarations = checker.getPropertyOfType(holder, name)?.declarations ?? [];
  const isDeclared = declarations.some((each) => ts.isPropertySignature(each) && !isLibraryDeclaration(each, program));
  return isDeclared && holders.some((each) => fits(each, holder, checker));
}

function fits(
  node: ts.ClassLikeDeclaration | ts.ObjectLiteralExpression,
  wanted: ts.Type,
  checker: ts.TypeChecker,
): boolean {
  // What is more than wanted does no harm behind a name.
  if (ts.isObjectLiteralExpression(node)) return hasAllOf(checker.getTypeAtLocation(node), wanted);
  // Of a class with parameters of types nobody asks which.
  const symbol = (node as { readonly symbol?: ts.Symbol }).symbol;
  if (node.typeParameters !== undefined || symbol === undefined) return true;
  return checker.isTypeAssignableTo(checker.getDeclaredTypeOfSymbol(symbol), wanted);
}

const holdersOf = perProgram((program) => {
  let found: Map<string, (ts.ClassLikeDeclaration | ts.ObjectLiteralExpression)[]> | undefined;
  return (name: string) => {
    found ??= joined(program);
    return found.get(name) ?? [];
  };
});

function joined(program: ts.Program): Map<string, (ts.ClassLikeDeclaration | ts.ObjectLiteralExpression)[]> {
  const all = new Map<string, (ts.ClassLikeDeclaration | ts.ObjectLiteralExpression)[]>();
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile) continue;
    for (const [name, holders] of holdersIn(file)) {
      const known = all.get(name);
      if (known === undefined) all.set(name, [...holders]);
      else known.push(...holders);
    }
  }
  return all;
}

// By syntax alone: good as long as the tree.
const holdersOfFile = new WeakMap<ts.SourceFile, Holders>();

function holdersIn(file: ts.SourceFile): Holders {
  const known = holdersOfFile.get(file);
  if (known !== undefined) return known;
  const found = new Map<string, (ts.ClassLikeDeclaration | ts.ObjectLiteralExpression)[]>();
  for (const node of preorder(file, holdsMatch(file.text, /\b[gs]et\s+[\w$"'`[]/g))) {
    if (!ts.isAccessor(node)) continue;
    const { name, parent } = node;
    const key = ts.isComputedPropertyName(name) ? name.expression : name;
    const text = ts.isIdentifier(name) || ts.isStringLiteralLike(key) ? (key as ts.StringLiteral).text : undefined;
    if (text !== undefined) found.set(text, [...(found.get(text) ?? []), parent as ts.ClassLikeDeclaration]);
  }
  holdersOfFile.set(file, found);
  return found;
}
