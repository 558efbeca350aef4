// RejectReason: early-exit
//
// The loop can end before its last iteration, and it does too little in each one to look ahead on other cores.
//
// ```ts
// function lastOf(links: number[], from: number, n: number): number {
//   let at = from;
//   for (let i = 0; i < n; i++) {
//     if (links[at]! < 0) return at;
//                       //^^^^^^^^^^ early-exit
//     at = links[at]!;
//   //^^ carried-dependence
//   }
//   return at;
// }
// ```
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
