// RejectReason: changed-counter
//
// The body changes the variable that counts the iterations, so which iteration comes next depends on the one before.
//
// ```ts
// function heavy(x: number): number {
//   return Math.exp(Math.sqrt(x));
// }
// function decode(codes: number[]): number[] {
//   const out: number[] = [];
//   for (let i = 0; i < codes.length; i++) {
//     if (codes[i] === 0) i++;
//                       //^ changed-counter
//                       //^ carried-dependence
//     out.push(heavy(codes[i]!));
//   }
//   return out;
// }
// ```
// -> Find out first which places there are, then do the work on each.
// ```ts
// function heavy(x: number): number {
//   return Math.exp(Math.sqrt(x));
// }
// function decode(codes: number[]): number[] {
//   const found: number[] = [];
//   for (let i = 0; i < codes.length; i++) {
//     if (codes[i] === 0) i++;
//     found.push(codes[i]!);
//   }
//   return found.map((code) => heavy(code));
//        //^^^^^ parallel
// }
// ```
// run: decode([1, 0, 4, 9])
import type { Body } from "../body.js";
import { spaceCause } from "../spaceCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason, words } from "./reason.js";

export function changedCounter({ loop }: Body): readonly RejectReason[] {
  if (loop.space.form !== "unknown" || spaceCause(loop) !== "changed-counter") return [];
  const { at } = loop.space;
  return [
    reason(
      "changed-counter",
      at,
      `\`${words(at)}\` is changed inside of the loop, so which iteration comes next is not known beforehand.`,
      "Find out in a first loop which places there are, list them in an array, and do the work in a loop over that array.",
    ),
  ];
}
