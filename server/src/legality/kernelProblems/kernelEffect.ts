// KernelProblem: kernel-effect
//
// A kernel prints, reads the clock or the surroundings of the process, or draws from a generator that all share. Workers do
// so at the same time and each for itself, in an order that changes from run to run.
//
// ```ts
// import { parallelMapSync } from "@loopsmith/runner";
// export function root(x: number): number {
//   console.log("root of", x);
// //^^^^^^^^^^^^^^^^^^^^^^^^^ kernel-effect
//   return Math.sqrt(x);
// }
// export const roots = (xs: number[]): number[] => parallelMapSync(xs, root, {});
// ```
// -> Leave to the caller what others can see; random numbers come from a `randomStream` of the item.
// ```ts
// import { parallelMapSync } from "@loopsmith/runner";
// export function root(x: number): number {
//   return Math.sqrt(x);
// }
// export function roots(xs: number[]): number[] {
//   const found = parallelMapSync(xs, root, {});
//   for (const x of xs) console.log("root of", x);
//   return found;
// }
// ```
import type { Effect } from "../../accesses/access.js";
import { type KernelProblem, type KernelUse, problem } from "./kernelProblem.js";

const said: Partial<Record<Effect["kind"], readonly [what: string, help: string]>> = {
  output: [
    "is seen outside of the program, and workers run at the same time: the order changes from run to run.",
    "Return what is to be shown, and let the caller show it in order.",
  ],
  time: [
    "reads the clock of the worker, which does not tell what the caller's would have told in this place.",
    "Read the clock before the call and pass the value in `env`.",
  ],
  ambient: [
    "reads something outside of the program that may be another one in each worker.",
    "Read it before the call and pass the value in `env`.",
  ],
  exit: ["ends the worker, not the program.", "Return a value that tells the caller to end the program."],
  random: [
    "draws from a generator of the worker's own: nobody can repeat the run.",
    "For numbers that are the same on any number of workers use `randomStream(seed, index)`.",
  ],
};

export function kernelEffect({ summary }: KernelUse): readonly KernelProblem[] {
  const found = new Map<string, KernelProblem>();
  for (const { kind, name, node } of summary.effects) {
    const [what, help] = said[kind] ?? [];
    if (what === undefined || help === undefined || found.has(`${kind} ${name}`)) continue;
    // A loop that draws random numbers is another one each time, too.
    const severity = kind === "random" ? "note" : "warning";
    found.set(`${kind} ${name}`, problem("kernel-effect", node, `\`${name}\` in the kernel ${what}`, help, severity));
  }
  return [...found.values()];
}
