// RejectReason: timer
//
// The loop asks for something to be done later. A worker that has finished its iterations has no later.
//
// ```ts
// /// <reference lib="dom" />
// function text(name: string): string {
//   return name.padStart(40);
// }
// function announce(names: string[], show: (text: string) => void): void {
//   for (const [i, name] of names.entries()) {
//     setTimeout(() => show(text(name)), i * 1000);
//   //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ timer
//   }
// }
// ```
// -> Compute what is to be shown in a loop of its own, and set the timers afterwards.
// ```ts
// /// <reference lib="dom" />
// function text(name: string): string {
//   return name.padStart(40);
// }
// function announce(names: string[], show: (text: string) => void): void {
//   const texts = names.map((name) => text(name));
//               //^^^^^ parallel
//   for (const [i, line] of texts.entries()) setTimeout(() => show(line), i * 1000);
// }
// ```
import type { Body } from "../body.js";
import { callsOf } from "../callCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function timer(body: Body): readonly RejectReason[] {
  return callsOf("timer", body).map(({ node, name }) =>
    reason(
      "timer",
      node,
      `\`${name}\` has something done later, when the loop is long over.`,
      "Compute what is needed in a loop of its own, and set the timers in another one behind it.",
    ),
  );
}
