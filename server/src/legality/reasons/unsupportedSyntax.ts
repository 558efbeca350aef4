// RejectReason: unsupported-syntax
//
// The loop uses a construct whose effects Loopsmith does not follow.
//
// ```ts
// function squares(..._: number[]): number[] {
//   const out: number[] = [];
//   for (let i = 0; i < arguments.length; i++) {
//                     //^^^^^^^^^ changing-bound
//                     //^^^^^^^^^^^^^^^^ changing-length
//     out.push(Math.exp(Math.sqrt(arguments[i])));
//                               //^^^^^^^^^ unsupported-syntax
//   }
//   return out;
// }
// ```
// -> Name the parameters.
// ```ts
// function squares(...values: number[]): number[] {
//   const out: number[] = [];
//   for (const value of values) out.push(Math.exp(Math.sqrt(value)));
// //^^^ parallel
//   return out;
// }
// ```
// run: squares(1, 4)
import type { Body } from "../body.js";
import { originOf } from "../callCauses.js";
import type { RejectReason } from "../verdict.js";
import { isCode } from "./functionValue.js";
import { reason } from "./reason.js";
import { isUndeclared } from "./undeclaredName.js";

/** What has no reason of its own. */
export function unsupportedSyntax({ effects, context }: Body): readonly RejectReason[] {
  return effects
    .filter((effect) => effect.kind === "unsupported" || effect.kind === "exit")
    .filter((effect) => !isCode(originOf(effect)) && !isUndeclared(originOf(effect), context.checker))
    .map((effect) =>
      reason(
        "unsupported-syntax",
        effect.node,
        `Loopsmith does not follow what \`${effect.name}\` does here.`,
        "Move this part out of the loop, or write it in simpler terms.",
      ),
    );
}
