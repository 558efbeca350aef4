// RejectReason: unsupported-syntax
//
// The loop uses a construct whose effects Loopsmith does not follow.
//
// ```ts
// function handlers(names: string[]): (() => string)[] {
//   const made: (() => string)[] = [];
//   for (const name of names) {
//     made.push(() => name);
//             //^^^^^^^^^^ unsupported-syntax
//   }
//   return made;
// }
// ```
import type { Body } from "../body.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function unsupportedSyntax({ effects }: Body): readonly RejectReason[] {
  return effects
    .filter((effect) => effect.kind === "unsupported" || effect.kind === "exit")
    .map((effect) =>
      reason(
        "unsupported-syntax",
        effect.node,
        `Loopsmith does not follow what \`${effect.name}\` does here.`,
        "Move this part out of the loop, or write it in simpler terms.",
      ),
    );
}
