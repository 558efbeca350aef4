// Fields of `this`, and static ones of the class around, that a kernel reads: they go into its `env` by value, under names of their own.
import { ts } from "ts-morph";
import { valueSymbol } from "../../accesses/types.js";
import { namesIn } from "../../legality/channels.js";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import type { TextEdit, TransformContext } from "../transform.js";
import { editedPart, freeName } from "./text.js";

export interface ThisField {
  /** What the kernel calls the field. */
  readonly name: string;
  /** Its first mention. */
  readonly node: ts.PropertyAccessExpression;
}

export interface ThisFields {
  readonly fields: readonly ThisField[];
  /** The kernel's name for each mention. */
  readonly nameOf: ReadonlyMap<ts.Node, string>;
  /** The text of code in terms of the kernel. */
  textOf(node: ts.Node): string;
  /** The same of a part of the file, by offsets. */
  textBetween(start: number, end: number): string;
}

/**
 * The fields that the nodes read. Methods, getters and what is assigned to are left out: they are bound to the object.
 * @param nodes what the kernel evaluates
 * @param taken names that mean something else in the kernel
 */
export function thisFieldsOf(
  nodes: readonly ts.Node[],
  taken: readonly string[],
  { checker, sourceFile }: TransformContext,
): ThisFields {
  const { text } = sourceFile;
  const names = new Map<string, string>();
  const fields: ThisField[] = [];
  const nameOf = new Map<ts.Node, string>();
  const edits: TextEdit[] = [];
  const used = new Set(taken);
  for (const { text: name } of nodes.flatMap((node) => namesIn(node, new Set()))) used.add(name);
  for (const root of nodes) visit(root);
  return {
    fields,
    nameOf,
    textOf: (node) => editedPart(text, node.getStart(), node.end, edits),
    textBetween: (start, end) => editedPart(text, start, end, edits),
  };

  function visit(node: ts.Node): void {
    // `this` of such a function is another one.
    if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isClassLike(node)) return;
    if (!isOwnField(node, checker)) {
      ts.forEachChild(node, visit);
      return;
    }
    if (nameOf.has(node)) return;
    const property = node.name.text;
    const place = `${node.expression.getText()}.${property}`;
    let name = names.get(place);
    if (name === undefined) {
      const plain = property.replace(/^#/, "");
      name = used.has(plain) ? freeName(`own${plain[0]!.toUpperCase()}${plain.slice(1)}`, text) : plain;
      names.set(place, name);
      used.add(name);
      fields.push({ name, node });
    }
    nameOf.set(node, name);
    edits.push({ start: node.getStart(), end: node.end, text: name });
  }
}

/** A field that is read: of `this`, or a static one of a class that the mention stands in. */
export function isOwnField(node: ts.Node, checker: ts.TypeChecker): node is ts.PropertyAccessExpression {
  if (!ts.isPropertyAccessExpression(node) || ts.isOptionalChain(node)) return false;
  const { expression } = node;
  const isOwn =
    expression.kind === ts.SyntaxKind.ThisKeyword ||
    (ts.isIdentifier(expression) && ownClass(expression, checker) !== undefined);
  if (!isOwn) return false;
  const symbol = checker.getSymbolAtLocation(node.name);
  if (symbol === undefined || (symbol.flags & ts.SymbolFlags.Property) === 0) return false;
  if ((symbol.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.Accessor)) !== 0) return false;
  return checker.getTypeAtLocation(node).getCallSignatures().length === 0 && !isAssignedAt(node);
}

/** The class that the name stands for, where it stands in a member of it: then there is the class by the time that it is evaluated. */
export function ownClass(name: ts.Identifier, checker: ts.TypeChecker): ts.ClassDeclaration | undefined {
  for (let at: ts.Node = name; at.parent !== undefined; at = at.parent) {
    if (!ts.isClassDeclaration(at.parent) || !ts.isClassElement(at)) continue;
    const { name: own } = at.parent;
    if (own !== undefined && own.text === name.text && valueSymbol(name, checker) === checker.getSymbolAtLocation(own))
      return at.parent;
  }
  return undefined;
}
