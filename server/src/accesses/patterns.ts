// What a destructuring pattern reads: of the item of a `for-of`, of a parameter, of what is assigned.
import { ts } from "ts-morph";
import type { Ref, Step } from "./access.js";
import { targetsOf } from "./calls.js";
import type { AccessContext } from "./context.js";
import { isAccessorSymbol, isIterator, isKnownIterable } from "./expressions.js";
import type { Recorder } from "./recorder.js";
import { receiverOf } from "./refs.js";
import type { Region } from "./region.js";
import { bare, isPrimitive } from "./types.js";

export interface Taken {
  readonly base: Ref;
  readonly step: Step;
}

/**
 * The places that the names of the pattern get their values from, in terms of the region. O(names).
 * @param iterable what the loop goes through whose items the pattern takes apart
 */
export function takenBy(pattern: ts.BindingPattern, region: Region, iterable?: ts.Expression): readonly Taken[] {
  // A pair of the library's own is seen by nobody else.
  const isOfLibrary =
    iterable !== undefined && ts.isArrayBindingPattern(pattern) && makesPairs(iterable, region.context);
  return namesIn(pattern).flatMap((name) => {
    const symbol = region.context.checker.getSymbolAtLocation(name);
    const isPart = isOfLibrary && name.parent.parent === pattern;
    return symbol === undefined || isPart ? [] : region.taken(symbol);
  });
}

/** A pattern without an initializer reads what it takes apart. */
export function recordBound(pattern: ts.BindingPattern, region: Region, { place, effect }: Recorder): void {
  const list = pattern.parent.parent;
  const loop = list.parent;
  const isHead = ts.isForOfStatement(loop) && list === loop.initializer;
  for (const { base, step } of takenBy(pattern, region, isHead ? loop.expression : undefined))
    place("read", base, step, pattern);
  if (runsCode(pattern, region.context))
    effect("unknown-call", pattern, `an accessor or an iterator of ${pattern.getText()}`);
}

/** `[a, b] = pair`, `({ a, b: [c] } = whole)`: what lies in the patterns of the pattern is read, too. */
export function recordTakenApart(pattern: Pattern, value: ts.Expression, region: Region, recorder: Recorder): void {
  const { context } = region;
  const properties = context.checker.getTypeAtLocation(value).getProperties();
  if (ts.isArrayLiteralExpression(pattern)) {
    // The elements themselves are gone through.
    if (!pattern.elements.some((part) => isPattern(targetOf(part)))) return;
  } else if (properties.some((property) => isAccessorSymbol(property, context)))
    recorder.effect("unknown-call", value, `an accessor of ${value.getText()}`);
  recorder.readDeep(region.origins(value), value);
}

type Pattern = ts.ArrayLiteralExpression | ts.ObjectLiteralExpression;

/** On the left of an assignment. */
export function isPattern(node: ts.Expression): node is Pattern {
  return ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node);
}

/** `[a]` in `[[a], b]`, in `[...[a]]` and in `[[a] = []]`. */
export function targetOf(part: ts.Expression): ts.Expression {
  const inner = bare(ts.isSpreadElement(part) ? part.expression : part);
  return ts.isBinaryExpression(inner) ? bare(inner.left) : inner;
}

/** Taking the pattern apart may run code of the program: an accessor, an iterator; or it uses up an iterator that others have. */
function runsCode(pattern: ts.BindingPattern, context: AccessContext): boolean {
  const type = context.checker.getTypeAtLocation(pattern);
  if (ts.isArrayBindingPattern(pattern))
    return !isPrimitive(type) && (!isKnownIterable(type, context) || isIterator(type));
  return type.getProperties().some((property) => isAccessorSymbol(property, context));
}

function namesIn(pattern: ts.BindingPattern): readonly ts.Identifier[] {
  return pattern.elements.flatMap((element) => {
    if (ts.isOmittedExpression(element)) return [];
    return ts.isIdentifier(element.name) ? [element.name] : namesIn(element.name);
  });
}

/** Going through it gives arrays of two that were made for the purpose: a Map, `Object.entries(…)`, `rows.entries()`. */
function makesPairs(iterable: ts.Expression, context: AccessContext): boolean {
  const node = bare(iterable);
  const type = context.checker.getTypeAtLocation(node);
  if (isPrimitive(type) || !isKnownIterable(type, context)) return false;
  if (/^(?:Readonly)?Map$/.test(type.symbol?.name ?? "")) return true;
  if (!ts.isCallExpression(node) || receiverOf(node) === undefined) return false;
  const callee = bare(node.expression);
  const isEntries = ts.isPropertyAccessExpression(callee) && callee.name.text === "entries";
  return isEntries && targetsOf(node, context).every(({ kind }) => kind === "builtin");
}
