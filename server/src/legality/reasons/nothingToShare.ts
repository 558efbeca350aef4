// RejectReason: nothing-to-share
//
// Everything that the loop does has to happen in order in the caller; no work is left for other cores.
//
// ```ts
// function collect(names: string[], seen: Set<string>): void {
//   for (const name of names) {
// //^^^ nothing-to-share
//     seen.add(name);
//   }
// }
// ```
// -> There is work to share where the values are made: put both into one loop.
// ```ts
// function hash(text: string): number {
//   let value = 0;
//   for (let i = 0; i < text.length; i++) value = (value * 31 + text.charCodeAt(i)) | 0;
//   return value;
// }
// function collect(names: string[], seen: Set<number>): void {
//   for (const name of names) {
// //^^^ parallel
//     seen.add(hash(name));
//   }
// }
// ```
import { ts } from "ts-morph";
import type { Body } from "../body.js";
import type { RejectReason } from "../verdict.js";

/** Asked last, when the body cannot be split and no dependence is to blame. */
export function nothingToShare({ loop }: Body): readonly RejectReason[] {
  const node = loop.node;
  const start = node.getStart();
  const width = ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node) ? 3 : node.getWidth();
  return [
    {
      id: "nothing-to-share",
      place: { file: node.getSourceFile().fileName, start, end: start + width },
      message:
        "All that this loop does has to happen one iteration after the other in the caller: it only stores, collects or prints.",
      help: "Nothing is to be gained here; look at the loop that computes what is stored.",
    },
  ];
}
