// Values that the file of the kernel would import: the caller reads those that change.
import { test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

test("a field of a class that is set somewhere is read by the caller", () => {
  checkParallel(
    `
class Scale { static by = 1; }
export function setScale(value: number): void { Scale.by = value; }
function work(x: number): number { return Math.exp(Math.sin(x)); }
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(work(x) * Scale.by);
  return out;
}`,
    { pattern: "commit", split: { channels: "workResult" } },
  );
});

test("not a field that nobody sets", () => {
  checkParallel(
    `
class Scale { static by = 2; }
function work(x: number): number { return Math.exp(Math.sin(x)); }
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(work(x) * Scale.by);
  return out;
}`,
    { pattern: "commit", split: { channels: "value" } },
  );
});

test("a variable of a namespace that is set somewhere is read by the caller", () => {
  checkParallel(
    `
namespace Scale { export let by = 1; }
export function setScale(value: number): void { Scale.by = value; }
function work(x: number): number { return Math.exp(Math.sin(x)); }
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(work(x) * Scale.by);
  return out;
}`,
    { pattern: "commit", split: { channels: "workResult" } },
  );
});

test("not a variable of the loop's own file, which is handed over", () => {
  checkParallel(
    `
let by = 1;
export function setScale(value: number): void { by = value; }
function work(x: number): number { return Math.exp(Math.sin(x)); }
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(work(x) * by);
  return out;
}`,
    { pattern: "commit", split: { liveIns: "by" } },
  );
});

test("a function that reads such a field", () => {
  checkSerial(
    `
class Scale { static by = 1; }
export function setScale(value: number): void { Scale.by = value; }
function scaled(x: number): number { return Math.exp(Math.sin(x)) * Scale.by; }
export function all(xs: number[]): number[] { return xs.map((x) => scaled(x)); }`,
    ["module-state"],
  );
});
