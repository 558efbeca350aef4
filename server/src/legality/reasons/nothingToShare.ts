// RejectReason: nothing-to-share
//
// Everything that the loop does has to happen in order in the caller; no work is left for other cores.
//
// ```ts
// function print(names: string[]): void {
//   for (const name of names) {
// //^^^ nothing-to-share
//     console.log(name);
//   }
// }
// ```
// -> There is work to share where what is printed is computed: put both into one loop.
// ```ts
// function hash(text: string): number {
//   let value = 0;
//   for (let i = 0; i < text.length; i++) value = (value * 31 + text.charCodeAt(i)) | 0;
//   return value;
// }
// function print(names: string[]): void {
//   for (const name of names) {
// //^^^ parallel
//     console.log(hash(name));
//   }
// }
// ```
import { ts } from "ts-morph";
import { targetsOf } from "../../accesses/calls.js";
import { estimateWork } from "../../accesses/work.js";
import type { Body } from "../body.js";
import { isTransferable } from "../transferable.js";
import type { RejectReason } from "../verdict.js";
import { words } from "./reason.js";

/** Asked last, when the body cannot be split and no dependence is to blame. O(calls of the body). */
export function nothingToShare(body: Body): readonly RejectReason[] {
  const { node } = body.loop;
  const start = node.getStart();
  const width = ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isForInStatement(node) ? 3 : node.getWidth();
  const place = { file: node.getSourceFile().fileName, start, end: start + width };
  const kept = keptResult(body);
  if (kept === undefined)
    return [
      {
        id: "nothing-to-share",
        place,
        message:
          "All that this loop does has to happen one iteration after the other in the caller: it only stores, collects or prints.",
        help: "Nothing is to be gained here; look at the loop that computes what is stored.",
      },
    ];
  const isUnknown = (body.context.checker.getTypeAtLocation(kept).flags & ts.TypeFlags.Any) !== 0;
  return [
    {
      id: "nothing-to-share",
      place,
      message: isUnknown
        ? `Nothing is known of what \`${words(kept)}\` gives back: if it is an object that others have, too, a worker would give back a copy of it, so the caller makes the call.`
        : `What \`${words(kept)}\` gives back may be, or hold, an object that others have, too, or one that does not travel, and a worker would give back a copy of it, so the caller makes the call.`,
      help: isUnknown
        ? "Write the types of its parameters and of its result, in JavaScript in a JSDoc comment."
        : "Let it give back numbers, texts, and arrays or objects that it makes itself; or share out a loop inside of it.",
    },
  ];
}

/** A call of a function of the program that takes a while, and whose result the workers could not hand over. */
function keptResult({ loop, context, region }: Body): ts.CallExpression | undefined {
  const visit = (node: ts.Node): ts.CallExpression | undefined => {
    if (ts.isTypeNode(node)) return undefined;
    const isDear =
      ts.isCallExpression(node) &&
      targetsOf(node, context).some(({ kind }) => kind === "function") &&
      estimateWork(node, context) >= dear;
    return isDear && !isTransferable(node, region) ? node : ts.forEachChild(node, visit);
  };
  return visit(loop.body);
}

/** Operations from which a call would be worth handing over. */
const dear = 50;
