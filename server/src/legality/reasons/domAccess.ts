// RejectReason: dom-access
//
// The loop works on the page. The page belongs to one thread; workers cannot see it.
//
// ```ts
// /// <reference lib="dom" />
// function label(x: number): string {
//   return Math.exp(x).toFixed(3);
// }
// function show(values: number[]): void {
//   for (const value of values) document.body.append(label(value));
//                             //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ dom-access
// }
// ```
// -> Compute all that is to be shown, and put it into the page at once; the browser then lays the page out once, too.
// ```ts
// /// <reference lib="dom" />
// function label(x: number): string {
//   return Math.exp(x).toFixed(3);
// }
// function show(values: number[]): void {
//   const labels = values.map((value) => label(value));
//                //^^^^^^ parallel
//   document.body.append(...labels);
// }
// ```
import type { Body } from "../body.js";
import { callsOf } from "../callCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function domAccess(body: Body): readonly RejectReason[] {
  return callsOf("dom-access", body).map(({ node, name }) =>
    reason(
      "dom-access",
      node,
      `\`${name}\` belongs to the page, which only one thread can see and change.`,
      "Compute in one loop, from plain values, and change the page behind it.",
    ),
  );
}
