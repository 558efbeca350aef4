// Types as text for the kernel module, with the imports that the names in them need.
import { ts } from "ts-morph";
import { unalias } from "../../accesses/types.js";
import { preorder } from "../../loops/mentions.js";
import { areTypedArraysPlain } from "../../workspace/olderDefaults.js";
import type { TransformContext } from "../transform.js";
import { habitsOf } from "./text.js";

const flags = ts.NodeBuilderFlags.NoTruncation | ts.NodeBuilderFlags.IgnoreErrors;

/** Names that a piece of the kernel module uses and where they are declared. */
export interface TypeNames {
  readonly names: Map<string, ts.Symbol>;
  /** Type parameters of enclosing functions: the kernel gets them, too. */
  readonly parameters: Map<string, ts.TypeParameterDeclaration>;
  /** Types that the loop's file does not know by name, and the modules from which the kernel module can import them. */
  readonly imports: Map<string, string> | undefined;
  /** Why a type cannot be written down outside of the loop's function. */
  problem: string | undefined;
}

/** @param mayImport the texts go to a module that can import types which the loop's file does not name */
export function newTypeNames(mayImport = false): TypeNames {
  const imports = mayImport ? new Map<string, string>() : undefined;
  return { names: new Map(), parameters: new Map(), imports, problem: undefined };
}

/**
 * The type as an author would write it. Named types are added to `used`.
 * @param literals `0 | 1` stays what it is; otherwise it is widened to `number`
 */
export function typeText(
  type: ts.Type,
  at: ts.Node,
  { checker }: Pick<TransformContext, "checker">,
  used: TypeNames,
  literals: "keep" | "widen" = "widen",
): string {
  const isKept = literals === "keep" || isPatterned(type);
  const widened = isKept ? type : checker.getBaseTypeOfLiteralType(checker.getWidenedType(type));
  const named = checker.typeToTypeNode(widened, at, flags | ts.NodeBuilderFlags.UseAliasDefinedOutsideCurrentScope);
  if (named === undefined) return "unknown";
  // An alias that the file does not know by name is written out.
  const isKnown = areKnown(named, at, checker);
  const node = isKnown ? named : (checker.typeToTypeNode(widened, at, flags) ?? named);
  if (!isKnown && !areKnown(node, at, checker)) used.problem ??= "a type that the loop uses has no name in this file";
  if ([...preorder(node)].some(ts.isThisTypeNode))
    used.problem ??= "the loop uses a value of the type `this`, which means something else outside of its class";
  collectNames(node, at, checker, used);
  const format =
    ts.TypeFormatFlags.NoTruncation | (isKnown ? ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope : 0);
  const text = withImports(checker.typeToString(widened, at, format), at, checker, used);
  if (text.includes("import(")) used.problem ??= `the type \`${text}\` has no name in this file`;
  // Since TypeScript 5.7 typed arrays show the buffer that they lie over; the default need not be written.
  // Since 5.9 the pixels of an image have a name of their own, which older compilers do not know.
  const buffers = areTypedArraysPlain(at.getSourceFile().fileName)
    ? /<(?:ArrayBufferLike|ArrayBuffer|any)>/
    : /<(?:ArrayBufferLike|any)>/;
  const plain = text
    .replace(new RegExp(`\\b((?:Big)?(?:Int|Uint|Float)\\d+(?:Clamped)?Array)${buffers.source}`, "g"), "$1")
    .replace(/\bImageDataArray\b/g, (name) => (isOfLibrary(name, at, checker) ? "Uint8ClampedArray" : name));
  const shown = /["`']/.test(plain) ? plain : plain.replaceAll("; }", " }");
  return habitsOf(at.getSourceFile()).quote === "'" ? shown.replace(/"([^"'\\]*)"/g, "'$1'") : shown;
}

/** One of several literals, or one text: a function that the kernel calls may take only these. */
export function isChosen(type: ts.Type): boolean {
  if (!type.isUnion()) return type.isStringLiteral();
  return type.types.some((part) => part.isStringLiteral() || part.isNumberLiteral());
}

/** The buffer below a typed array is no matter of a kernel, and TypeScript before 5.7 knows no such parameter. */
export function withoutBuffers(text: string): string {
  return text.replace(/(?<=\b(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array)<(?:ArrayBuffer|any)>/g, "");
}

/** Nobody else calls something so where the loop stands. */
function isOfLibrary(name: string, at: ts.Node, checker: ts.TypeChecker): boolean {
  const declarations = checker.resolveName(name, at, ts.SymbolFlags.Type, false)?.declarations ?? [];
  return declarations.every((each) => /(?:^|\/)lib(?:\.[\w.]+)?\.d\.ts$/.test(each.getSourceFile().fileName));
}

/** A template (`` `${number},${number}` ``), which is no literal that a variable would be wider than. */
function isPatterned(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.some(({ flags: kind }) => (kind & (ts.TypeFlags.TemplateLiteral | ts.TypeFlags.StringMapping)) !== 0);
}

/** `Row` for `import("./rows.js").Row`, unless the name means something else where the loop stands. */
function withImports(text: string, at: ts.Node, checker: ts.TypeChecker, { imports }: TypeNames): string {
  if (imports === undefined) return text;
  return text.replace(
    /(?<!typeof )\bimport\("([^"]+)"\)\.([A-Za-z_$][\w$]*)/g,
    (whole, module: string, name: string) => {
      const taken = checker.resolveName(name, at, ts.SymbolFlags.Type | ts.SymbolFlags.Value, false) !== undefined;
      if (taken || name === "default" || (imports.get(name) ?? module) !== module) return whole;
      imports.set(name, module);
      return name;
    },
  );
}

/** True when all names in the type mean something where the loop stands. */
function areKnown(node: ts.TypeNode, at: ts.Node, checker: ts.TypeChecker): boolean {
  let known = true;
  const visit = (part: ts.Node): void => {
    if (ts.isTypeReferenceNode(part)) {
      const meaning = ts.SymbolFlags.Type | ts.SymbolFlags.Namespace;
      const found = checker.resolveName(leftmost(part.typeName), at, meaning, false);
      if (found === undefined || !isMeant(part.typeName, found, checker)) known = false;
    }
    ts.forEachChild(part, visit);
  };
  visit(node);
  return known;
}

/** The name, as the compiler wrote it, stands for what the file calls so. */
function isMeant(name: ts.EntityName, found: ts.Symbol, checker: ts.TypeChecker): boolean {
  // The compiler notes at each name that it writes what it stands for.
  const { symbol } = name as { symbol?: ts.Symbol };
  if (symbol === undefined || !ts.isIdentifier(name)) return true;
  const [meant, known] = [unalias(symbol, checker), unalias(found, checker)];
  return meant === known || (meant.declarations ?? []).some((each) => known.declarations?.includes(each));
}

/** Notes the named types that a piece of code mentions and does not declare itself. */
export function collectNames(node: ts.Node, at: ts.Node, checker: ts.TypeChecker, used: TypeNames): void {
  const visit = (part: ts.Node): void => {
    if (ts.isTypeReferenceNode(part)) {
      const first = leftmost(part.typeName);
      // Names in the author's code mean what they mean where they stand.
      const place = part.pos >= 0 ? part : at;
      const symbol = checker.resolveName(first, place, ts.SymbolFlags.Type | ts.SymbolFlags.Namespace, false);
      if (symbol !== undefined && !isDeclaredWithin(symbol, node)) note(first, symbol, checker, used);
    } else if (ts.isTypeQueryNode(part)) {
      const isWritten = part.pos >= 0;
      const value = leftmost(part.exprName);
      const symbol = isWritten
        ? checker.getSymbolAtLocation(part.exprName)
        : checker.resolveName(value, at, ts.SymbolFlags.Value, false);
      const isOfLibrary = symbol?.declarations?.every((each) => each.getSourceFile().isDeclarationFile) === true;
      if (symbol !== undefined && (isWritten ? !isDeclaredWithin(symbol, node) : !isOfLibrary))
        used.problem ??= `the loop uses the type \`${isWritten ? part.getText() : `typeof ${value}`}\`, which has no name of its own`;
    }
    ts.forEachChild(part, visit);
  };
  visit(node);
}

function isDeclaredWithin(symbol: ts.Symbol, root: ts.Node): boolean {
  return (symbol.declarations ?? []).some(
    (declaration) => root.pos >= 0 && root.pos <= declaration.pos && declaration.end <= root.end,
  );
}

function note(name: string, symbol: ts.Symbol, checker: ts.TypeChecker, used: TypeNames): void {
  const declaration = symbol.declarations?.[0];
  if (declaration === undefined) return;
  if (ts.isTypeParameterDeclaration(declaration)) {
    if (used.parameters.has(name)) return;
    used.parameters.set(name, declaration);
    collectNames(declaration, declaration, checker, used);
    return;
  }
  const isImport = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  if (!isImport && declaration.getSourceFile().isDeclarationFile) return;
  if (!isImport && !ts.isSourceFile(declaration.parent) && !isCommentOfFile(declaration)) {
    used.problem ??= `the type \`${name}\` is declared inside of a function`;
    return;
  }
  used.names.set(name, symbol);
}

/** `@typedef` outside of all functions. */
function isCommentOfFile({ parent }: ts.Declaration): boolean {
  const holder = ts.isJSDoc(parent) ? parent.parent : undefined;
  return holder !== undefined && (holder.kind === ts.SyntaxKind.EndOfFileToken || ts.isSourceFile(holder.parent));
}

/** `<T extends Point>` and `<T>` for the type parameters that a kernel takes over; empty where there are none. */
export function genericsOf({ parameters }: TypeNames): { declared: string; given: string } {
  if (parameters.size === 0) return { declared: "", given: "" };
  const declared = [...parameters.values()].map((parameter) => parameter.getText());
  return { declared: `<${declared.join(", ")}>`, given: `<${[...parameters.keys()].join(", ")}>` };
}

function leftmost(name: ts.EntityName): string {
  return ts.isIdentifier(name) ? name.text : leftmost(name.left);
}
