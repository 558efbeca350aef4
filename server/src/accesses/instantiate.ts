// The summary of a function speaks of its parameters and its own objects; here it is put into the terms of a caller.
import { ts } from "ts-morph";
import type { Ref, Root, Step } from "./access.js";
import { anywhere } from "./handedSubscripts.js";
import { lasting } from "./lasting.js";
import { isAllocation, receiverOf, unknownRef } from "./refs.js";
import type { Region } from "./region.js";
import { bare, givenParameters, holdsOnlyPrimitives, isPrimitive } from "./types.js";

/**
 * Translates a reference of a callee's summary into the terms of the calling region.
 * @param translated the steps on the way; an index of the callee's own means nothing to the caller by itself
 */
export function instantiate(
  ref: Ref,
  call: ts.CallExpression | ts.NewExpression,
  region: Region,
  translated: (step: Step) => Step = anywhere,
): readonly Ref[] {
  let refs = instantiateRoot(ref.root, call, region);
  const [first, ...further] = ref.path;
  if (first === undefined) return refs;
  const isOfRest = ref.root.kind === "argument" && ref.root.parameter.dotDotDotToken !== undefined;
  // The arguments are what lies in the rest array.
  const next = region.follow(refs, translated(first), undefined);
  refs = !isOfRest ? next : first.kind === "anything" ? [...refs, ...next] : refs;
  for (const step of further) refs = region.follow(refs, translated(step), undefined);
  return refs;
}

/** What a callee gives back, or puts into what it gives back. */
export function instantiateValue(ref: Ref, call: ts.CallExpression | ts.NewExpression, region: Region): readonly Ref[] {
  return isRestArray(ref) ? [unknownRef(call)] : instantiate(ref, call, region);
}

/** The objects that a call of the function comes to. */
export function givenBack(
  callee: ts.FunctionLikeDeclaration,
  call: ts.CallExpression | ts.NewExpression,
  region: Region,
): readonly Ref[] {
  return region.context.summaries.of(callee).returns.flatMap((ref) => instantiateValue(ref, call, region));
}

/** A new array, which holds the arguments. */
function isRestArray({ root, path }: Ref): boolean {
  return root.kind === "argument" && root.parameter.dotDotDotToken !== undefined && path.length === 0;
}

/** An object that a callee has put somewhere; what lies inside of those that it made itself is told of its results only. */
export function instantiatePut(ref: Ref, call: ts.CallExpression | ts.NewExpression, region: Region): readonly Ref[] {
  if (isRestArray(ref)) return [unknownRef(call)];
  const isClosed = ref.type !== undefined && holdsOnlyPrimitives(ref.type, region.context.checker, 0);
  return ref.root.kind === "fresh" && !isClosed ? [unknownRef(call)] : instantiate(ref, call, region);
}

function instantiateRoot(root: Root, call: ts.CallExpression | ts.NewExpression, region: Region): readonly Ref[] {
  switch (root.kind) {
    case "argument":
      return argumentRefs(root.parameter, call, region);
    case "this": {
      if (ts.isNewExpression(call)) return [{ root: { kind: "fresh", node: call }, path: [], type: undefined }];
      const receiver = receiverOf(call);
      return receiver === undefined ? [unknownRef(call)] : region.origins(receiver);
    }
    case "variable":
      // The function may be called in another round of a loop inside than the one in which it was made.
      return region.variableOrigins(root.symbol).map((ref) => lasting(ref, region.node, region.context.checker));
    case "fresh":
      return [{ root: { kind: "fresh", node: call }, path: [], type: region.context.checker.getTypeAtLocation(call) }];
    case "unknown":
      return [unknownRef(call)];
  }
}

function argumentRefs(
  parameter: ts.ParameterDeclaration,
  call: ts.CallExpression | ts.NewExpression,
  region: Region,
): readonly Ref[] {
  const position = givenParameters(parameter.parent).indexOf(parameter);
  const given = (call.arguments ?? []).slice(position);
  if (given.some(ts.isSpreadElement) || (call.arguments ?? []).slice(0, position).some(ts.isSpreadElement))
    return [unknownRef(call)];
  if (parameter.dotDotDotToken !== undefined) return given.flatMap((argument) => region.origins(argument));
  const argument = given[0];
  const fallback = parameter.initializer === undefined ? [] : [unknownIfObject(parameter.initializer, region)].flat();
  return argument === undefined ? fallback : [...region.origins(argument), ...fallback];
}

function unknownIfObject(initializer: ts.Expression, region: Region): readonly Ref[] {
  if (isPrimitive(region.context.checker.getTypeAtLocation(initializer))) return [];
  return isAllocation(bare(initializer))
    ? [{ root: { kind: "fresh", node: initializer }, path: [], type: undefined }]
    : [unknownRef(initializer)];
}
