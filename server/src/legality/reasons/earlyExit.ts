// RejectReason: early-exit
//
// The loop can end before its last iteration, and whether it does depends on what the iterations before have done, so no other
// core can look ahead.
//
// ```ts
// function cost(x: number): number {
//   if (x < 0) throw new RangeError("negative");
//   return Math.exp(Math.sqrt(x));
// }
// function total(xs: number[], limit: number): number {
//   let sum = 0;
//   for (const x of xs) {
//     if (sum > limit) break;
//                    //^^^^^^ early-exit
//     sum += cost(x);
//   //^^^ carried-dependence
//          //^^^^^^^ failure-order
//   }
//   return sum;
// }
// ```
// -> Compute first, into a constant, and decide afterwards: then other cores can compute ahead, and the loop still ends where it
// did.
// ```ts
// function cost(x: number): number {
//   if (x < 0) throw new RangeError("negative");
//   return Math.exp(Math.sqrt(x));
// }
// function total(xs: number[], limit: number): number {
//   let sum = 0;
//   for (const x of xs) {
// //^^^ parallel
//     const more = cost(x);
//     if (sum > limit) break;
//     sum += more;
//   }
//   return sum;
// }
// ```
// run: total([1, 2, 3, 4], 5)
import { ts } from "ts-morph";
import type { Body } from "../body.js";
import { findJumps } from "../units.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

/** Asked only when the body cannot be split: an exit alone does not stand in the way, the caller decides it in order. */
export function earlyExit({ loop, units }: Body): readonly RejectReason[] {
  if (ts.isCallExpression(loop.node)) return [];
  return units.all
    .filter((unit) => unit.leaves)
    .flatMap((unit) => findJumps(unit.statement, { labels: new Set(), isCallback: false }).leaves)
    .map((node) => {
      const word = ts.isReturnStatement(node)
        ? "return"
        : ts.isBreakStatement(node)
          ? "break"
          : "continue with a label";
      return reason(
        "early-exit",
        node,
        `This \`${word}\` can leave the loop early, so what comes after it may only be done once all earlier iterations have decided.`,
        "Let every iteration compute its result first, and look for the first match in the results.",
      );
    });
}
