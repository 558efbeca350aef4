// Which names a file uses for variables and types, before and after an edit.
import { ts } from "ts-morph";
import { preorder } from "../../loops/mentions.js";
import type { TextEdit } from "../transform.js";
import { namesOf } from "./imports.js";
import { boundNames } from "./parts.js";

/** Identifiers of a text that stand for a variable or a type, not for a property. O(text). */
export function namesUsedIn(text: string, fileName: string): ReadonlySet<string> {
  return new Set(usesIn(ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)).keys());
}

/** Those of them that the text does not declare itself around the place where it uses them. O(text · depth). */
export function freeNamesIn(text: string, fileName: string): ReadonlySet<string> {
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const free = new Set<string>();
  for (const node of preorder(file))
    if (ts.isIdentifier(node) && !isPropertyName(node) && !isDeclaredAround(node)) free.add(node.text);
  return free;
}

function isDeclaredAround({ text, parent }: ts.Identifier): boolean {
  for (let at = parent; at !== undefined; at = at.parent)
    if (declaredBy(at).some((declaration) => boundNames([declaration.name]).some((name) => name.text === text)))
      return true;
  return false;
}

/** What is known by name inside of the node and not around it. */
function declaredBy(node: ts.Node): readonly (ts.VariableDeclaration | ts.ParameterDeclaration)[] {
  if (ts.isFunctionLike(node)) return node.parameters as ts.NodeArray<ts.ParameterDeclaration>;
  if (ts.isBlock(node) || ts.isSourceFile(node))
    return node.statements.flatMap((each) => (ts.isVariableStatement(each) ? scopedIn(each.declarationList) : []));
  const isFor = ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node);
  const head = isFor ? node.initializer : undefined;
  return head !== undefined && ts.isVariableDeclarationList(head) ? scopedIn(head) : [];
}

function scopedIn(list: ts.VariableDeclarationList): readonly ts.VariableDeclaration[] {
  return (list.flags & ts.NodeFlags.BlockScoped) !== 0 ? list.declarations : [];
}

// Every loop of a file asks; the tree of a file never changes.
const usesOfFile = new WeakMap<ts.SourceFile, ReadonlyMap<string, readonly number[]>>();

/** Where the names of a file end, the imports left out. O(nodes), once per tree. */
function usesIn(file: ts.SourceFile): ReadonlyMap<string, readonly number[]> {
  const known = usesOfFile.get(file);
  if (known !== undefined) return known;
  const found = new Map<string, number[]>();
  const visit = (root: ts.Node): void => {
    for (const node of preorder(root)) {
      if (!ts.isIdentifier(node) || isPropertyName(node) || isImported(node)) continue;
      const list = found.get(node.text);
      if (list === undefined) found.set(node.text, [node.end]);
      else list.push(node.end);
    }
  };
  for (const statement of file.statements) visit(statement);
  usesOfFile.set(file, found);
  return found;
}

/** The identifier belongs to an import statement, or to a `const … = require(…)`. */
function isImported(node: ts.Identifier): boolean {
  for (let at: ts.Node = node; at.parent !== undefined; at = at.parent) {
    if (ts.isImportDeclaration(at) || (ts.isVariableStatement(at) && namesOf(at).length > 0)) return true;
    if (ts.isFunctionLike(at) || ts.isBlock(at)) return false;
  }
  return false;
}

export interface NamesUsed {
  before(name: string): boolean;
  after(name: string): boolean;
}

/** The names that a file uses before and after edits, in the order of their places. O(length of the edits) once the file is known. */
export function namesUsed(file: ts.SourceFile, edits: readonly TextEdit[]): NamesUsed {
  const uses = usesIn(file);
  const applied: TextEdit[] = [];
  // An edit inside of a removed part goes with it.
  for (const edit of edits) if (edit.start >= (applied.at(-1)?.end ?? 0)) applied.push(edit);
  const brought = new Set(applied.flatMap(({ text }) => [...namesUsedIn(text, file.fileName)]));
  const isGone = (name: string, end: number) =>
    applied.some((edit) => edit.start <= end - name.length && end <= edit.end && edit.start < edit.end);
  return {
    before: (name) => uses.has(name),
    after: (name) => brought.has(name) || (uses.get(name)?.some((end) => !isGone(name, end)) ?? false),
  };
}

/** The identifier names a member, not a variable. */
export function isPropertyName(node: ts.Identifier | ts.PrivateIdentifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  const isNamed =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent);
  return isNamed && parent.name === node;
}
