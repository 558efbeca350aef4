// RejectReason: early-exit
//
// The loop can end before its last iteration, so whether an iteration runs at all depends on the ones before it.
//
// ```ts
// function firstNegative(xs: number[]): number {
//   for (let i = 0; i < xs.length; i++) {
//     if (xs[i]! < 0) return i;
//                   //^^^^^^^^^ early-exit
//   }
//   return -1;
// }
// ```
import { ts } from "ts-morph";
import type { Body } from "../body.js";
import { findJumps } from "../units.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function earlyExit({ loop }: Body): readonly RejectReason[] {
  if (ts.isCallExpression(loop.node)) return [];
  return findJumps(loop.body, undefined).leaves.map((node) => {
    const word = ts.isReturnStatement(node) ? "return" : ts.isBreakStatement(node) ? "break" : "continue with a label";
    return reason(
      "early-exit",
      node,
      `This \`${word}\` can leave the loop early, so a later iteration may only run once all earlier ones have decided.`,
      "Let every iteration compute its result, and look for the first match in the results after the loop.",
    );
  });
}
