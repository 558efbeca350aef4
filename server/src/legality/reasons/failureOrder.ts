// RejectReason: failure-order
//
// The work of an iteration can fail, and before it fails the iteration has already done something that others can see. Workers
// compute first and the caller stores afterwards, so that would be missing. A loop that is a statement of its own, and that does
// not end early, is run as its author wrote it where an iteration fails; other loops cannot be.
//
// ```ts
// function root(x: number): number {
//   if (x < 0) throw new RangeError("negative");
//   return Math.sqrt(x);
// }
// function roots(xs: number[], seen: number[]): number[] {
//   return xs.map((x) => {
//     seen.push(x);
//     return root(x);
//          //^^^^^^^ failure-order
//   });
// }
// ```
// -> Compute what can fail first, and store it afterwards. When an item fails, its name is then no longer in `seen`.
// ```ts
// function root(x: number): number {
//   if (x < 0) throw new RangeError("negative");
//   return Math.sqrt(x);
// }
// function roots(xs: number[], seen: number[]): number[] {
//   return xs.map((x) => {
//        //^^^^^^ parallel
//     const value = root(x);
//     seen.push(x);
//     return value;
//   });
// }
// ```
// run: (() => { const seen: number[] = []; return [roots([1, 4], seen), seen]; })()
import type { Body } from "../body.js";
import { partition } from "../closure.js";
import { makeSplit } from "../split.js";
import type { RejectReason } from "../verdict.js";
import { lineOf, reason, words } from "./reason.js";

/** Asked only when the body cannot be split: what the workers could compute if it could not fail. */
export function failureOrder(body: Body): readonly RejectReason[] {
  const part = partition(body);
  makeSplit(body, part);
  const nodes = [...part.failures];
  return nodes
    .filter(([node]) => !nodes.some(([other]) => other !== node && other.pos <= node.pos && node.end <= other.end))
    .map(([node, before]) =>
      reason(
        "failure-order",
        node,
        `\`${words(node)}\` can fail or run on, and before that the iteration has to do \`${words(before)}\` (line ${lineOf(before)}), which can be seen or can end the loop.`,
        "Compute first what can fail, into a constant, and store or report afterwards.",
      ),
    );
}
