// Names in a piece of code: which it declares, which it needs from outside, and the piece with some of them renamed.
import path from "node:path";
import { ts } from "ts-morph";
import { preorder } from "../../loops/mentions.js";
import { type ImportNeed, importNeed, named } from "../support/importText.js";
import { editedPart } from "../support/text.js";
import type { TextEdit } from "../transform.js";
import { aliased } from "./callSite.js";

/** Variables, parameters, functions and classes declared in the code; several may have one name. */
export function declaredIn(roots: readonly ts.Node[], checker: ts.TypeChecker): ReadonlySet<ts.Symbol> {
  const found = new Set<ts.Symbol>();
  for (const node of roots.flatMap((root) => [...preorder(root)])) {
    if (!ts.isIdentifier(node) || !isDeclarationName(node)) continue;
    const symbol = checker.getSymbolAtLocation(node);
    if (symbol !== undefined) found.add(symbol);
  }
  return found;
}

export function namesDeclaredIn(roots: readonly ts.Node[], checker: ts.TypeChecker): ReadonlySet<string> {
  return new Set([...declaredIn(roots, checker)].map(({ name }) => name));
}

function isDeclarationName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isBindingElement(parent)) return parent.name === node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isClassDeclaration(parent)) &&
    parent.name === node
  );
}

/** All words of the code that may be names. */
export function wordsOf(roots: readonly ts.Node[]): ReadonlySet<string> {
  const words = roots.flatMap((root) =>
    [...preorder(root)].flatMap((node) => (ts.isIdentifier(node) ? [node.text] : [])),
  );
  return new Set(words);
}

/** The text from `start` to `end` with new names for some variables. */
export function renamed(
  file: ts.SourceFile,
  start: number,
  end: number,
  names: ReadonlyMap<ts.Symbol, string>,
  checker: ts.TypeChecker,
  more: readonly TextEdit[] = [],
): string {
  const edits: TextEdit[] = [...more];
  if (names.size > 0) {
    for (const node of preorder(file)) {
      if (!ts.isIdentifier(node) || node.getStart() < start || node.end > end) continue;
      const { parent } = node;
      const isShort = ts.isShorthandPropertyAssignment(parent);
      const symbol = isShort ? checker.getShorthandAssignmentValueSymbol(parent) : checker.getSymbolAtLocation(node);
      const name = symbol && names.get(symbol);
      if (name === undefined || name === node.text) continue;
      // `{ x }` names a property and a variable at once, as a value and as a pattern.
      const isPattern = ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent);
      const keeps =
        isShort ||
        (isPattern && parent.propertyName === undefined && parent.dotDotDotToken === undefined && parent.name === node);
      edits.push({ start: node.getStart(), end: node.end, text: keeps ? `${node.text}: ${name}` : name });
    }
  }
  return editedPart(file.text, start, end, edits);
}

export interface Outer {
  readonly name: string;
  readonly symbol: ts.Symbol;
  readonly isType: boolean;
}

/** What the code mentions that is declared outside of `home`, by name; globals of the language are left out. */
export function outerNames(
  roots: readonly ts.Node[],
  home: ts.Node,
  program: ts.Program,
  checker: ts.TypeChecker,
): readonly Outer[] {
  const found = new Map<string, Outer>();
  for (const node of roots.flatMap((root) => [...preorder(root)])) {
    if (!ts.isIdentifier(node) || isMember(node)) continue;
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
    const [declaration] = symbol?.declarations ?? [];
    if (symbol === undefined || declaration === undefined) continue;
    const source = declaration.getSourceFile();
    if (source === home.getSourceFile() && home.pos <= declaration.pos && declaration.end <= home.end) continue;
    if (program.isSourceFileDefaultLibrary(source) || source.fileName.includes("/@types/node/")) continue;
    const isType = ts.isPartOfTypeNode(node);
    const known = found.get(node.text);
    found.set(node.text, { name: node.text, symbol, isType: isType && (known?.isType ?? true) });
  }
  return [...found.values()];
}

function isMember(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodDeclaration(parent)) &&
    parent.name === node
  );
}

/**
 * How a name of the kernel module comes to mean the same in the caller's file.
 * @returns the import it needs, nothing when it is there already, or the sentence why it cannot be had
 */
export function needOf(
  { name, symbol, isType }: Outer,
  at: ts.Node,
  kernelSpecifier: string | undefined,
  checker: ts.TypeChecker,
): ImportNeed | undefined | { readonly problem: string } {
  const meaning = ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace | ts.SymbolFlags.Alias;
  const present = checker.resolveName(name, at, meaning, false);
  const target = aliased(symbol, checker);
  if (present !== undefined)
    return aliased(present, checker) === target
      ? undefined
      : { problem: `\`${name}\` of the kernel means something else where the call stands` };
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined) return undefined;
  const home = declaration.getSourceFile();
  const imported = importNeed(declaration);
  if (imported !== undefined) {
    const specifier = specifierFrom(at.getSourceFile().fileName, home.fileName, imported.specifier);
    return { ...imported, specifier, typeOnly: imported.typeOnly || isType };
  }
  const module = checker.getSymbolAtLocation(home);
  const isExported = module !== undefined && checker.getExportsOfModule(module).some((each) => each.name === name);
  if (!isExported || kernelSpecifier === undefined)
    return { problem: `the kernel uses \`${name}\`, which its module does not export` };
  return { ...named(kernelSpecifier, name), typeOnly: isType };
}

/** A relative specifier of one file, as another writes it. */
function specifierFrom(file: string, home: string, specifier: string): string {
  const [own, other] = [path.posix.dirname(file), path.posix.dirname(home)];
  if (!specifier.startsWith(".") || own === other) return specifier;
  const relative = path.posix.relative(own, path.posix.join(other, specifier));
  return relative.startsWith(".") ? relative : `./${relative}`;
}
