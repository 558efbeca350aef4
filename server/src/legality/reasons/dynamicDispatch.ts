// RejectReason: dynamic-dispatch
//
// Which function the call reaches depends on the object, and anybody may add another kind of object.
//
// ```ts
// interface Shape { area(): number }
// function areas(shapes: Shape[]): number[] {
//   return shapes.map((shape) => shape.area());
//                              //^^^^^^^^^^^^ dynamic-dispatch
// }
// ```
// -> List the kinds, as plain data, and write one function for them all. Plain data also travels to the workers, which
// objects with methods do not.
// ```ts
// type Shape = { kind: "circle"; radius: number } | { kind: "square"; side: number };
// function area(shape: Shape): number {
//   return shape.kind === "circle" ? Math.PI * shape.radius ** 2 : shape.side ** 2;
// }
// function areas(shapes: Shape[]): number[] {
//   return shapes.map((shape) => area(shape));
//        //^^^^^^ parallel
// }
// ```
import type { Body } from "../body.js";
import { callsOf } from "../callCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function dynamicDispatch(body: Body): readonly RejectReason[] {
  return callsOf("dynamic-dispatch", body).map(({ node, name }) =>
    reason(
      "dynamic-dispatch",
      node,
      `Which function \`${name}\` is depends on the object, so nobody can tell what it does.`,
      "Call a function by its name instead of a method that others can put something else in the place of: `area(shape)`, with one case for each kind.",
    ),
  );
}
