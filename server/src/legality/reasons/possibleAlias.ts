// RejectReason: possible-alias
//
// What the loop writes may be the same object as what it reads, and then an iteration would need what an earlier one wrote.
//
// ```ts
// interface Tree { value: number; children: Tree[] }
// function fill(tree: Tree): void {
//   for (let i = 0; i < tree.children.length; i++) {
//     tree.children[i]!.value = tree.value * 2;
//   //^^^^^^^^^^^^^^^^^^^^^^^ possible-alias
//   }
// }
// ```
// -> Read what all iterations need into a constant, before the loop.
// ```ts
// interface Tree { value: number; children: Tree[] }
// function fill(tree: Tree): number[] {
//   const { value } = tree;
//   const out: number[] = [];
//   for (const child of tree.children) out.push(Math.exp(Math.sqrt(child.value * value)));
// //^^^ parallel
//   return out;
// }
// ```
import type { Body } from "../body.js";
import type { RejectReason } from "../verdict.js";
import { lineOf, reason, words } from "./reason.js";

/** Asked only when the body cannot be split: pairs of objects that could not be told apart. */
export function possibleAlias(body: Body): readonly RejectReason[] {
  const found = new Map<number, RejectReason>();
  for (const write of body.accesses) {
    if (write.mode !== "write" || write.target.kind !== "place" || found.has(write.node.getStart())) continue;
    const read = body.accesses.find(
      (access) => access.mode === "read" && access !== write && body.meet(write, access).unsureObject,
    );
    if (read === undefined) continue;
    found.set(
      write.node.getStart(),
      reason(
        "possible-alias",
        write.node,
        `\`${words(write.node)}\` may be the same place as \`${words(read.node)}\` (line ${lineOf(read.node)}), so an iteration may need what an earlier one wrote.`,
        "Write the results into an array that is made in this function, and copy them afterwards if need be.",
      ),
    );
  }
  return [...found.values()];
}
