// Where the result of a library function comes from: it is made there, or it is the receiver, or lies inside of it.
import { ts } from "ts-morph";
import { isTypedArray } from "../loops/findLoops.js";
import type { Ref, Step } from "./access.js";
import { type Builtin, isLibraryDeclaration } from "./builtins.js";
import { knownFunction } from "./calls.js";
import type { AccessContext } from "./context.js";
import { receiverOf, returnedBy, unknownRef } from "./refs.js";
import type { Region } from "./region.js";
import { isOpaque, isPrimitive } from "./types.js";

/** The objects that the call can give back. */
export function libraryResult(
  call: ts.CallExpression | ts.NewExpression,
  builtin: Builtin,
  type: ts.Type,
  region: Region,
): readonly Ref[] {
  const { origins, follow } = region;
  const made: Ref = { root: { kind: "fresh", node: call }, path: [], type };
  const receiver = receiverOf(call);
  switch (builtin.returns) {
    case "primitive":
      return [];
    case "fresh":
      return builtin.holds === "itself" ? [made, ...resultsOf(call, builtin, region)] : [made];
    case "receiver":
      return receiver === undefined ? [made] : origins(receiver);
    case "view": {
      const viewed = receiver ?? call.arguments?.[0];
      if (viewed !== undefined && isOpaque(region.context.checker.getTypeAtLocation(viewed))) return [unknownRef(call)];
      return viewed === undefined ? [made] : viewsOf(origins(viewed), type, region, sectionOf(call, region));
    }
    case "element":
      return [
        ...(receiver === undefined ? [] : follow(origins(receiver), { kind: "element", index: undefined }, type)),
        ...(call.arguments ?? []).flatMap((argument, position) => {
          if (ts.isSpreadElement(argument)) return [unknownRef(argument)];
          return builtin.calls?.includes(position) ? givenBackBy(argument, region) : origins(argument);
        }),
      ];
  }
}

/** `Array` in `Array.from(…)`: the globals of the language hold nothing of the program's. */
export function isLibraryGlobal({ valueDeclaration }: ts.Symbol, { program }: AccessContext): boolean {
  return valueDeclaration !== undefined && isLibraryDeclaration(valueDeclaration, program);
}

/** `array.buffer`: what the array lies in, rather than what lies in it. */
export function isMemoryOfView(node: ts.Expression, checker: ts.TypeChecker): node is ts.PropertyAccessExpression {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== "buffer") return false;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(node.expression));
  return isTypedArray(type) || type.symbol?.name === "DataView" || type.symbol?.name === "Buffer";
}

/**
 * Memory of the objects under another name: `subarray`, `buffer`. It goes wherever they go, but is no one of them.
 * @param section shows only a part of it; without one, what is seen lies anywhere in the memory
 */
export function viewsOf(
  refs: readonly Ref[],
  type: ts.Type,
  { follow }: Region,
  section?: ts.CallExpression,
): readonly Ref[] {
  const anything: Step = section === undefined ? { kind: "anything" } : { kind: "anything", section };
  return refs.flatMap((given) => {
    const ref = section === undefined ? { ...given, path: given.path.map(unsectioned) } : given;
    return ref.root.kind === "fresh" && ref.path.length === 0
      ? [{ ...ref, path: [anything], type }]
      : follow([ref], anything, type);
  });
}

function unsectioned(step: Step): Step {
  return step.kind === "anything" ? { kind: "anything" } : step;
}

/** `data.subarray(from, to)` of a typed array. */
function sectionOf(call: ts.CallExpression | ts.NewExpression, { context }: Region): ts.CallExpression | undefined {
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const { expression, name } = call.expression;
  const isSection = name.text === "subarray" && call.arguments.length === 2 && !call.arguments.some(ts.isSpreadElement);
  return isSection && isTypedArray(context.checker.getTypeAtLocation(expression)) ? call : undefined;
}

/**
 * What lies in the result of a library function: as far as the table does not say more, everything inside of the receiver and the
 * arguments, the arguments themselves, and what its callbacks give back.
 */
export function heldByLibraryResult(
  made: ts.CallExpression | ts.NewExpression,
  builtin: Builtin,
  region: Region,
): readonly Ref[] {
  const { calls = [], holds } = builtin;
  const { origins, contents, follow } = region;
  const receiver = receiverOf(made);
  const given = made.arguments ?? [];
  const results = resultsOf(made, builtin, region);
  if (holds === "results" && calls.every((position) => position < given.length)) return results;
  if (holds === "elements" && receiver !== undefined)
    return follow(origins(receiver), { kind: "element", index: undefined }, undefined);
  return [
    ...results,
    ...(holds === "parts" ? contents(results) : []),
    // The pairs are made along with what holds them.
    ...(holds === "pairs" ? [{ root: { kind: "fresh" as const, node: made }, path: [], type: undefined }] : []),
    ...(receiver === undefined ? [] : contents(origins(receiver))),
    ...given.flatMap((value, position) => {
      if (calls.includes(position) && isFunctionLiteral(value)) return [];
      const refs = origins(ts.isSpreadElement(value) ? value.expression : value);
      return [...contents(refs), ...refs];
    }),
  ];
}

/** What the callbacks of the call give back. */
function resultsOf(
  call: ts.CallExpression | ts.NewExpression,
  { calls = [] }: Builtin,
  region: Region,
): readonly Ref[] {
  const given = call.arguments ?? [];
  // Nobody knows what stands where.
  if (calls.length > 0 && given.some(ts.isSpreadElement)) return [unknownRef(call)];
  return calls.flatMap((position) => {
    const callback = given[position];
    return callback === undefined ? [] : givenBackBy(callback, region);
  });
}

/** The objects that a function which is handed to the library may give back to it. */
function givenBackBy(callback: ts.Expression, { context: { checker }, origins }: Region): readonly Ref[] {
  if (isFunctionLiteral(callback) && knownFunction(callback, "callback").kind === "function")
    return returnedBy(callback).flatMap(origins);
  const signatures = checker.getTypeAtLocation(callback).getCallSignatures();
  const isHarmless =
    signatures.length > 0 && signatures.every((each) => isPrimitive(checker.getReturnTypeOfSignature(each)));
  return isHarmless ? [] : [unknownRef(callback)];
}

function isFunctionLiteral(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}
