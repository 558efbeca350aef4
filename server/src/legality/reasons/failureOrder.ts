// RejectReason: failure-order
//
// The work of an iteration can fail, and before it fails the iteration has already done something that others can see. Workers
// compute first and the caller stores afterwards, so that would be missing.
//
// ```ts
// function root(x: number): number {
//   if (x < 0) throw new RangeError("negative");
//   return Math.sqrt(x);
// }
// function roots(xs: number[], seen: number[], out: number[]): void {
//   for (const x of xs) {
//     seen.push(x);
//     out.push(root(x));
//            //^^^^^^^ failure-order
//   }
// }
// ```
// -> Compute what can fail first, and store it afterwards. When an item fails, its name is then no longer in `seen`.
// ```ts
// function root(x: number): number {
//   if (x < 0) throw new RangeError("negative");
//   return Math.sqrt(x);
// }
// function roots(xs: number[], seen: number[], out: number[]): void {
//   for (const x of xs) {
// //^^^ parallel
//     const value = root(x);
//     seen.push(x);
//     out.push(value);
//   }
// }
// ```
// run: (() => { const seen: number[] = []; const out: number[] = []; roots([1, 4], seen, out); return [seen, out]; })()
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
