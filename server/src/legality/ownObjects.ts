// Whether an expression makes an object of which nobody else holds any part: then whoever changes it has it by its name.
import { ts } from "ts-morph";
import { targetsOf } from "../accesses/calls.js";
import type { AccessContext } from "../accesses/context.js";
import { bare, holdsOnlyPrimitives, isPrimitive } from "../accesses/types.js";
import { preorder } from "../loops/mentions.js";

/** True for primitives, functions, and objects that are made here down to their contents. O(nodes). */
export function isOwnObject(node: ts.Expression, context: AccessContext): boolean {
  const { checker } = context;
  const isOwn = (part: ts.Expression): boolean => isOwnObject(part, context);
  const value = bare(node);
  if (ts.isFunctionLike(value) || ts.isRegularExpressionLiteral(value)) return true;
  if (ts.isConditionalExpression(value)) return isOwn(value.whenTrue) && isOwn(value.whenFalse);
  if (ts.isArrayLiteralExpression(value)) return value.elements.every((each) => isOwnPart(each, context));
  if (ts.isObjectLiteralExpression(value))
    return value.properties.every((each) => {
      if (ts.isPropertyAssignment(each)) return isOwn(each.initializer);
      if (ts.isShorthandPropertyAssignment(each)) return isPlain(checker.getTypeAtLocation(each.name));
      return ts.isSpreadAssignment(each) ? isSpreadOwn(each.expression, context) : true;
    });
  if (ts.isCallExpression(value) || ts.isNewExpression(value)) return isMadeByCall(value, context);
  return isPlain(checker.getTypeAtLocation(value));
}

/** A primitive, or a function that is no class. */
function isPlain(type: ts.Type): boolean {
  if (isPrimitive(type)) return true;
  return type.getCallSignatures().length > 0 && type.getConstructSignatures().length === 0;
}

function isOwnPart(node: ts.Expression, context: AccessContext): boolean {
  return ts.isSpreadElement(node) ? isSpreadOwn(node.expression, context) : isOwnObject(node, context);
}

function isSpreadOwn(node: ts.Expression, context: AccessContext): boolean {
  return holdsOnlyPrimitives(context.checker.getTypeAtLocation(node), context.checker, 0) || isOwnObject(node, context);
}

function isMadeByCall(call: ts.CallExpression | ts.NewExpression, context: AccessContext): boolean {
  const { checker } = context;
  if (isPlain(checker.getTypeAtLocation(call))) return true;
  const given = call.arguments ?? [];
  // What the library makes out of lists of numbers and texts is a list of its own.
  const isFresh = (part: ts.Expression): boolean => isOwnPart(part, context);
  const areGivenOwn = given.every((part) => isFresh(part) || holdsNothingElse(part, context));
  return targetsOf(call, context).every((target) => {
    if (target.kind === "unknown") return false;
    if (target.kind === "builtin") {
      const { returns, opaque } = target.builtin;
      const receiver = receiverOf(call);
      const isReceiverOwn =
        receiver === undefined || holdsNothingElse(receiver, context) || isOwnObject(receiver, context);
      if (opaque === true || returns === "view") return false;
      if (returns !== "fresh") return isOwnObject(receiver ?? given[0] ?? call, context) && given.every(isFresh);
      // `new Set(words)`, but not a view of memory that somebody else has.
      if (ts.isNewExpression(call)) {
        const depth = levelsTaken.get(checker.getTypeAtLocation(call).symbol?.name ?? "") ?? 0;
        return given.every(
          (part) => isFresh(part) || holdsOnlyPrimitives(checker.getTypeAtLocation(part), checker, depth),
        );
      }
      return isReceiverOwn && areGivenOwn && given.every((part) => givesOwn(part, context));
    }
    const { accesses, returns, holds, stored } = context.summaries.of(target.declaration);
    const isOwnPlace = (root: { readonly kind: string }) => root.kind === "fresh" || root.kind === "this";
    return (
      given.every(isFresh) &&
      returns.every(({ root }) => root.kind === "fresh") &&
      holds.every(({ root }) => root.kind === "fresh") &&
      stored.every(({ base }) => isOwnPlace(base.root)) &&
      accesses.every(
        ({ mode, target: place }) => mode === "read" || (place.kind === "place" && isOwnPlace(place.base.root)),
      )
    );
  });
}

/** What is made out of a list takes the elements of it, a Map those of pairs, an array what it is given itself. */
const levelsTaken: ReadonlyMap<string, number> = new Map([
  ["Map", 1],
  ["Array", -1],
]);

function receiverOf(call: ts.CallExpression | ts.NewExpression): ts.Expression | undefined {
  const { expression } = call;
  if (ts.isNewExpression(call) || !ts.isPropertyAccessExpression(expression)) return undefined;
  // `Array`, `Object`, `Math`: no object that is handed on.
  return ts.isIdentifier(expression.expression) && /^[A-Z]/.test(expression.expression.text)
    ? undefined
    : expression.expression;
}

/** What it holds are numbers and texts: a list that is made out of it shares nothing with it. */
function holdsNothingElse(node: ts.Expression, { checker }: AccessContext): boolean {
  return holdsOnlyPrimitives(checker.getTypeAtLocation(node), checker, 0);
}

/** What a callback gives back, where it is one, is made there. */
function givesOwn(node: ts.Expression, context: AccessContext): boolean {
  const callback = bare(node);
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return true;
  if (!ts.isBlock(callback.body)) return isOwnObject(callback.body, context);
  return [...preorder(callback.body)]
    .filter(ts.isReturnStatement)
    .every(({ expression }) => expression === undefined || isOwnObject(expression, context));
}
