// Where the result of a library function comes from: it is made there, or it is the receiver, or lies inside of it.
import { ts } from "ts-morph";
import type { Ref } from "./access.js";
import type { Builtin } from "./builtins.js";
import { receiverOf, returnedBy, unknownRef } from "./refs.js";
import type { Region } from "./region.js";

/** The objects that the call can give back. */
export function libraryResult(
  call: ts.CallExpression | ts.NewExpression,
  builtin: Builtin,
  type: ts.Type,
  { origins, follow }: Region,
): readonly Ref[] {
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
        ...(call.arguments ?? []).flatMap((argument) =>
          ts.isArrowFunction(argument) || ts.isFunctionExpression(argument)
            ? returnedBy(argument).flatMap((value) => origins(value))
            : ts.isSpreadElement(argument)
              ? [unknownRef(argument)]
              : origins(argument),
        ),
      ];
  }
}

/** A library function may put into its result what it got: everything inside of the receiver and the arguments. */
export function heldByLibraryResult(
  made: ts.CallExpression | ts.NewExpression,
  { origins, contents }: Region,
): readonly Ref[] {
  const receiver = receiverOf(made);
  const given = [...(receiver === undefined ? [] : [receiver]), ...(made.arguments ?? [])];
  return given.flatMap((value) => {
    if (ts.isArrowFunction(value) || ts.isFunctionExpression(value))
      return returnedBy(value).flatMap((result) => origins(result));
    const refs = origins(ts.isSpreadElement(value) ? value.expression : value);
    return [...contents(refs), ...(value === receiver ? [] : refs)];
  });
}
