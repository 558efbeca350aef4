// RejectReason: unknown-iterable
//
// The loop takes its elements from something that makes them one after the other, so nobody can ask for a later one first.
//
// ```ts
// function roots(values: Iterable<number>): number[] {
//   const out: number[] = [];
//   for (const value of values) out.push(Math.exp(Math.sqrt(value)));
//                     //^^^^^^ unknown-iterable
//   return out;
// }
// ```
// -> Copy the elements into an array, unless there is no end of them.
// ```ts
// function roots(values: Iterable<number>): number[] {
//   const all = [...values];
//   return all.map((value) => Math.exp(Math.sqrt(value)));
//        //^^^ parallel
// }
// ```
// run: roots(new Set([1, 4]))
import type { Body } from "../body.js";
import { spaceCause } from "../spaceCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason, words } from "./reason.js";

export function unknownIterable({ loop }: Body): readonly RejectReason[] {
  if (loop.space.form !== "unknown" || spaceCause(loop) !== "unknown-iterable") return [];
  const { at } = loop.space;
  return [
    reason(
      "unknown-iterable",
      at,
      `\`${words(at)}\` is not known to be an array: it may make its elements one after the other, by code of the program.`,
      "Copy it into an array first (`const all = [...values]`), or declare it as an array.",
    ),
  ];
}
