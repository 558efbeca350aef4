// RejectReason: nondeterminism
//
// All that the loop computes is taken from the clock, which has to be read in the order of the iterations.
//
// ```ts
// function stamps(n: number): number[] {
//   const out: number[] = [];
//   for (let i = 0; i < n; i++) {
//     out.push(Math.sqrt(Date.now() + i));
//                      //^^^^^^^^^^ nondeterminism
//   }
//   return out;
// }
// ```
// -> Read the clock once, before the loop.
// ```ts
// function stamps(n: number): number[] {
//   const out: number[] = [];
//   const now = Date.now();
//   for (let i = 0; i < n; i++) out.push(Math.sqrt(now + i));
// //^^^ parallel
//   return out;
// }
// ```
import type { Body } from "../body.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

/** Asked only when the body cannot be split: a clock that is read beside other work stays with the caller. */
export function nondeterminism({ effects }: Body): readonly RejectReason[] {
  return effects
    .filter((effect) => effect.kind === "time")
    .map((effect) =>
      reason(
        "nondeterminism",
        effect.node,
        `\`${effect.name}\` reads the clock, which tells something else each time.`,
        "Read the clock once, before the loop.",
      ),
    );
}
