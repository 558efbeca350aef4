// The kernels of the workloads, registered as a program of a user would do it.
import { registerKernels } from "@loopsmith/runner";
import { workloads } from "./workloads.mjs";

export const kernels = Object.fromEntries(Object.entries(workloads).map(([name, { kernel }]) => [name, kernel]));

registerKernels(import.meta.url, kernels);
