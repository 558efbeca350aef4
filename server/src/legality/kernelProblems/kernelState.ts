// KernelProblem: kernel-state
//
// A kernel changes a variable from outside of it, or reads one that changes while the program runs. Each worker has its own copy of
// the module, so the caller never sees what is written there, and the kernel sees the value that the variable began with.
//
// ```ts
// import { parallelMapSync } from "@loopsmith/runner";
// let longest = 0;
// export function measure(line: string): number {
//   const width = [...line].length;
//   if (width > longest) longest = width;
//                      //^^^^^^^ kernel-state
//   return width;
// }
// export function widths(lines: string[]): number {
//   parallelMapSync(lines, measure, {});
//   return longest;
// }
// ```
// -> Return what each item gives, and bring it together in the caller.
// ```ts
// import { parallelMapSync } from "@loopsmith/runner";
// export function measure(line: string): number {
//   return [...line].length;
// }
// export function widths(lines: string[]): number {
//   let longest = 0;
//   for (const width of parallelMapSync(lines, measure, {})) if (width > longest) longest = width;
//   return longest;
// }
// ```
import type { ts } from "ts-morph";
import type { Access } from "../../accesses/access.js";
import { unalias } from "../../accesses/types.js";
import { changedModuleValue, nameInModule, whyItDiffers } from "../moduleValues.js";
import { words } from "../reasons/reason.js";
import { type KernelProblem, type KernelUse, problem } from "./kernelProblem.js";

export function kernelState({ kernel, summary, context }: KernelUse): readonly KernelProblem[] {
  const found = new Map<string, KernelProblem>();
  for (const access of summary.accesses) {
    const written = access.mode === "write" ? outerOf(access, kernel, context.checker) : undefined;
    const read = access.mode === "read" ? changedModuleValue(access, context) : undefined;
    const name = written?.name ?? (read && nameInModule(read));
    if (name === undefined) continue;
    const key = `${name} ${access.mode} ${access.viaCall}`;
    if (found.has(key)) continue;
    const by = access.viaCall ? `\`${words(access.node)}\`` : "The kernel";
    found.set(
      key,
      written !== undefined
        ? problem(
            "kernel-state",
            access.node,
            `${by} changes \`${name}\`, which is not its own: each worker changes a copy that the caller never sees.`,
            "Return the value instead, and let the caller do the rest in order.",
          )
        : problem(
            "kernel-state",
            access.node,
            `${by} reads \`${name}\`, ${whyItDiffers(read!, context)}.`,
            `Pass \`${name}\` in \`env\`.`,
          ),
    );
  }
  // Who changes a variable reads it, too; once is enough.
  const isTold = ({ message }: KernelProblem) => {
    const name = / reads `([^`]+)`/.exec(message)?.[1];
    return name !== undefined && [...found.values()].some((other) => other.message.includes(` changes \`${name}\``));
  };
  return [...found.values()].filter((each) => !isTold(each));
}

/** The variable from outside of the kernel that is changed, itself or in what it holds. */
function outerOf({ target }: Access, kernel: ts.Node, checker: ts.TypeChecker): { readonly name: string } | undefined {
  const root = target.kind === "variable" ? { kind: "variable" as const, symbol: target.symbol } : target.base.root;
  if (root.kind === "this") return { name: "this" };
  if (root.kind !== "variable") return undefined;
  const declaration = unalias(root.symbol, checker).valueDeclaration;
  const isOwn =
    declaration !== undefined &&
    declaration.getSourceFile() === kernel.getSourceFile() &&
    kernel.pos <= declaration.pos &&
    declaration.end <= kernel.end;
  return isOwn ? undefined : { name: root.symbol.name };
}
