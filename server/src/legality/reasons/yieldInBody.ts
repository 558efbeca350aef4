// RejectReason: yield-in-body
//
// The loop hands out values one at a time and goes on only when it is asked to.
//
// ```ts
// function* squares(n: number): Generator<number> {
//   for (let i = 0; i < n; i++) {
//     yield i * i;
//   //^^^^^^^^^^^ yield-in-body
//   }
// }
// ```
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
