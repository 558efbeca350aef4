// RejectReason: hidden-call
//
// An operator or a built-in function runs code of the program that is not written at this place: a conversion, an iterator,
// an accessor.
//
// ```ts
// class Money {
//   constructor(readonly cents: number) {}
//   toString(): string { return (this.cents / 100).toFixed(2); }
// }
// function lines(prices: Money[]): string[] {
//   return prices.map((price) => `${price} EUR`);
//                                 //^^^^^ hidden-call
// }
// ```
// -> Call what is meant by its name.
// ```ts
// class Money {
//   constructor(readonly cents: number) {}
// }
// function shown(cents: number): string {
//   return (cents / 100).toFixed(2);
// }
// function lines(prices: Money[]): string[] {
//   return prices.map((price) => `${shown(price.cents)} EUR`);
//        //^^^^^^ parallel
// }
// ```
// run: lines([new Money(150), new Money(99)])
import type { Body } from "../body.js";
import { callsOf } from "../callCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

/** `the conversion of price`: the head of a sentence. */
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function hiddenCall(body: Body): readonly RejectReason[] {
  return callsOf("hidden-call", body).map(({ node, name }) =>
    reason(
      "hidden-call",
      node,
      `${capital(name)} runs code of the program here, and nobody can tell which.`,
      "Call what is meant by its name, in place of the operator or the built-in function that calls it.",
    ),
  );
}
