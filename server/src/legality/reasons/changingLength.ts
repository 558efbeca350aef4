// RejectReason: changing-length
//
// The loop adds to the array that it goes through, or takes away from it, so which elements there are depends on the
// iterations before.
//
// ```ts
// function work(x: number): number {
//   return Math.exp(Math.sin(x));
// }
// function extend(xs: number[], limit: number): number[] {
//   for (let i = 0; i < xs.length; i++) {
//                     //^^^^^^^^^ changing-length
//     if (work(xs[i]!) > limit) xs.push(limit);
//                             //^^^^^^^^^^^^^^ carried-dependence
//   }
//   return xs;
// }
// ```
// -> Collect what is to be added in another array, and add it behind the loop; in place of taking away, keep what stays with
// `filter`.
// ```ts
// function work(x: number): number {
//   return Math.exp(Math.sin(x));
// }
// function extend(xs: number[], limit: number): number[] {
//   const more: number[] = [];
//   for (const x of xs) {
// //^^^ parallel
//     if (work(x) > limit) more.push(limit);
//   }
//   return [...xs, ...more];
// }
// ```
// run: extend([1, 1.57, 3], 2.5)
import type { Body } from "../body.js";
import type { RejectReason } from "../verdict.js";
import { dedupe, headConflicts, isResize } from "./changingBound.js";
import { lineOf, reason, words } from "./reason.js";

export function changingLength(body: Body): readonly RejectReason[] {
  const conflicts = headConflicts(body).filter(({ write }) => isResize(write));
  return dedupe(
    conflicts.map(({ read, write }) =>
      reason(
        "changing-length",
        read.node,
        `The loop goes through \`${words(read.node)}\`, and \`${words(write.node)}\` in line ${lineOf(write.node)} changes what is in it.`,
        "Collect what is to be added in another array; to take elements away, keep those that stay with `filter`.",
      ),
    ),
  );
}
