// RejectReason: function-value
//
// The loop makes functions or classes. They do not travel between threads, and nobody knows when they are called.
//
// ```ts
// function text(name: string): string {
//   return `Hello, ${name.toUpperCase()}`;
// }
// function handlers(names: string[]): (() => string)[] {
//   const made: (() => string)[] = [];
//   for (const name of names) {
//     made.push(() => text(name));
//             //^^^^^^^^^^^^^^^^ function-value
//   }
//   return made;
// }
// ```
// -> Compute the values that the functions need, and make the functions afterwards.
// ```ts
// function text(name: string): string {
//   return `Hello, ${name.toUpperCase()}`;
// }
// function handlers(names: string[]): (() => string)[] {
//   const texts = names.map((name) => text(name));
//               //^^^^^ parallel
//   return texts.map((line) => () => line);
// }
// ```
// run: handlers(["Ann", "Bo"]).map((handler) => handler())
import { ts } from "ts-morph";
import type { Body } from "../body.js";
import { originOf } from "../callCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function functionValue({ effects }: Body): readonly RejectReason[] {
  return effects
    .filter((effect) => effect.kind === "unsupported" && isCode(originOf(effect)))
    .map(({ node }) =>
      reason(
        "function-value",
        node,
        "A function or class that is made here does not travel between threads, and may be called at any time.",
        "Compute the values that it needs in this loop, and make the functions in another one behind it.",
      ),
    );
}

export function isCode(node: ts.Node): boolean {
  return ts.isFunctionLike(node) || ts.isClassLike(node);
}
