// Which methods a call of a member can mean: one for each type of a union, and those of derived classes that override it.
import { ts } from "ts-morph";
import { isLibraryDeclaration } from "./builtins.js";
import { type CallTarget, knownFunction, libraryRow, libraryTarget } from "./calls.js";
import type { AccessContext } from "./context.js";
import { heirsOf } from "./heirs.js";
import { mayBeReplaced } from "./replaced.js";
import { bare } from "./types.js";

const mostMethods = 16;

/**
 * The methods that `object.method` can be where they are several, or where `super` names the very one; undefined for a single
 * method that nobody overrides, and for what is no method. Classes are taken at their word; an interface of the program has
 * implementations that nobody knows.
 */
export function dispatch(
  callee: ts.PropertyAccessExpression,
  name: string,
  context: AccessContext,
): readonly CallTarget[] | undefined {
  const declarations = context.checker.getSymbolAtLocation(callee.name)?.declarations ?? [];
  const owners = new Map<string | ts.Node, ts.Declaration[]>();
  for (const each of declarations) {
    // The library declares an interface in several places.
    const isOfLibrary = ts.isInterfaceDeclaration(each.parent) && isLibraryDeclaration(each, context.program);
    const owner = isOfLibrary ? (each.parent as ts.InterfaceDeclaration).name.text : each.parent;
    owners.set(owner, [...(owners.get(owner) ?? []), each]);
  }
  const isSuper = bare(callee.expression).kind === ts.SyntaxKind.SuperKeyword;
  const found = [...owners.values()].map((each) => methodsOf(each, isSuper, name, context));
  const isPlain = found.length === 1 && !isSuper && (found[0] === undefined || found[0].length === 1);
  if (found.length === 0 || isPlain) return undefined;
  const all = found.flatMap((each) => each ?? [{ kind: "unknown", name } as const]);
  const isKnown = all.length > 0 && all.length <= mostMethods && all.every(({ kind }) => kind !== "unknown");
  return isKnown ? all : [{ kind: "unknown", name }];
}

/** The method that one type declares and those that override it; undefined where they are not all known. */
function methodsOf(
  declarations: readonly ts.Declaration[],
  isSuper: boolean,
  name: string,
  context: AccessContext,
): readonly CallTarget[] | undefined {
  const [first] = declarations;
  if (first !== undefined && isLibraryDeclaration(first, context.program))
    return ts.isMethodSignature(first) && !isInheritedAnew(first, context)
      ? [libraryTarget(libraryRow(first), name)]
      : undefined;
  const methods = declarations.filter(ts.isMethodDeclaration);
  if (first === undefined || methods.length < declarations.length || !ts.isClassDeclaration(first.parent))
    return undefined;
  const own = methods.filter(({ body }) => body !== undefined);
  if (isSuper) return own.length === 1 ? [knownFunction(own[0]!, name)] : undefined;
  const overriding = overridingMethods(first as ts.MethodDeclaration, context);
  return overriding && [...own, ...overriding].map((each) => knownFunction(each, name));
}

/** A class of the program extends the class of the library that declares the method, and has one of its own: `extends Map`. */
export function isInheritedAnew(method: ts.Node, context: AccessContext): boolean {
  if (!ts.isMethodSignature(method) || !ts.isInterfaceDeclaration(method.parent)) return false;
  const owner = method.parent.name.text.replace(/^Readonly/, "");
  const name = ts.isIdentifier(method.name) ? method.name.text : undefined;
  if (name === undefined) return false;
  return heirsOf(context.program)
    .members(name)
    .some(({ parent }) => ts.isClassLike(parent) && leadsTo(owner, parent, context, 0));
}

/** The class extends the one of the library, itself or by others. */
function leadsTo(
  owner: string,
  { heritageClauses }: ts.ClassLikeDeclaration,
  context: AccessContext,
  depth: number,
): boolean {
  if (depth > mostMethods) return true;
  const clause = heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return (clause?.types ?? []).some((each) => {
    const symbol = context.checker.getTypeAtLocation(each).symbol;
    if (symbol === undefined) return true;
    const base = symbol.declarations?.find(ts.isClassLike);
    const isOwn = base !== undefined && !isLibraryDeclaration(base, context.program);
    return isOwn ? leadsTo(owner, base, context, depth + 1) : symbol.name === owner;
  });
}

/** True unless any object of the class has this very method or accessor: no class or interface that may derive from it declares one of the same name. */
export function isReplaceable(method: ts.SignatureDeclaration, context: AccessContext): boolean {
  // An object literal's method can be replaced by assignment; only classes are taken at their word.
  if (!ts.isClassDeclaration(method.parent)) return true;
  const { members } = heirsOf(context.program);
  if (method.name === undefined || ts.isPrivateIdentifier(method.name)) return false;
  const name = ts.isIdentifier(method.name) || ts.isStringLiteral(method.name) ? method.name.text : undefined;
  // What is assigned to an accessor goes to its setter, or fails.
  if (name === undefined || (!ts.isAccessor(method) && mayBeReplaced(method.parent, name, context))) return true;
  if (isFinal(method)) return false;
  return members(name).some((member) => {
    context.budget.spend(1);
    return member.parent !== method.parent && mayDerive(member.parent, method.parent, context, 0);
  });
}

/** A static method may be another one, too, where `this` is a derived class: that inherits what calls it. */
function isFinal(method: ts.SignatureDeclaration): boolean {
  return (ts.getCombinedModifierFlags(method) & ts.ModifierFlags.Private) !== 0;
}

/** The methods that stand in for this one in classes of the program; undefined where something else may. */
function overridingMethods(
  method: ts.MethodDeclaration,
  context: AccessContext,
): readonly ts.MethodDeclaration[] | undefined {
  if (ts.isPrivateIdentifier(method.name)) return [];
  if (!ts.isIdentifier(method.name)) return isFinal(method) ? [] : undefined;
  const { members } = heirsOf(context.program);
  if (!ts.isClassDeclaration(method.parent) || mayBeReplaced(method.parent, method.name.text, context))
    return undefined;
  if (isFinal(method)) return [];
  const found: ts.MethodDeclaration[] = [];
  for (const member of members(method.name.text)) {
    context.budget.spend(1);
    if (member.parent === method.parent || !mayDerive(member.parent, method.parent, context, 0)) continue;
    if (!ts.isMethodDeclaration(member)) return undefined;
    // An abstract one has others in its place, which are found on their own.
    if (member.body !== undefined) found.push(member);
  }
  return found;
}

/** True unless the heritage of the type is known and does not lead to `base`. */
function mayDerive(type: ts.Node, base: ts.Node, context: AccessContext, depth: number): boolean {
  if (type === base || depth > mostMethods) return true;
  if (!ts.isClassLike(type) && !ts.isInterfaceDeclaration(type)) return true;
  const parents = (type.heritageClauses ?? []).flatMap(({ types }) => types);
  return parents.some((parent) => {
    const declarations = context.checker.getTypeAtLocation(parent).symbol?.declarations ?? [];
    if (declarations.length === 0) return true;
    return declarations.some(
      (each) => !isLibraryDeclaration(each, context.program) && mayDerive(each, base, context, depth + 1),
    );
  });
}
