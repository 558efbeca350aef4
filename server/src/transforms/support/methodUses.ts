// Who calls a method: every mention of its name in the program that means it, or may mean it.
import { ts } from "ts-morph";
import { identifiersNamed, preorder } from "../../loops/mentions.js";
import type { TransformContext } from "../transform.js";
import type { Uses } from "./functions.js";
import { familyOf } from "./methodFamily.js";

/** Methods that the language or the library calls by their name. */
const calledByName = new Set(
  "toString valueOf toJSON toLocaleString then next return throw inspect constructor".split(" "),
);

/** Why not all callers of a method can be known from its declaration; undefined where they can be looked for. */
export function whyHidden(
  method: ts.MethodDeclaration,
  context: Pick<TransformContext, "program" | "checker">,
): string | undefined {
  const { parent, name } = method;
  if (!ts.isClassLike(parent)) return "the method belongs to an object, so not all of its callers are known";
  if (!ts.isIdentifier(name) && !ts.isPrivateIdentifier(name))
    return "the method has no plain name by which its callers could be found";
  if (method.body === undefined) return "the method has no body of its own";
  if (ts.getDecorators(method)?.length) return "the method is decorated, so something else may call it";
  if (calledByName.has(name.text)) return "the language itself calls a method of this name";
  const family = familyOf(method, context);
  return "problem" in family ? family.problem : undefined;
}

/** Every mention of a method in the program's own files. O(size of the files that contain its name). */
export function usesOfMethod(method: ts.MethodDeclaration, context: TransformContext): Uses {
  const { program, checker } = context;
  const { name, parent: owner } = method;
  const calls: ts.CallExpression[] = [];
  let escapedAt: ts.Node | undefined;
  const alike = familyOf(method, context);
  if ("problem" in alike) return { calls, escapedAt: method, alike: [] };
  const family = new Set<ts.Node>(alike);
  if (ts.isPrivateIdentifier(name)) {
    for (const node of preorder(owner))
      if (ts.isPrivateIdentifier(node) && node !== name && node.text === name.text) visitAccess(node);
    return { calls, escapedAt, alike };
  }
  if (!ts.isIdentifier(name) || !ts.isClassLike(owner)) return { calls, escapedAt: method, alike };
  const text = name.text;
  const symbol = checker.getSymbolAtLocation(name);
  if (symbol === undefined) return { calls, escapedAt: method, alike };
  const isStatic = (ts.getCombinedModifierFlags(method) & ts.ModifierFlags.Static) !== 0;
  const holders = alike.map(({ parent }) => {
    const classSymbol = ts.isClassLike(parent) && parent.name && checker.getSymbolAtLocation(parent.name);
    return isStatic && classSymbol ? checker.getTypeOfSymbol(classSymbol) : checker.getTypeAtLocation(parent);
  });
  for (const source of program.getSourceFiles()) {
    if (source.isDeclarationFile || program.isSourceFileFromExternalLibrary(source)) continue;
    if (!source.text.includes(text)) continue;
    for (const node of identifiersNamed(text, source)) if (node !== name) visit(node);
    if (source.text.includes(`"${text}"`) || source.text.includes(`'${text}'`)) visitStrings(source);
  }
  return { calls, escapedAt, alike };

  function visit(node: ts.Identifier): void {
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent) && parent.name === node) visitAccess(node);
    else if (ts.isBindingElement(parent) && (parent.propertyName ?? parent.name) === node) {
      if (isMeant(checker.getPropertyOfType(checker.getTypeAtLocation(parent.parent), text))) escapedAt ??= node;
    } else if ((parent as ts.NamedDeclaration).name === node) visitDeclaration(node, parent);
  }

  /** Another member of the same name: is it of a type under which the method may be called? */
  function visitDeclaration(node: ts.Identifier, parent: ts.Node): void {
    if (ts.isObjectLiteralExpression(parent.parent)) {
      const expected = checker.getContextualType(parent.parent);
      if (expected !== undefined && isMeant(checker.getPropertyOfType(expected, text))) escapedAt ??= node;
    } else if (ts.isClassLike(parent.parent) || ts.isTypeElement(parent)) {
      const other = checker.getTypeAtLocation(parent.parent);
      if (!family.has(parent) && holders.some((each) => isSame(each, other) || isSame(other, each))) escapedAt ??= node;
    }
  }

  function visitAccess(node: ts.Identifier | ts.PrivateIdentifier): void {
    const access = node.parent;
    if (!ts.isPropertyAccessExpression(access)) {
      // `#name in object` asks, and calls nobody.
      if (!ts.isBinaryExpression(access)) escapedAt ??= node;
      return;
    }
    const found = checker.getSymbolAtLocation(node);
    if (isMeant(found)) {
      const isOnly = found?.declarations?.every((each) => family.has(each)) === true;
      if (isOnly && ts.isCallExpression(access.parent) && access.parent.expression === access)
        calls.push(access.parent);
      else escapedAt ??= node;
      return;
    }
    const receiver = checker.getTypeAtLocation(access.expression);
    const declared = checker.getBaseConstraintOfType(receiver) ?? receiver;
    if ((declared.flags & ts.TypeFlags.Any) !== 0 || holders.some((each) => isSame(each, declared))) escapedAt ??= node;
  }

  /** `object["name"]` and `spyOn(object, "name")`. */
  function visitStrings(source: ts.SourceFile): void {
    for (const node of preorder(source)) {
      if (!ts.isStringLiteralLike(node) || node.text !== text) continue;
      const { parent } = node;
      const beside: readonly ts.Node[] = ts.isElementAccessExpression(parent)
        ? [parent.expression]
        : ts.isCallExpression(parent)
          ? parent.arguments
          : [];
      for (const each of beside)
        if (each !== node && isMeant(checker.getPropertyOfType(checker.getTypeAtLocation(each), text)))
          escapedAt ??= node;
    }
  }

  function isMeant(found: ts.Symbol | undefined): boolean {
    return found?.declarations?.some((each) => family.has(each)) === true;
  }

  /** An object of the one type can stand where the other is asked for. */
  function isSame(type: ts.Type, other: ts.Type): boolean {
    const holdsMembers = ts.TypeFlags.Object | ts.TypeFlags.UnionOrIntersection;
    return (other.flags & holdsMembers) !== 0 && checker.isTypeAssignableTo(type, other);
  }
}
