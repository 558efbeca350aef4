// RejectReason: carried-dependence
//
// An iteration needs what an earlier one computed, and that is all that the loop does.
//
// ```ts
// function newton(value: number, steps: number): number {
//   let x = value;
//   for (let i = 0; i < steps; i++) {
//     x = x - (x * x - value) / (2 * x);
//   //^ carried-dependence
//   }
//   return x;
// }
// ```
// -> One such sequence of steps cannot be divided. Several of them can: run the loop over the starting values in parallel, with
// the steps inside.
// ```ts
// function newton(value: number, steps: number): number {
//   let x = value;
//   for (let i = 0; i < steps; i++) x = x - (x * x - value) / (2 * x);
//   return x;
// }
// function roots(values: number[]): number[] {
//   return values.map((value) => newton(value, 20));
//        //^^^^^^ parallel
// }
// ```
import { ts } from "ts-morph";
import type { Access } from "../../accesses/access.js";
import { symbolKey } from "../../accesses/keys.js";
import type { Body } from "../body.js";
import type { RejectReason } from "../verdict.js";
import { lineOf, reason, words } from "./reason.js";

/** Asked only when the body cannot be split: every flow of a value from one iteration to a later one. */
export function carriedDependence(body: Body): readonly RejectReason[] {
  const found = new Map<string, RejectReason>();
  for (const write of body.accesses) {
    if (write.mode !== "write" || isLocal(write, body)) continue;
    for (const read of body.accesses) {
      // `out.push(x)` reads the array only to add to it: that is collecting, not computing with an earlier value.
      if (read.mode !== "read" || (read.node === write.node && ts.isCallExpression(write.node) && !write.viaCall))
        continue;
      const meeting = body.meet(write, read);
      if (!meeting.later || meeting.unsureObject) continue;
      const name = nameOf(write);
      const key = write.target.kind === "variable" ? `v${symbolKey(write.target.symbol)}` : `${write.node.getStart()}`;
      if (found.has(key)) continue;
      const through = write.viaCall ? `, inside of the call \`${words(write.node)}\`` : "";
      const where =
        lineOf(write.node) === lineOf(read.node)
          ? "the same line reads it back"
          : `line ${lineOf(read.node)} reads it back (\`${words(read.node)}\`)`;
      found.set(
        key,
        reason(
          "carried-dependence",
          write.node,
          `\`${name}\` carries a value from one iteration to the next: line ${lineOf(write.node)} sets it${through}, and ${where} in a later iteration.`,
          helpFor(write),
        ),
      );
    }
  }
  return [...found.values()];
}

function isLocal(write: Access, body: Body): boolean {
  return write.target.kind === "variable" && body.isIterationLocal(write.target.symbol);
}

function nameOf(access: Access): string {
  if (access.target.kind === "variable") return access.target.symbol.name;
  if (access.viaCall || ts.isCallExpression(access.node)) {
    const { root } = access.target.base;
    return root.kind === "variable" ? root.symbol.name : words(access.node);
  }
  return words(access.node);
}

function helpFor(write: Access): string {
  if (write.viaCall)
    return "Hand the state to the function and back, one per iteration; for random numbers, seed a generator from the iteration's number.";
  return "If an iteration can compute its value from its own number alone, write it that way; otherwise this loop has to run in order.";
}
