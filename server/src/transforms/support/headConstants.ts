// What the head of a loop declares beside its counter: constants such as `n` in `for (let i = 0, n = xs.length; i < n; i++)`, and
// the first values of what it advances, such as `j` in `for (let i = 0, j = n; i < n; i++, j--)`.
import { ts } from "ts-morph";
import { referencesTo } from "../../scalars/liveness.js";
import type { Parts } from "./parts.js";
import type { ForLoop } from "./replaceLoop.js";

export interface HeadConstants {
  /** Declarations to put before the call. */
  readonly lines: readonly string[];
  /** The names mean something else around the loop. */
  readonly needsBlock: boolean;
  /** A bound of the loop, in terms of what is visible before it. */
  textOf(bound: ts.Expression): string;
}

export function headConstants(
  { space, node, container }: ForLoop,
  parts: Parts,
  checker: ts.TypeChecker,
  semicolon: string,
): HeadConstants {
  const declarations = space.form === "counted" ? space.headConstants : [];
  const written = new Map<ts.Symbol, string>();
  const lines: string[] = [];
  let needsBlock = false;
  for (const declaration of declarations) {
    const symbol = checker.getSymbolAtLocation(declaration.name);
    if (symbol === undefined || declaration.initializer === undefined) continue;
    // Where the bound has to be computed with, or the condition be written again, it needs its name.
    const isPlain = space.form === "counted" && space.offset === undefined && /^[<>]$/.test(space.test);
    const isOnlyBound = isPlain && !parts.usedInKernel(symbol) && parts.usedInCommit(symbol).length === 0;
    if (isOnlyBound && space.form === "counted" && isName(space.end, symbol, checker)) {
      written.set(symbol, declaration.initializer.getText());
      continue;
    }
    lines.push(`const ${declaration.getText()}${semicolon}`);
    if (isNamedElsewhere(declaration.name.getText(), node, container)) needsBlock = true;
  }
  for (const { symbol, start } of parts.split.advanced) {
    if (start === undefined) continue;
    lines.push(`const ${start.parent.getText()}${semicolon}`);
    if (isNamedElsewhere(symbol.name, node, container)) needsBlock = true;
  }
  return {
    lines,
    needsBlock,
    textOf: (bound) => {
      const symbol = ts.isIdentifier(bound) ? checker.getSymbolAtLocation(bound) : undefined;
      return (symbol && written.get(symbol)) ?? bound.getText();
    },
  };

  function isName(node: ts.Expression, symbol: ts.Symbol, types: ts.TypeChecker): boolean {
    return ts.isIdentifier(node) && referencesTo(symbol, node, types).length > 0;
  }
}

/** In the function around the loop: what other functions call so is theirs. */
function isNamedElsewhere(name: string, loop: ts.Node, container: ts.Node): boolean {
  const visit = (node: ts.Node): boolean => {
    if (node === loop) return false;
    if (ts.isIdentifier(node)) return node.text === name;
    return ts.forEachChild(node, (child) => (visit(child) ? true : undefined)) ?? false;
  };
  return visit(container);
}
