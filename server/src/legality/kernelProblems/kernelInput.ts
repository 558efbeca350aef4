// KernelProblem: kernel-input
//
// A kernel changes its item, or a part of `env` that the call does not name in `writes`. A worker is given copies, so the change
// is lost, or seen by some of the other items and not by others.
//
// ```ts
// import { parallelMapSync, range } from "@loopsmith/runner";
// export function blur(i: number, { from, to }: { from: Float64Array; to: Float64Array }): void {
//   to[i] = ((from[i - 1] ?? 0) + (from[i] ?? 0) + (from[i + 1] ?? 0)) / 3;
// //^^^^^ kernel-input
// }
// export function smooth(from: Float64Array): Float64Array {
//   const to = new Float64Array(from.length);
//   parallelMapSync(range(from.length), blur, { from, to });
//   return to;
// }
// ```
// -> Name a typed array that every item writes in places of its own; what else is to be changed, let the caller change.
// ```ts
// import { parallelMapSync, range } from "@loopsmith/runner";
// export function blur(i: number, { from, to }: { from: Float64Array; to: Float64Array }): void {
//   to[i] = ((from[i - 1] ?? 0) + (from[i] ?? 0) + (from[i + 1] ?? 0)) / 3;
// }
// export function smooth(from: Float64Array): Float64Array {
//   const to = new Float64Array(from.length);
//   parallelMapSync(range(from.length), blur, { from, to }, { writes: ["to"] });
//   return to;
// }
// ```
import type { Access } from "../../accesses/access.js";
import { givenParameters } from "../../accesses/types.js";
import { words } from "../reasons/reason.js";
import { type KernelProblem, type KernelUse, problem } from "./kernelProblem.js";

export function kernelInput(use: KernelUse): readonly KernelProblem[] {
  const found = new Map<string, KernelProblem>();
  for (const access of use.summary.accesses) {
    const given = access.mode === "write" ? givenOf(access, use) : undefined;
    if (given === undefined || found.has(given.name)) continue;
    const by = access.viaCall ? `\`${words(access.node)}\`` : "The kernel";
    const isEnv = given.parameter === 1;
    found.set(
      given.name,
      problem(
        "kernel-input",
        access.node,
        `${by} changes ${given.name}, which ${isEnv ? "the call does not name in `writes`" : "is an item of the call"}: a worker changes a copy, and the caller never sees it.`,
        isEnv && given.isTypedArray
          ? "Name it in `writes`, if each item writes places of its own."
          : "Return the new value, and let the caller put it where it belongs.",
      ),
    );
  }
  return [...found.values()];
}

/** The item or the part of `env` that the access changes. */
function givenOf({ target }: Access, { kernel, writes, context }: KernelUse) {
  if (target.kind !== "place" || target.base.root.kind !== "argument") return undefined;
  const { root, path, type } = target.base;
  const parameter = givenParameters(kernel).indexOf(root.parameter);
  if (parameter !== 0 && parameter !== 1) return undefined;
  const [step] = [...path, target.step];
  const part = step?.kind === "property" ? step.name : undefined;
  if (parameter === 1 && part !== undefined && path.length > 0 && writes.has(part)) return undefined;
  const of = type === undefined ? "" : context.checker.typeToString(type);
  const isTypedArray = /^(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array\b/.test(of);
  const name = parameter === 0 ? "its item" : part === undefined ? "`env`" : `\`${part}\` of \`env\``;
  return { parameter, name, isTypedArray };
}
