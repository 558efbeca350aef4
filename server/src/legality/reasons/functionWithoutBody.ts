// RejectReason: function-without-body
//
// The loop calls a function of which only the declaration is there, so nobody can tell what it does.
//
// ```ts
// declare function distance(a: string, b: string): number;
// function distances(words: string[], to: string): number[] {
//   return words.map((word) => distance(word, to));
//                            //^^^^^^^^^^^^^^^^^^ function-without-body
// }
// ```
// -> If you know that the function changes nothing and answers the same for the same arguments, say so: with `@pure` at its
// declaration, or, for a package, in your package.json: `"loopsmith": { "pureFunctions": ["fast-levenshtein#get"] }`. The
// proof then names it as an assumption.
// ```ts
// /** @pure */
// declare function distance(a: string, b: string): number;
// function distances(words: string[], to: string): number[] {
//   return words.map((word) => distance(word, to));
//        //^^^^^ parallel
// }
// ```
import type { Body } from "../body.js";
import { callsOf } from "../callCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function functionWithoutBody(body: Body): readonly RejectReason[] {
  return callsOf("function-without-body", body).map(({ node, name }) =>
    reason(
      "function-without-body",
      node,
      `Only the declaration of \`${name}\` is there, not its code, so it may change something that other iterations use.`,
      "If it changes nothing and answers the same for the same arguments, vouch for it: `/** @pure */` at its declaration, or `loopsmith.pureFunctions` in package.json.",
    ),
  );
}
