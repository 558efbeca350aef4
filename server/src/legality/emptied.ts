// Arrays, maps and sets that are made once and emptied before each use: `window.length = 0`, `seen.clear()`. An iteration may
// have its own.
import { ts } from "ts-morph";
import { targetsOf } from "../accesses/calls.js";
import { bare, isPrimitive } from "../accesses/types.js";
import { takesNoMore } from "../dependence/distinctRows.js";
import { isCollection } from "../loops/elementSpace.js";
import { isArrayLike, isTypedArray } from "../loops/findLoops.js";
import { isNumeric } from "../loops/iterationSpace.js";
import { isCaptured } from "../loops/mentions.js";
import { referencesTo } from "../scalars/liveness.js";
import type { Body } from "./body.js";

/**
 * All mentions in the loop stand in one block that begins by emptying what the variable holds, hold only primitives, and let
 * nobody keep it. O(mentions).
 */
export function isEmptiedFirst(symbol: ts.Symbol, body: Body): boolean {
  const { loop, context, nest } = body;
  const { checker } = context;
  const type = checker.getTypeOfSymbol(symbol);
  if (!nest.keepsVariable(symbol) || !holdsPrimitives(type, checker)) return false;
  const mentions = referencesTo(symbol, loop.node, checker);
  const [first] = mentions;
  const emptying = first === undefined ? undefined : emptyingAt(first);
  if (emptying === undefined || !ts.isBlock(emptying.parent)) return false;
  const block = emptying.parent;
  return mentions.every(
    (node) =>
      node.pos >= emptying.pos && node.end <= block.end && !isCaptured(node, block) && isUsedInPlace(node, body),
  );
}

function holdsPrimitives(type: ts.Type, checker: ts.TypeChecker): boolean {
  const isKnown = isCollection(type) || (isArrayLike(type, checker) && !isTypedArray(type));
  return isKnown && checker.getTypeArguments(type as ts.TypeReference).every(isPrimitive);
}

/** The statement `x.length = 0`, `x.splice(0)` or `x.clear()` that the mention of `x` belongs to. */
function emptyingAt({ parent }: ts.Identifier): ts.ExpressionStatement | undefined {
  if (!ts.isPropertyAccessExpression(parent)) return undefined;
  const outer = parent.parent;
  if (!ts.isExpressionStatement(outer.parent)) return undefined;
  if (ts.isBinaryExpression(outer)) {
    const isReset =
      outer.left === parent && outer.operatorToken.kind === ts.SyntaxKind.EqualsToken && outer.right.getText() === "0";
    return isReset && parent.name.text === "length" ? outer.parent : undefined;
  }
  if (!ts.isCallExpression(outer) || outer.expression !== parent) return undefined;
  const { length } = outer.arguments;
  const isSplice = parent.name.text === "splice" && length === 1 && outer.arguments[0]!.getText() === "0";
  return isSplice || (parent.name.text === "clear" && length === 0) ? outer.parent : undefined;
}

const answersItself: ReadonlySet<string> = new Set([
  "add",
  "copyWithin",
  "entries",
  "fill",
  "keys",
  "reverse",
  "set",
  "sort",
  "subarray",
  "valueOf",
  "values",
]);

/** The mention reads or changes what the object holds; the object itself gets nowhere. */
export function isUsedInPlace(node: ts.Identifier, { context }: Body): boolean {
  const { parent } = node;
  // By a name in brackets it may be a method.
  if (ts.isElementAccessExpression(parent))
    return parent.expression === node && isNumeric(context.checker.getTypeAtLocation(parent.argumentExpression));
  if (ts.isSpreadElement(parent)) return true;
  if (ts.isForOfStatement(parent)) return parent.expression === node;
  if (ts.isPropertyAccessExpression(parent)) {
    if (parent.expression !== node) return false;
    const call = parent.parent;
    if (!ts.isCallExpression(call) || call.expression !== parent) return /^(?:length|size)$/.test(parent.name.text);
    if (targetsOf(call, context).some(({ kind }) => kind !== "builtin")) return false;
    // A callback gets the object, too, behind the element and its index.
    if (!call.arguments.every((argument) => takesNoMore(argument, 2, context))) return false;
    return !answersItself.has(parent.name.text) || ts.isExpressionStatement(call.parent) || isTakenFrom(call);
  }
  return ts.isCallExpression(parent) && parent.expression !== node && onlyReads(parent, context);
}

/** `window.sort(byValue)[2]` */
function isTakenFrom(call: ts.CallExpression): boolean {
  const { parent } = call;
  return ts.isElementAccessExpression(parent) && parent.expression === call;
}

/** A function of the program that writes nothing and answers with a primitive keeps nothing. */
function onlyReads(call: ts.CallExpression, context: Body["context"]): boolean {
  if (!isPrimitive(context.checker.getTypeAtLocation(bare(call)))) return false;
  return targetsOf(call, context).every((target) => {
    if (target.kind !== "function") return false;
    const { accesses, effects } = context.summaries.of(target.declaration);
    return effects.length === 0 && accesses.every(({ mode }) => mode === "read");
  });
}
