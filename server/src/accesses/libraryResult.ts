// Where the result of a library function comes from: it is made there, or it is the receiver, or lies inside of it.
import { ts } from "ts-morph";
import type { Ref } from "./access.js";
import type { Builtin } from "./builtins.js";
import { receiverOf, returnedBy, unknownRef } from "./refs.js";
import type { Region } from "./region.js";
import { isPrimitive } from "./types.js";

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
      return [made];
    case "receiver":
      return receiver === undefined ? [made] : origins(receiver);
    case "view": {
      const viewed = receiver ?? call.arguments?.[0];
      return viewed === undefined ? [made] : follow(origins(viewed), { kind: "anything" }, type);
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

/**
 * What lies in the result of a library function: as far as the table does not say more, everything inside of the receiver and the
 * arguments, the arguments themselves, and what its callbacks give back.
 */
export function heldByLibraryResult(
  made: ts.CallExpression | ts.NewExpression,
  { calls = [], holds }: Builtin,
  region: Region,
): readonly Ref[] {
  const { origins, contents, follow } = region;
  const receiver = receiverOf(made);
  const given = made.arguments ?? [];
  const hasSpread = given.some(ts.isSpreadElement);
  const results = calls.flatMap((position) => {
    const callback = hasSpread ? made : given[position];
    return callback === undefined ? [] : callback === made ? [unknownRef(made)] : givenBackBy(callback, region);
  });
  if (holds === "results" && calls.every((position) => position < given.length)) return results;
  if (holds === "elements" && receiver !== undefined)
    return follow(origins(receiver), { kind: "element", index: undefined }, undefined);
  return [
    ...results,
    ...(holds === "parts" ? contents(results) : []),
    ...(receiver === undefined ? [] : contents(origins(receiver))),
    ...given.flatMap((value, position) => {
      if (calls.includes(position) && isFunctionLiteral(value)) return [];
      const refs = origins(ts.isSpreadElement(value) ? value.expression : value);
      return [...contents(refs), ...refs];
    }),
  ];
}

/** The objects that a function which is handed to the library may give back to it. */
function givenBackBy(callback: ts.Expression, { context: { checker }, origins }: Region): readonly Ref[] {
  if (isFunctionLiteral(callback) && isPlainFunction(callback)) return returnedBy(callback).flatMap(origins);
  const signatures = checker.getTypeAtLocation(callback).getCallSignatures();
  const isHarmless =
    signatures.length > 0 && signatures.every((each) => isPrimitive(checker.getReturnTypeOfSignature(each)));
  return isHarmless ? [] : [unknownRef(callback)];
}

function isFunctionLiteral(node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

/** Calling it gives back what its body returns, and no promise or generator. */
function isPlainFunction({ modifiers, asteriskToken }: ts.ArrowFunction | ts.FunctionExpression): boolean {
  return asteriskToken === undefined && modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) !== true;
}
