import { test } from "node:test";
import { checkKernels } from "../../../../test/support/check.js";

const runner = 'import { parallelMapSync, range } from "@loopsmith/runner";\n';

test("the clock, the surroundings, randomness, and output in a function that is called", () => {
  checkKernels(`${runner}function log(x: number): void {
  console.log(x);
}
export function step(x: number): number {
  log(x);
//^^^^^^ kernel-effect
  return x + Date.now() + Math.random();
           //^^^^^^^^^^ kernel-effect
                        //^^^^^^^^^^^^^ kernel-effect
}
export const f = (xs: number[]) => parallelMapSync(xs, step, {});
`);
});

test("not for a stream of random numbers of the item's own", () => {
  checkKernels(`import { parallelMapSync, randomStream, range } from "@loopsmith/runner";
export function step(i: number, { seed }: { seed: number }): number {
  return Math.sqrt(i + seed);
}
export const f = (seed: number) => [parallelMapSync(range(9), step, { seed }), randomStream];
`);
});
