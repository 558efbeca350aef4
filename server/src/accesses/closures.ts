// Functions that a call has made: `const random = mulberry32(seed)`. What such a function keeps between its calls, the variables
// of the function that made it, is a part of it; each call of the maker makes another one with variables of its own.
import { ts } from "ts-morph";
import { preorder } from "../loops/mentions.js";
import type { Access, Target } from "./access.js";
import type { AccessContext } from "./context.js";
import type { Region } from "./region.js";
import { declaredWithin, isWithin, valueSymbol } from "./types.js";

/** A function that was made by a call, and that a constant holds. */
export interface Made {
  /** The constant. */
  readonly holder: ts.Symbol;
  readonly call: ts.CallExpression;
  readonly maker: ts.FunctionLikeDeclaration;
  readonly declaration: ts.FunctionLikeDeclaration;
}

/** What `holder` keeps when `maker` returns `declaration`, a function of its own. */
export function madeBy(
  holder: ts.Symbol,
  call: ts.CallExpression,
  maker: ts.FunctionLikeDeclaration,
  declaration: ts.FunctionLikeDeclaration,
): Made | undefined {
  const isFunction =
    ts.isArrowFunction(declaration) || ts.isFunctionExpression(declaration) || ts.isFunctionDeclaration(declaration);
  return isFunction ? { holder, call, maker, declaration } : undefined;
}

/** The function lies in its maker and uses variables of it. O(nodes of the function). */
export function keepsVariablesOf(maker: ts.Node, declaration: ts.Node, checker: ts.TypeChecker): boolean {
  if (!isWithin(declaration, maker)) return false;
  for (const node of preorder(declaration)) {
    const symbol = ts.isIdentifier(node) ? valueSymbol(node, checker) : undefined;
    const home = symbol?.valueDeclaration;
    if (home !== undefined && isWithin(home, maker) && !isWithin(home, declaration)) return true;
  }
  return false;
}

/**
 * An access of the made function in the terms of who calls it: its maker's variables are places in the function. Undefined when
 * it reaches into an object that such a variable holds.
 */
export function insideMade(access: Access, made: Made, region: Region): Access | undefined {
  const { target } = access;
  const isMakers = (symbol: ts.Symbol) => declaredWithin(symbol, made.maker, true);
  if (target.kind === "place") {
    const { root } = target.base;
    return root.kind === "variable" && isMakers(root.symbol) ? undefined : access;
  }
  return isMakers(target.symbol)
    ? { ...access, target: placeIn(made, `variable ${target.symbol.name}`, region) }
    : access;
}

/** A place in the function. Made in the region, it is as new as what its maker has made. */
export function placeIn({ holder, call }: Made, name: string, region: Region): Target {
  const root = region.isLocal(holder)
    ? ({ kind: "fresh", node: call } as const)
    : ({ kind: "variable", symbol: holder } as const);
  return { kind: "place", base: { root, path: [], type: undefined }, step: { kind: "property", name } };
}

/** The function literal that its maker returns is not called where it is made. */
export function isReturnedFrom(literal: ts.Node, maker: ts.Node, context: AccessContext): boolean {
  context.budget.spend(1);
  let at = literal;
  while (ts.isParenthesizedExpression(at.parent) || ts.isConditionalExpression(at.parent)) at = at.parent;
  return at.parent === maker || (ts.isReturnStatement(at.parent) && functionAround(at) === maker);
}

function functionAround(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike);
}
