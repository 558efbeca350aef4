// The body of a kernel as code to be put into a loop: its statements, the value it gives, and how it ends.
import { ts } from "ts-morph";
import { isAssignedAt } from "../../loops/iterationSpace.js";
import { preorder } from "../../loops/mentions.js";
import type { Kernel } from "./callSite.js";

export interface KernelCode {
  /** Offsets of the statements before the last `return`; empty range for an expression. */
  readonly start: number;
  readonly end: number;
  readonly statements: readonly ts.Statement[];
  /** The value of an iteration that comes to its end; undefined: it gives none. */
  readonly result: ts.Expression | undefined;
  /** `return` statements before the last one. */
  readonly early: readonly ts.ReturnStatement[];
}

/** undefined: the body means something else in a loop, because it has a `this` or `arguments` of its own. */
export function kernelCode({ body, kind }: Kernel): KernelCode | undefined {
  if (!ts.isBlock(body))
    return { start: body.getStart(), end: body.getStart(), statements: [], result: body, early: [] };
  const isArrow = kind === ts.SyntaxKind.ArrowFunction;
  const own = [...preorder(body)].some(
    (node) =>
      (!isArrow && node.kind === ts.SyntaxKind.ThisKeyword) || (ts.isIdentifier(node) && node.text === "arguments"),
  );
  if (own) return undefined;
  const last = body.statements.at(-1);
  const final = last !== undefined && ts.isReturnStatement(last) ? last : undefined;
  const statements = final === undefined ? [...body.statements] : body.statements.slice(0, -1);
  return {
    start: body.getStart() + 1,
    // A comment over the last `return` goes with the statements.
    end: final === undefined ? body.end - 1 : final.getStart(),
    statements,
    result: final?.expression,
    early: statements.flatMap(returnsIn),
  };
}

function returnsIn(root: ts.Node): readonly ts.ReturnStatement[] {
  if (ts.isFunctionLike(root) || ts.isClassLike(root)) return [];
  if (ts.isReturnStatement(root)) return [root];
  const found: ts.ReturnStatement[] = [];
  ts.forEachChild(root, (child) => void found.push(...returnsIn(child)));
  return found;
}

/** Is control inside of a loop or `switch` of the kernel, where `continue` would mean that one? */
export function isNested(node: ts.Node, kernel: Kernel): boolean {
  for (let at = node.parent; at !== kernel.body && at !== undefined; at = at.parent)
    if (ts.isIterationStatement(at, false)) return true;
  return false;
}

export function isInTry(node: ts.Node, root: ts.Node): boolean {
  for (let at = node.parent; at !== root && at !== undefined; at = at.parent) if (ts.isTryStatement(at)) return true;
  return false;
}

/** Does the code give the variable another value? */
export function isAssignedIn(symbol: ts.Symbol, root: ts.Node, checker: ts.TypeChecker): boolean {
  return [...preorder(root)].some(
    (node) =>
      ts.isIdentifier(node) &&
      node.text === symbol.name &&
      isAssignedAt(node) &&
      (ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node)) === symbol,
  );
}

export function isMentionedIn(symbol: ts.Symbol, root: ts.Node, checker: ts.TypeChecker): boolean {
  return [...preorder(root)].some(
    (node) =>
      ts.isIdentifier(node) &&
      node.text === symbol.name &&
      (ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node)) === symbol,
  );
}
