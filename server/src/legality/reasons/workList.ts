// RejectReason: work-list
//
// The loop takes from a list that it may also add to, so nobody knows beforehand how many iterations there are, or of what.
//
// ```ts
// interface Tree { value: number; children: Tree[] }
// function total(root: Tree): number {
//   let sum = 0;
//   const queue = [root];
//   while (queue.length > 0) {
//        //^^^^^^^^^^^^^^^^ work-list
//     const tree = queue.shift()!;
//                //^^^^^^^^^^^^^ carried-dependence
//     sum += Math.exp(Math.sqrt(tree.value));
//     queue.push(...tree.children);
//   //^^^^^^^^^^^^^^^^^^^^^^^^^^^^ carried-dependence
//   }
//   return sum;
// }
// ```
// -> Go on level by level: all that is in the list is known, and what it leads to makes the next list.
// ```ts
// interface Tree { value: number; children: Tree[] }
// function total(root: Tree): number {
//   let sum = 0;
//   let level = [root];
//   while (level.length > 0) {
//     for (const tree of level) sum += Math.exp(Math.sqrt(tree.value));
//   //^^^ parallel
//     level = level.flatMap((tree) => tree.children);
//   }
//   return sum;
// }
// ```
// run: total({ value: 1, children: [{ value: 4, children: [] }, { value: 9, children: [] }] })
import type { Body } from "../body.js";
import { spaceCause } from "../spaceCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason, words } from "./reason.js";

export function workList({ loop }: Body): readonly RejectReason[] {
  if (loop.space.form !== "unknown" || spaceCause(loop) !== "work-list") return [];
  const { at } = loop.space;
  return [
    reason(
      "work-list",
      at,
      `How many iterations there are is not known beforehand: \`${words(at)}\` asks for a list that the body takes from.`,
      "Go on level by level: a loop over all that is in the list now, and what it leads to in a new list for the next round.",
    ),
  ];
}
