// What making an instance of a class of the program runs beside its constructor: the values that its fields begin with.
import { ts } from "ts-morph";
import { isLibraryDeclaration } from "./builtins.js";
import type { AccessContext } from "./context.js";
import { isAllocation } from "./refs.js";
import { bare, unalias, valueSymbol } from "./types.js";

/** What declares the class, or the constructor of the library, that the name stands for. */
export function constructorNamed(name: ts.Identifier, { checker }: AccessContext): ts.Declaration | undefined {
  const symbol = valueSymbol(name, checker);
  return symbol === undefined ? undefined : unalias(symbol, checker).valueDeclaration;
}

export function isDerived({ heritageClauses }: ts.ClassDeclaration): boolean {
  return heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword) === true;
}

/** The fields begin as constants and empty collections, and no decorator puts anything else in their place. */
export function areFieldsPlain(declaration: ts.ClassDeclaration, context: AccessContext): boolean {
  const plainFields = declaration.members.every((member) => {
    const value = ts.isPropertyDeclaration(member) ? member.initializer : undefined;
    // The fields of the class itself began when the module was loaded.
    if (isStatic(member) && ts.isSourceFile(declaration.parent)) return true;
    return value === undefined || isConstantValue(value) || (!isStatic(member) && isEmptyCollection(value, context));
  });
  // A decorator may put anything in the place of a class or a member.
  const isDecorated = [declaration, ...declaration.members].some(
    (each) => ts.canHaveDecorators(each) && ts.getDecorators(each) !== undefined,
  );
  return plainFields && !isDecorated;
}

function isStatic(member: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}

/** True for `new X()` with a class of the program whose fields begin as objects that are made along with the instance. */
export function makesFields(call: ts.CallExpression | ts.NewExpression, context: AccessContext): boolean {
  const callee = bare(call.expression);
  if (!ts.isNewExpression(call) || !ts.isIdentifier(callee)) return false;
  const declaration = constructorNamed(callee, context);
  return (
    declaration !== undefined &&
    ts.isClassDeclaration(declaration) &&
    declaration.members.some((member) => {
      const value = ts.isPropertyDeclaration(member) ? member.initializer : undefined;
      return value !== undefined && (isAllocation(value) || ts.isNewExpression(value));
    })
  );
}

/** `new Map()`, `new Float64Array(16)`: nothing else runs, and nobody else has it. */
function isEmptyCollection(value: ts.Expression, context: AccessContext): boolean {
  if (!ts.isNewExpression(value) || !ts.isIdentifier(value.expression)) return false;
  if (!(value.arguments ?? []).every((each) => /^\d{1,7}$/.test(each.getText()))) return false;
  const declaration = valueSymbol(value.expression, context.checker)?.valueDeclaration;
  return (
    declaration !== undefined &&
    isLibraryDeclaration(declaration, context.program) &&
    /^(?:Map|Set|Array|(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array)$/.test(value.expression.text)
  );
}

function isConstantValue(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isConstantValue);
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every(
      (property) => ts.isPropertyAssignment(property) && isConstantValue(property.initializer),
    );
  }
  if (ts.isPrefixUnaryExpression(node)) return isConstantValue(node.operand);
  return (
    ts.isLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  );
}
