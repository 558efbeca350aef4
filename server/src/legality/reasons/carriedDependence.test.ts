// The reason carried-dependence: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons, checkSerial } from "../../../../test/support/check.js";

test("an array element that a later iteration reads", () => {
  checkReasons(`
export function decay(xs: Float64Array): void {
  for (let i = 1; i < xs.length; i++) {
    xs[i] = Math.exp(-xs[i - 1]!);
  //^^^^^ carried-dependence
  }
}`);
});

test("not for an element that only its own iteration reads", () => {
  checkParallel(
    `
function decay(xs: Float64Array): void {
  for (let i = 1; i < xs.length; i++) {
    for (let k = 0; k < 9; k++) xs[i] = Math.exp(-xs[i]!);
  }
}`,
    { pattern: "map" },
  );
});

test("a generator with a state of its own", () => {
  checkSerial(
    `
function sample(n: number): number[] {
  let state = 1;
  const next = (): number => (state = (state * 16807) % 2147483647);
  const out: number[] = [];
  for (let i = 0; i < n; i++) out.push(next());
  return out;
}`,
    ["carried-dependence"],
  );
});

test("not for a generator that each iteration seeds", () => {
  checkParallel(
    `
function draw(seed: number): number {
  let state = seed + 1;
  for (let k = 0; k < 20; k++) state = (state * 16807) % 2147483647;
  return state;
}
function sample(n: number): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) out.push(draw(i));
  return out;
}`,
    { pattern: "commit" },
  );
});
