import { test } from "node:test";
import { checkKernels } from "../../../../test/support/check.js";

const runner = 'import { parallelMapSync, range } from "@loopsmith/runner";\n';

test("items, and parts of `env` by any name, also by a function that is called", () => {
  checkKernels(`${runner}interface Env { seen: number[]; options: { depth: number } }
function deeper(options: { depth: number }): void {
  options.depth++;
}
export function step(item: { done: boolean }, env: Env): number {
  item.done = true;
//^^^^^^^^^ kernel-input
  env.seen.push(1);
//^^^^^^^^^^^^^^^^ kernel-input
  deeper(env.options);
//^^^^^^^^^^^^^^^^^^^ kernel-input
  return env.options.depth;
}
export const f = (items: { done: boolean }[], env: Env) => parallelMapSync(items, step, env);
`);
});

test("`writes` allows elements of the array that it names, and of no other", () => {
  checkKernels(`${runner}interface Env { a: Float64Array; b: Float64Array }
export function step(i: number, { a, b }: Env): void {
  a[i] = i;
  b[i] = i;
//^^^^ kernel-input
}
export const f = (a: Float64Array, b: Float64Array) => parallelMapSync(range(3), step, { a, b }, { writes: ["a"] });
`);
});

test("not for a copy that the kernel makes", () => {
  checkKernels(`${runner}export function step(item: number[], { rows }: { rows: number[][] }): number {
  const sorted = [...item].sort((a, b) => a - b);
  const own = rows.map((row) => row.length);
  own.push(sorted[0] ?? 0);
  return own.length;
}
export const f = (items: number[][], rows: number[][]) => parallelMapSync(items, step, { rows });
`);
});
