// What the head of a loop declares beside its counter: constants such as `n` in `for (let i = 0, n = xs.length; i < n; i++)`, and
// the first values of what it advances, such as `j` in `for (let i = 0, j = n; i < n; i++, j--)`.
import { ts } from "ts-morph";
import { referencesTo } from "../../scalars/liveness.js";
import { isPath } from "./items.js";
import type { Parts } from "./parts.js";
import type { ForLoop } from "./replaceLoop.js";
import { editedPart } from "./text.js";

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

/** What the head declares, with what it begins with: before the loop nobody knows it by its name. */
function headValues(
  { space }: ForLoop,
  { split }: Parts,
  checker: ts.TypeChecker,
): ReadonlyMap<ts.Symbol, ts.Expression> {
  const values = new Map<ts.Symbol, ts.Expression>();
  for (const { name, initializer } of space.form === "counted" ? space.headConstants : []) {
    const symbol = checker.getSymbolAtLocation(name);
    if (symbol !== undefined && initializer !== undefined) values.set(symbol, initializer);
  }
  for (const { symbol, start } of split.advanced) if (start !== undefined) values.set(symbol, start);
  return values;
}

/** The text of what is tested before the loop, with the values of what only its head declares. */
export function textBeforeHead(
  loop: ForLoop,
  parts: Parts,
  checker: ts.TypeChecker,
): (tested: ts.Expression) => string {
  const values = headValues(loop, parts, checker);
  const textOf = (tested: ts.Expression): string => {
    const { text } = tested.getSourceFile();
    const edits = [...values].flatMap(([symbol, value]) =>
      referencesTo(symbol, tested, checker).map((name) => {
        const shown = textOf(value);
        const isAtom = isPath(value) || ts.isNumericLiteral(value) || name === tested;
        return { start: name.getStart(), end: name.end, text: isAtom ? shown : `(${shown})` };
      }),
    );
    return editedPart(text, tested.getStart(), tested.end, edits);
  };
  return textOf;
}

/** What is tested before the loop and only its head declares, so that it could not be evaluated there once more. */
export function untestable(loop: ForLoop, parts: Parts, checker: ts.TypeChecker): string | undefined {
  const { conditions, integers, disjoint, distinct } = parts.split;
  const values = headValues(loop, parts, checker);
  const tested = [...conditions.map(({ expression }) => expression), ...integers];
  const roots = new Set([...disjoint.flat(), ...distinct].map(({ name }) => name.split(".")[0]));
  for (const [symbol, value] of values) {
    if (roots.has(symbol.name)) return symbol.name;
    const isTested = [...tested, ...values.values()].some((each) => referencesTo(symbol, each, checker).length > 0);
    if (isTested && !isRepeatable(value)) return symbol.name;
  }
  return undefined;
}

/** Evaluated once more it gives the same, and nobody sees it. */
function isRepeatable(node: ts.Expression): boolean {
  if (isPath(node) || ts.isNumericLiteral(node)) return true;
  if (ts.isParenthesizedExpression(node)) return isRepeatable(node.expression);
  const isSum = ts.isBinaryExpression(node) && /^[-+*/%|&^]$|^(?:<<|>>>?|\*\*)$/.test(node.operatorToken.getText());
  return isSum && isRepeatable(node.left) && isRepeatable(node.right);
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
