// What lies outside of the program: the caller reads and writes it, in order.
import { test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

test("what the page says is read by the caller", () => {
  checkParallel(
    `/// <reference lib="dom" />
function work(x: number): number { return Math.exp(Math.sin(x)); }
function titled(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(work(x) + document.title.length);
  return out;
}`,
    { pattern: "commit", split: { channels: "workResult" } },
  );
});

test("what is written to a global is written by the caller", () => {
  checkParallel(
    `
function work(x: number): number { return Math.exp(Math.sin(x)); }
function last(xs: number[]): void {
  for (const x of xs) (globalThis as unknown as { last: number }).last = work(x);
}`,
    { pattern: "commit", split: { channels: "workResult" } },
  );
});

test("a part of the page does not travel, and to write one may change another", () => {
  checkSerial(
    `/// <reference lib="dom" />
function fit(boxes: HTMLElement[]): void {
  for (const box of boxes) box.title = String(Math.exp(box.offsetWidth));
}`,
    ["nothing-to-share"],
  );
});

test("not for constants and functions of the language", () => {
  checkParallel(
    `
function circle(x: number): number { return Math.exp(globalThis.Math.PI * x) % Number.MAX_SAFE_INTEGER; }
function all(xs: number[]): number[] {
  return xs.map((x) => circle(x) * Math.SQRT2 + Float64Array.BYTES_PER_ELEMENT);
}`,
    { pattern: "map" },
  );
});
