// RejectReason: module-state
//
// A function that the loop calls reads a module-level variable that changes while the program runs; a worker would see its
// first value. Or one that is computed when the module is loaded, by chance or from what has changed by then; a worker would compute
// another one.
//
// ```ts
// let scale = 1;
// export function setScale(value: number): void {
//   scale = value;
// }
// function scaled(x: number): number {
//   return Math.sqrt(x) * scale;
// }
// export function all(xs: number[]): number[] {
//   const out: number[] = [];
//   for (const x of xs) {
//     out.push(scaled(x));
//            //^^^^^^^^^ module-state
//   }
//   return out;
// }
// ```
// -> Hand the value to the function.
// ```ts
// let scale = 1;
// export function setScale(value: number): void {
//   scale = value;
// }
// function scaled(x: number, by: number): number {
//   return Math.sqrt(x) * by;
// }
// export function all(xs: number[]): number[] {
//   const out: number[] = [];
//   const by = scale;
//   for (const x of xs) out.push(scaled(x, by));
// //^^^ parallel
//   return out;
// }
// ```
// run: (setScale(3), all([1, 4, 9]))
import type { ts } from "ts-morph";
import type { Body } from "../body.js";
import { changedModuleValue, nameInModule, whyItDiffers } from "../moduleValues.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

/** What the loop itself reads, and what the kernel's file would import, stays with the caller; a function reads it inside. */
export function moduleState({ accesses, context, loop }: Body): readonly RejectReason[] {
  const found = new Map<ts.Symbol, RejectReason>();
  for (const access of accesses) {
    if (!access.viaCall || access.mode === "write") continue;
    const symbol = changedModuleValue(access, context, loop.node.getSourceFile());
    if (symbol === undefined || found.has(symbol)) continue;
    found.set(
      symbol,
      reason(
        "module-state",
        access.node,
        `A function called here reads \`${nameInModule(symbol)}\`, ${whyItDiffers(symbol, context)}.`,
        `Pass \`${nameInModule(symbol)}\` to the function as a parameter.`,
      ),
    );
  }
  return [...found.values()];
}
