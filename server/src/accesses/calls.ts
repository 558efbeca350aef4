// Whom a call reaches: a function of the table of library functions, a function whose body is known, or nobody knows.
import { ts } from "ts-morph";
import { isArrayLike } from "../loops/findLoops.js";
import { isJavaScript } from "../workspace/gifts.js";
import { perProgram } from "../workspace/perProgram.js";
import { type Builtin, builtinCall, builtinConstructor, intlConstructor, isLibraryDeclaration } from "./builtins.js";
import { functionsOf } from "./callees.js";
import type { Made } from "./closures.js";
import type { AccessContext } from "./context.js";
import { hasBeenCounted } from "./counted.js";
import { dataMethods } from "./dataMethods.js";
import { dispatch, isInheritedAnew, isReplaceable } from "./dispatch.js";
import { areFieldsPlain, constructorNamed, isDerived } from "./instances.js";
import { observationsOf } from "./observed.js";
import { bare, functionOf, isNumber, isOpaque, unalias, valueSymbol } from "./types.js";
import { isVouchedFor } from "./vouches.js";

export type CallTarget =
  | {
      readonly kind: "builtin";
      readonly builtin: Builtin;
      readonly name: string;
      /** If what the method is called on is plain data. */
      readonly presumed?: true;
    }
  | {
      readonly kind: "function";
      readonly declaration: ts.FunctionLikeDeclaration;
      readonly name: string;
      /** The function was made by a call, and keeps variables of its maker. */
      readonly made?: Made;
    }
  | { readonly kind: "unknown"; readonly name: string };

/** A function for which somebody vouches reads what it is given, and may fail. */
const vouched: Builtin = { returns: "fresh", effect: "trusted", throws: true };

// By program: the same call in an unchanged file reaches another function when the file of that function changes.
const targets = perProgram(() => ({
  known: new Map<ts.Node, readonly CallTarget[]>(),
  presumed: new Map<ts.Node, readonly CallTarget[]>(),
}));

/** What a call or `new` may reach, one of them whenever it is evaluated: resolved once per program. */
export function targetsOf(call: ts.CallExpression | ts.NewExpression, context: AccessContext): readonly CallTarget[] {
  const cache = targets(context.program)[context.presumesData === true ? "presumed" : "known"];
  const cached = cache.get(call);
  if (cached !== undefined) return cached;
  const name = shortText(bare(call.expression));
  // `const f = g(), g = f()` asks for itself.
  cache.set(call, [{ kind: "unknown", name }]);
  const found = resolveAll(call, name, context);
  cache.set(call, found);
  return found;
}

function resolveAll(
  call: ts.CallExpression | ts.NewExpression,
  name: string,
  context: AccessContext,
): readonly CallTarget[] {
  const callee = bare(call.expression);
  if (ts.isCallExpression(call) && ts.isPropertyAccessExpression(callee) && !isVouchedFor(callee, context)) {
    const methods = dispatch(callee, name, context);
    if (methods !== undefined) return methods;
  }
  const target = resolve(call, name, context);
  const chosen =
    target.kind === "unknown" && ts.isCallExpression(call) ? functionsOf(call.expression, context) : undefined;
  const known = chosen?.map((each) => ({ ...each, name })) ?? presumedMethods(target, call, name, context) ?? [target];
  const found = known.map((each) => told(each, call));
  if (observationsOf(context.program)?.everyCall !== true) return found;
  return found.map((each) => (each.kind === "unknown" ? { kind: "builtin", builtin: vouched, name } : each));
}

/** Some functions of the library do with more arguments what nobody can tell. */
function told(
  target: CallTarget,
  { arguments: given = [] }: { readonly arguments?: readonly ts.Expression[] },
): CallTarget {
  if (target.kind !== "builtin" || target.builtin.opaqueFrom === undefined) return target;
  const isMore = given.length >= target.builtin.opaqueFrom || given.some(ts.isSpreadElement);
  return isMore ? { kind: "unknown", name: target.name } : target;
}

/** A method that lists, texts, numbers or records have, called on something that nothing is known of. */
function presumedMethods(
  target: CallTarget,
  call: ts.CallExpression | ts.NewExpression,
  name: string,
  context: AccessContext,
): readonly CallTarget[] | undefined {
  const { checker } = context;
  if (target.kind !== "unknown" || context.presumesData !== true || !ts.isCallExpression(call)) return undefined;
  const callee = bare(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !isJavaScript(callee)) return undefined;
  const holder = bare(callee.expression);
  if (!isOpaque(checker.getTypeAtLocation(holder)) || holder.kind === ts.SyntaxKind.SuperKeyword) return undefined;
  const rows = dataMethods(callee.name.text);
  return rows.length === 0 ? undefined : rows.map((builtin) => ({ kind: "builtin", builtin, name, presumed: true }));
}

function resolve(call: ts.CallExpression | ts.NewExpression, name: string, context: AccessContext): CallTarget {
  const { checker, program } = context;
  const callee = bare(call.expression);
  if (ts.isArrowFunction(callee) || ts.isFunctionExpression(callee)) return knownFunction(callee, "function");
  if (ts.isNewExpression(call)) return resolveNew(call, callee, name, context);
  if (isVouchedFor(callee, context)) return { kind: "builtin", builtin: vouched, name };
  if (ts.isIdentifier(callee)) {
    const symbol = valueSymbol(callee, checker);
    const declaration = symbol === undefined ? undefined : functionOf(symbol, checker);
    if (declaration !== undefined && !isLibraryDeclaration(declaration, program))
      return knownFunction(declaration, name);
  }
  if (callee.kind === ts.SyntaxKind.SuperKeyword) return { kind: "unknown", name: "super" };
  const only = onlyDeclaration(callee, context);
  if (only !== undefined) return targetOf(only, callee, name, context);
  if (isUnknownAnyway(callee, name, context)) return { kind: "unknown", name };
  return targetOf(checker.getResolvedSignature(call)?.declaration, callee, name, context);
}

/** Whom a call reaches that means the signature of this declaration. */
function targetOf(
  declaration: ts.SignatureDeclaration | ts.JSDocSignature | undefined,
  callee: ts.Expression,
  name: string,
  context: AccessContext,
): CallTarget {
  const { program } = context;
  if (declaration === undefined || ts.isJSDocSignature(declaration)) return viaProperty(callee, name, context);
  if (isLibraryDeclaration(declaration, program)) {
    return isOfLibrary(callee, context) && !isInheritedAnew(declaration, context)
      ? libraryTarget(libraryRow(declaration), name)
      : viaProperty(callee, name, context);
  }
  if (ts.isMethodDeclaration(declaration) && declaration.body !== undefined && !isReplaceable(declaration, context)) {
    return knownFunction(declaration, name);
  }
  return viaProperty(callee, name, context);
}

/**
 * The declaration that a call of a method can only mean: the one with a body, or, of the library, any of the overloads, whose
 * effects are the same. To let the compiler choose costs the types of all arguments, callbacks included.
 */
function onlyDeclaration(
  callee: ts.Expression,
  { checker, program }: AccessContext,
): ts.SignatureDeclaration | undefined {
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const declarations = checker.getSymbolAtLocation(callee.name)?.declarations;
  const first = declarations?.[0];
  if (declarations === undefined || first === undefined) return undefined;
  if (ts.isMethodDeclaration(first)) return declarations.length === 1 ? first : undefined;
  const isOneOwner = declarations.every(
    (each) =>
      ts.isMethodSignature(each) && ts.isInterfaceDeclaration(each.parent) && nameOfOwner(each) === nameOfOwner(first),
  );
  return isOneOwner && ts.isMethodSignature(first) && declarations.every((each) => isLibraryDeclaration(each, program))
    ? first
    : undefined;
}

/**
 * Whichever of its signatures the call means, nobody knows whom it reaches: none of them has a body or a row in the table. Then
 * the compiler, which would look at all arguments, need not choose.
 */
function isUnknownAnyway(callee: ts.Expression, name: string, context: AccessContext): boolean {
  const { checker } = context;
  const node = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const symbol = ts.isIdentifier(node) ? valueSymbol(node, checker) : undefined;
  if (symbol === undefined) return false;
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(unalias(symbol, checker)));
  // Of a union the code around may have ruled out a part.
  const signatures = type.isUnion() ? [] : type.getCallSignatures();
  return (
    signatures.length > 0 &&
    signatures.every(({ declaration }) => targetOf(declaration, callee, name, context).kind === "unknown")
  );
}

/** The name is one of the library's own; the type `typeof Math.sqrt` alone says nothing of what a variable holds. */
function isOfLibrary(callee: ts.Expression, { checker, program }: AccessContext): boolean {
  let symbol: ts.Symbol | undefined;
  if (ts.isPropertyAccessExpression(callee)) symbol = checker.getSymbolAtLocation(callee.name);
  else if (ts.isElementAccessExpression(callee)) symbol = checker.getSymbolAtLocation(callee.argumentExpression);
  else if (ts.isIdentifier(callee)) symbol = valueSymbol(callee, checker);
  const declarations = symbol === undefined ? [] : (unalias(symbol, checker).declarations ?? []);
  return declarations.length > 0 && declarations.every((each) => isLibraryDeclaration(each, program));
}

export function libraryTarget(builtin: Builtin | undefined, name: string): CallTarget {
  return builtin === undefined || builtin.opaque ? { kind: "unknown", name } : { kind: "builtin", builtin, name };
}

/** The row of the function that a declaration of the library declares, under the name that the library gives it. */
export function libraryRow(declaration: ts.Node): Builtin | undefined {
  // `Number(x)`, `Array(n)`: the call signature of the constructor's interface stands for a global function.
  if (ts.isCallSignatureDeclaration(declaration)) {
    const { parent } = declaration;
    return ts.isInterfaceDeclaration(parent)
      ? builtinCall(undefined, parent.name.text.replace(/Constructor$/, ""))
      : undefined;
  }
  if (
    !ts.isMethodSignature(declaration) &&
    !ts.isFunctionDeclaration(declaration) &&
    !ts.isMethodDeclaration(declaration)
  )
    return undefined;
  const own = declaration.name;
  return own !== undefined && ts.isIdentifier(own) ? builtinCall(ownerName(declaration), own.text) : undefined;
}

function nameOfOwner({ parent }: ts.Node): string | undefined {
  return ts.isInterfaceDeclaration(parent) ? parent.name.text : undefined;
}

/** Generators and async functions are unknown: they do not do their work when they are called. */
export function knownFunction(declaration: ts.FunctionLikeDeclaration, name: string): CallTarget {
  const modifiers = ts.canHaveModifiers(declaration) ? ts.getModifiers(declaration) : undefined;
  const isAsync = modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.AsyncKeyword) ?? false;
  const isGenerator =
    (ts.isFunctionDeclaration(declaration) ||
      ts.isFunctionExpression(declaration) ||
      ts.isMethodDeclaration(declaration)) &&
    declaration.asteriskToken !== undefined;
  return isAsync || isGenerator ? { kind: "unknown", name } : { kind: "function", declaration, name };
}

/** `console.log` in a program that has no declarations for its surroundings. */
function isBareConsole(callee: ts.Expression, context: AccessContext): boolean {
  if (
    !ts.isPropertyAccessExpression(callee) ||
    !ts.isIdentifier(callee.expression) ||
    callee.expression.text !== "console"
  )
    return false;
  return (
    context.checker.getSymbolAtLocation(callee.expression) === undefined &&
    builtinCall("Console", callee.name.text) !== undefined
  );
}

/** `helpers.f(x)` through a module namespace. */
function viaProperty(callee: ts.Expression, name: string, context: AccessContext): CallTarget {
  if (isBareConsole(callee, context))
    return { kind: "builtin", builtin: builtinCall("Console", memberName(callee))!, name };
  if (ts.isPropertyAccessExpression(callee) && ts.isIdentifier(callee.expression)) {
    const holder = context.checker.getSymbolAtLocation(callee.expression);
    const isNamespace =
      holder !== undefined && (unalias(holder, context.checker).flags & ts.SymbolFlags.ValueModule) !== 0;
    const symbol = isNamespace ? context.checker.getSymbolAtLocation(callee.name) : undefined;
    const declaration = symbol === undefined ? undefined : functionOf(symbol, context.checker);
    if (declaration !== undefined) return knownFunction(declaration, name);
  }
  return { kind: "unknown", name };
}

function resolveNew(call: ts.NewExpression, callee: ts.Expression, name: string, context: AccessContext): CallTarget {
  if (isIntl(callee, context)) return libraryTarget(intlConstructor(memberName(callee)), name);
  if (!ts.isIdentifier(callee)) return { kind: "unknown", name };
  const declaration = constructorNamed(callee, context);
  if (declaration === undefined) return { kind: "unknown", name };
  if (isLibraryDeclaration(declaration, context.program)) {
    const first = call.arguments?.[0];
    const type = first === undefined ? undefined : context.checker.getTypeAtLocation(first);
    // A number, a list: whatever else it is, it may be the memory that others look into.
    const isBuffer =
      type !== undefined &&
      !isNumber(type) &&
      (type.isUnion() || !isArrayLike(type, context.checker)) &&
      !hasBeenCounted(first!, context.checker);
    const own =
      ts.isVariableDeclaration(declaration) || ts.isClassDeclaration(declaration) ? declaration.name : undefined;
    return libraryTarget(
      own !== undefined && ts.isIdentifier(own) ? builtinConstructor(own.text, isBuffer) : undefined,
      name,
    );
  }
  if (!ts.isClassDeclaration(declaration) || isDerived(declaration)) return { kind: "unknown", name };
  const maker = declaration.members.find(
    (member): member is ts.ConstructorDeclaration => ts.isConstructorDeclaration(member) && member.body !== undefined,
  );
  if (!areFieldsPlain(declaration, context)) return { kind: "unknown", name };
  // Nothing runs but the constants of the fields.
  if (maker === undefined) return { kind: "builtin", builtin: { returns: "fresh" }, name };
  return { kind: "function", declaration: maker, name };
}

/** `Intl.NumberFormat`, of the library's own `Intl`. */
function isIntl(callee: ts.Expression, { checker, program }: AccessContext): boolean {
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return false;
  if (callee.expression.text !== "Intl") return false;
  const declaration = checker.getSymbolAtLocation(callee.expression)?.declarations?.[0];
  return declaration !== undefined && isLibraryDeclaration(declaration, program);
}

/** The interface, the class or the module of Node that declares a library member; undefined for a global function. */
function ownerName({ parent }: ts.SignatureDeclaration): string | undefined {
  if (ts.isInterfaceDeclaration(parent) || ts.isClassDeclaration(parent)) return parent.name?.text;
  const holder = ts.isModuleBlock(parent) ? parent.parent : undefined;
  return holder === undefined || holder.name.text === "global" ? undefined : holder.name.text.replace(/^node:/, "");
}

function memberName(callee: ts.Expression): string {
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text : "";
}

function shortText(node: ts.Node): string {
  const start = node.getStart();
  const shown = node.getSourceFile().text.slice(start, Math.min(node.end, start + 400));
  const text = shown.replace(/\s+/g, " ");
  return text.length <= 40 ? text : `${text.slice(0, 37)}…`;
}
