// RejectReason: unknown-call
//
// The loop calls something whose code Loopsmith cannot see, so it could read or change anything.
//
// ```ts
// function apply(xs: number[], f: (x: number) => number): number[] {
//   const out: number[] = [];
//   for (const x of xs) {
//     out.push(f(x));
//            //^^^^ unknown-call
//   }
//   return out;
// }
// ```
// -> Call the function by its name.
// ```ts
// function f(x: number): number {
//   return Math.exp(Math.sin(x));
// }
// function apply(xs: number[]): number[] {
//   const out: number[] = [];
//   for (const x of xs) out.push(f(x));
// //^^^ parallel
//   return out;
// }
// ```
import type { Body } from "../body.js";
import { callsOf } from "../callCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function unknownCall(body: Body): readonly RejectReason[] {
  return callsOf("unknown-call", body).map(({ node, name }) =>
    reason(
      "unknown-call",
      node,
      `Nobody can tell what \`${name}\` does: its code is not known here, so it may change something that other iterations use.`,
      "Call a function of the program by its name instead, or move this call out of the loop.",
    ),
  );
}
