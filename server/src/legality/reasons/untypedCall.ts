// RejectReason: untyped-call
//
// The loop calls a method of a value of which nothing is known, so the call may do anything.
//
// ```ts
// function prices(orders: any[]): number[] {
//   const out: number[] = [];
//   for (const order of orders) out.push(order.price());
//                                      //^^^^^^^^^^^^^ untyped-call
//   return out;
// }
// ```
// -> Give the value a type (in JavaScript, with a comment such as `@param {Order[]} orders`), and call a function of the
// program.
// ```ts
// interface Order { amount: number; cents: number }
// function price(order: Order): number {
//   return Math.round(order.amount * order.cents) / 100;
// }
// function prices(orders: Order[]): number[] {
//   const out: number[] = [];
//   for (const order of orders) out.push(price(order));
// //^^^ parallel
//   return out;
// }
// ```
import type { Body } from "../body.js";
import { callsOf } from "../callCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function untypedCall(body: Body): readonly RejectReason[] {
  return callsOf("untyped-call", body).map(({ node, name }) =>
    reason(
      "untyped-call",
      node,
      `Nothing is known of the value that \`${name}\` is called on, so it may be any function.`,
      "Give the value a type: `orders: Order[]`, in JavaScript `@param {Order[]} orders`.",
    ),
  );
}
