// RejectReason: nondeterminism
//
// The work of the loop draws on the clock or on the shared random generator, so its results depend on the order of iterations.
//
// ```ts
// function walk(n: number): number[] {
//   const out: number[] = [];
//   for (let i = 0; i < n; i++) {
//     out.push(Math.sqrt(Math.random()));
//                      //^^^^^^^^^^^^^ nondeterminism
//   }
//   return out;
// }
// ```
import type { Body } from "../body.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function nondeterminism({ effects }: Body): readonly RejectReason[] {
  return effects
    .filter((effect) => effect.kind === "random" || effect.kind === "time")
    .map((effect) =>
      effect.kind === "random"
        ? reason(
            "nondeterminism",
            effect.node,
            `\`${effect.name}\` draws from one generator that all iterations share, so each result depends on how many were drawn before.`,
            "Give every iteration a generator of its own, seeded from the iteration's number.",
          )
        : reason(
            "nondeterminism",
            effect.node,
            `\`${effect.name}\` reads the clock, which tells something else each time.`,
            "Read the clock once, before the loop.",
          ),
    );
}
