// RejectReason: yield-in-body
//
// The loop hands out values one at a time and goes on only when it is asked to.
//
// ```ts
// function* squares(n: number): Generator<number> {
//   for (let i = 0; i < n; i++) {
//     yield Math.exp(Math.sqrt(i));
//   //^^^^^^^^^^^^^^^^^^^^^^^^^^^^ yield-in-body
//   }
// }
// ```
// -> Compute the values first, then hand them out.
// ```ts
// function* squares(n: number): Generator<number> {
//   const all: number[] = [];
//   for (let i = 0; i < n; i++) all.push(Math.exp(Math.sqrt(i)));
// //^^^ parallel
//   yield* all;
// }
// ```
// run: [...squares(5)]
import type { Body } from "../body.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function yieldInBody({ effects }: Body): readonly RejectReason[] {
  return effects
    .filter((effect) => effect.kind === "yield")
    .map((effect) =>
      reason(
        "yield-in-body",
        effect.node,
        "The loop stops at this `yield` until its caller asks for more, so iterations cannot run ahead.",
        "Compute all the values in a loop of their own first, then yield them.",
      ),
    );
}
