// The ordered list of what is looked for in a kernel that somebody calls.
import { kernelEffect } from "./kernelEffect.js";
import { kernelInput } from "./kernelInput.js";
import type { KernelCheck, KernelProblem, KernelUse } from "./kernelProblem.js";
import { kernelResult } from "./kernelResult.js";
import { kernelState } from "./kernelState.js";

export const kernelChecks: readonly KernelCheck[] = [kernelState, kernelInput, kernelEffect, kernelResult];

/** Every problem of the kernel as it is called, in the order of its text. O(kernel, and the functions that it calls). */
export function kernelProblems(use: KernelUse): readonly KernelProblem[] {
  return kernelChecks.flatMap((check) => check(use)).sort((a, b) => a.place.start - b.place.start);
}
