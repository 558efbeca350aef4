import { test } from "node:test";
import { checkKernels } from "../../../../test/support/check.js";

const runner = 'import { parallelMapSync, range } from "@loopsmith/runner";\n';

test("what a function that it calls does counts; `this` and fields of module objects, too", () => {
  checkKernels(`${runner}export const cache = new Map<number, number>();
function remember(x: number): number {
  cache.set(x, x * 2);
  return x;
}
export function step(x: number): number {
  return remember(x) + 1;
       //^^^^^^^^^^^ kernel-state
}
export const f = (xs: number[]) => parallelMapSync(xs, step, {});
`);
});

test("a variable that is changed elsewhere, and read here", () => {
  checkKernels(`${runner}let scale = 1;
export const setScale = (value: number): void => void (scale = value);
export function step(x: number): number {
  return x * scale;
           //^^^^^ kernel-state
}
export const f = (xs: number[]) => parallelMapSync(xs, step, {});
`);
});

test("a variable of the function around a kernel that is written in the call", () => {
  checkKernels(`${runner}export function f(xs: number[]): number {
  let sum = 0;
  parallelMapSync(xs, (x: number) => { sum += x; }, {});
                                     //^^^ kernel-state
  return sum;
}
`);
});

test("not for constants, or for what the kernel makes itself", () => {
  checkKernels(`${runner}const weights = [1, 2, 3];
export function step(x: number): number {
  const seen = new Map<number, number>();
  let sum = 0;
  for (const w of weights) {
    seen.set(w, x);
    sum += w * x;
  }
  return sum + seen.size;
}
export const f = (xs: number[]) => parallelMapSync(xs, step, {});
`);
});
