// The methods that a call may mean together with one: what it overrides or implements, and what overrides or implements that.
import { ts } from "ts-morph";
import { identifiersNamed } from "../../loops/mentions.js";
import type { TransformContext } from "../transform.js";

export type FamilyMember = ts.MethodDeclaration | ts.MethodSignature;

type Owner = ts.ClassLikeDeclaration | ts.InterfaceDeclaration;

/**
 * The method and those that stand for it by the heritage of their classes and interfaces, all of them in the program's own
 * files. O(files that contain its name), times the methods of that name squared.
 * @returns why not, where one of them is none of the program's methods
 */
export function familyOf(
  method: ts.MethodDeclaration,
  { program, checker }: Pick<TransformContext, "program" | "checker">,
): readonly FamilyMember[] | { readonly problem: string } {
  const { name } = method;
  if (!ts.isIdentifier(name)) return [method];
  const text = name.text;
  const isStatic = isStaticMember(method);
  const candidates: ts.NamedDeclaration[] = [];
  for (const source of program.getSourceFiles()) {
    if (!isOwn(source, program) || !source.text.includes(text)) continue;
    for (const node of identifiersNamed(text, source)) {
      const member: ts.NamedDeclaration = node.parent as ts.NamedDeclaration;
      if (member.name === node && isOwner(member.parent) && isStaticMember(member) === isStatic)
        candidates.push(member);
    }
  }
  const family = new Set<ts.NamedDeclaration>([method]);
  for (let size = 0; size < family.size; ) {
    size = family.size;
    for (const each of candidates)
      if (!family.has(each) && [...family].some((member) => areKin(each.parent, member.parent, checker)))
        family.add(each);
  }
  const found: FamilyMember[] = [];
  for (const member of family) {
    if (!ts.isMethodDeclaration(member) && !ts.isMethodSignature(member))
      return { problem: `\`${nameOf(member.parent as Owner)}\` has it as something else than a method` };
    const symbol = checker.getSymbolAtLocation(member.name);
    if ((symbol?.declarations ?? []).length > 1)
      return { problem: `\`${nameOf(member.parent as Owner)}\` declares it several times` };
    for (const base of basesOf(member.parent as Owner, checker)) {
      const foreign = base.declarations?.find((each) => !isOwn(each.getSourceFile(), program));
      if (foreign !== undefined && checker.getPropertyOfType(checker.getDeclaredTypeOfSymbol(base), text) !== undefined)
        return { problem: `\`${base.name}\`, which is not the program's own, declares the method, too` };
    }
    found.push(member);
  }
  return found;
}

function isOwner(node: ts.Node): node is Owner {
  return ts.isClassLike(node) || ts.isInterfaceDeclaration(node);
}

function isOwn(source: ts.SourceFile, program: ts.Program): boolean {
  return !source.isDeclarationFile && !program.isSourceFileFromExternalLibrary(source);
}

function isStaticMember(member: ts.NamedDeclaration): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}

function nameOf(owner: Owner): string {
  return owner.name?.text ?? "a class without a name";
}

/** One of the types inherits from the other. */
function areKin(a: ts.Node, b: ts.Node, checker: ts.TypeChecker): boolean {
  return inherits(a, b, checker) || inherits(b, a, checker);
}

function inherits(type: ts.Node, base: ts.Node, checker: ts.TypeChecker): boolean {
  if (!isOwner(type) || !isOwner(base)) return false;
  const wanted = base.name === undefined ? undefined : checker.getSymbolAtLocation(base.name);
  return wanted !== undefined && basesOf(type, checker).has(wanted);
}

/** The classes and interfaces that a type extends or implements, and theirs. */
function basesOf(owner: Owner, checker: ts.TypeChecker): ReadonlySet<ts.Symbol> {
  const found = new Set<ts.Symbol>();
  const waiting: Owner[] = [owner];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
    for (const { types } of at.heritageClauses ?? [])
      for (const type of types) {
        const { symbol } = checker.getTypeAtLocation(type);
        if (symbol === undefined || found.has(symbol)) continue;
        found.add(symbol);
        waiting.push(...(symbol.declarations ?? []).filter(isOwner));
      }
  return found;
}
