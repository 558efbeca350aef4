// RejectReason: loop-form
//
// The number of iterations is not known before the first one starts, so they cannot be dealt out to workers.
//
// ```ts
// function powers(n: number): number[] {
//   const out: number[] = [];
//   for (let i = 1; i < n; i *= 2) {
//                        //^^^^^^ loop-form
//     out.push(Math.exp(Math.sqrt(i)));
//   }
//   return out;
// }
// ```
// -> Count the steps, and compute the value from their number.
// ```ts
// function powers(n: number): number[] {
//   const out: number[] = [];
//   const steps = Math.ceil(Math.log2(n));
//   for (let k = 0; k < steps; k++) out.push(Math.exp(Math.sqrt(2 ** k)));
// //^^^ parallel
//   return out;
// }
// ```
// run: powers(100)
import { ts } from "ts-morph";
import type { Body } from "../body.js";
import { endTests } from "../inequality.js";
import { spaceCause } from "../spaceCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason, words } from "./reason.js";

export function loopForm({ loop, inductions, nest, context }: Body): readonly RejectReason[] {
  if (loop.space.form === "counted") {
    const { stride, beside, alsoAdvanced } = loop.space;
    if (stride !== undefined && nest.step === undefined) {
      const message = `\`${words(stride)}\`, by which the counter advances, may change while the loop runs.`;
      return [reason("loop-form", stride, message, "Take the step into a constant before the loop.")];
    }
    const tests = endTests(loop.space, context.checker);
    if (tests === undefined) {
      const message = `The count may pass over \`${words(loop.space.end ?? loop.node)}\`, which ends it by \`!==\` alone, and then goes on without end.`;
      return [reason("loop-form", loop.space.end ?? loop.node, message, "Compare by `<` or `>`.")];
    }
    const names = [...beside, ...alsoAdvanced].map(({ name }) => name);
    return names
      .filter((name) => !inductions.some(({ symbol }) => symbol === context.checker.getSymbolAtLocation(name)))
      .map((name) =>
        reason(
          "loop-form",
          name,
          `The value of \`${name.getText()}\` in an iteration cannot be told without the iterations before it.`,
          "Compute it in the body from the counter.",
        ),
      );
  }
  if (loop.space.form !== "unknown" || spaceCause(loop) !== "loop-form") return [];
  const node = loop.node;
  const at = ts.isWhileStatement(node) || ts.isDoStatement(node) ? node.expression : loop.space.at;
  const help =
    ts.isWhileStatement(node) || ts.isDoStatement(node)
      ? "If the number of iterations is known, write the loop as `for (let i = 0; i < n; i++)`; if one iteration decides whether there is another, it has to stay a loop."
      : "Write the loop as `for (let i = 0; i < n; i++)` or `for (const x of array)`.";
  if (ts.isWhileStatement(node) || ts.isDoStatement(node)) {
    const message = `Whether there is another iteration is decided by \`${words(node.expression)}\` each time, so the iterations cannot be listed beforehand.`;
    return [reason("loop-form", at, message, help)];
  }
  return [reason("loop-form", at, `The iterations of this loop cannot be listed beforehand: ${loop.space.why}.`, help)];
}
