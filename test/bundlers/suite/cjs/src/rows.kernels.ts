// A kernel that also tells whether a worker runs it.
import { isMainThread } from "node:worker_threads";
import { registerKernels } from "@loopsmith/runner";
import { shade } from "./shade";

export interface RowEnv {
  readonly width: number;
  readonly limit: number;
}

export function row(y: number, { width, limit }: RowEnv): { values: number[]; isMain: boolean } {
  return { values: Array.from({ length: width }, (_, x) => shade(x, y, limit)), isMain: isMainThread };
}

registerKernels(__filename, { row });
