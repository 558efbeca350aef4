// Functions that a call has made: `const random = mulberry32(seed)`. What such a function keeps between its calls, the variables
// of the function that made it, is a part of it; each call of the maker makes another one with variables of its own.
import { ts } from "ts-morph";
import type { Access, Target } from "./access.js";
import type { AccessContext } from "./context.js";
import { returnedBy } from "./refs.js";
import type { Region } from "./region.js";
import { bare, declaredWithin, functionOf, unalias, valueSymbol } from "./types.js";

/** A function that was made by a call, and that a constant holds. */
export interface Made {
  /** The constant. */
  readonly holder: ts.Symbol;
  readonly call: ts.CallExpression;
  readonly maker: ts.FunctionLikeDeclaration;
  readonly declaration: ts.FunctionLikeDeclaration;
}

/** The call whose result a constant holds: `mulberry32(seed)`. */
export function makingCall(name: ts.Identifier, checker: ts.TypeChecker): ts.CallExpression | undefined {
  const declaration = holderOf(name, checker)?.valueDeclaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name))
    return undefined;
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0 || declaration.initializer === undefined)
    return undefined;
  const value = bare(declaration.initializer);
  return ts.isCallExpression(value) ? value : undefined;
}

/** What the constant holds, when its maker always returns the same function of its own; undefined: nobody knows. */
export function functionMade(
  name: ts.Identifier,
  call: ts.CallExpression,
  maker: ts.FunctionLikeDeclaration,
  checker: ts.TypeChecker,
): Made | undefined {
  const holder = holderOf(name, checker);
  const [result, ...others] = returnedBy(maker).map(bare);
  if (holder === undefined || result === undefined || others.length > 0) return undefined;
  const symbol = ts.isIdentifier(result) ? valueSymbol(result, checker) : undefined;
  const declaration = symbol === undefined ? result : functionOf(symbol, checker);
  if (declaration === undefined || declaration.pos < maker.pos || declaration.end > maker.end) return undefined;
  const isFunction =
    ts.isArrowFunction(declaration) || ts.isFunctionExpression(declaration) || ts.isFunctionDeclaration(declaration);
  return isFunction ? { holder, call, maker, declaration } : undefined;
}

function holderOf(name: ts.Identifier, checker: ts.TypeChecker): ts.Symbol | undefined {
  const symbol = valueSymbol(name, checker);
  return symbol === undefined ? undefined : unalias(symbol, checker);
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
  return literal.parent === maker || (ts.isReturnStatement(literal.parent) && functionAround(literal) === maker);
}

function functionAround(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike);
}
