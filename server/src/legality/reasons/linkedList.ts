// RejectReason: linked-list
//
// The loop walks from one object to the next. Where the next one is, only the one before can tell, so the iterations cannot
// be dealt out.
//
// ```ts
// interface Item { value: number; next: Item | undefined }
// function values(head: Item | undefined): number[] {
//   const out: number[] = [];
//   for (let item = head; item !== undefined; item = item.next) {
//                                           //^^^^^^^^^^^^^^^^ linked-list
//     out.push(Math.exp(Math.sqrt(item.value)));
//   }
//   return out;
// }
// ```
// -> Walk once to list what the work needs, then work on the list.
// ```ts
// interface Item { value: number; next: Item | undefined }
// function values(head: Item | undefined): number[] {
//   const found: number[] = [];
//   for (let item = head; item !== undefined; item = item.next) found.push(item.value);
//   return found.map((value) => Math.exp(Math.sqrt(value)));
//        //^^^^^ parallel
// }
// ```
// run: values({ value: 1, next: { value: 4, next: undefined } })
import type { Body } from "../body.js";
import { spaceCause } from "../spaceCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason, words } from "./reason.js";

export function linkedList({ loop }: Body): readonly RejectReason[] {
  if (loop.space.form !== "unknown" || spaceCause(loop) !== "linked-list") return [];
  const { at } = loop.space;
  return [
    reason(
      "linked-list",
      at,
      `Only the present object tells which is the next one (\`${words(at)}\`), so the iterations cannot be listed beforehand.`,
      "Walk once to list the objects, or what is needed of them, in an array; then do the work in a loop over the array.",
    ),
  ];
}
