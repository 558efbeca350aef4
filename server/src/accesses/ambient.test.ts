// What lies outside of the program: the caller reads and writes it, in order.
import { describe, test } from "node:test";
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

describe("what tells a worker from the caller is asked by the caller", () => {
  const withWork = (told: string): string => `
function work(x: number): number { return Math.exp(Math.sin(x)); }
function told(bytes: Uint8Array): unknown[] {
  const out: unknown[] = [];
  for (let i = 0; i < bytes.length; i++) { const w = work(i); out.push([w, ${told}]); }
  return out;
}`;
  const cases: [question: string, told: string][] = [
    ["which kind of memory an array lies in", "bytes.buffer instanceof ArrayBuffer"],
    ["its constructor", "bytes.buffer.constructor === ArrayBuffer"],
    ["where an error was made", 'new Error("x").stack'],
  ];
  for (const [question, told] of cases)
    test(question, () => checkParallel(withWork(told), { pattern: "commit", split: { channels: "w" } }));

  test("not what lies in that memory, how long it is, or what the error says", () => {
    const told =
      "heavy(new DataView(bytes.buffer, 1).getInt8(i)) + heavy(bytes.buffer.byteLength) + new Error(String(w)).message";
    const heavy = "function heavy(x: number): number { return Math.exp(Math.sin(x)); }";
    checkParallel(`${heavy}${withWork(told)}`, { pattern: "commit", split: { channels: "value" } });
  });
});
