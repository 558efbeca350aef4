// Lenses: on promising loops, and not on others.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { promisingLoop } from "../../../test/support/reports.js";
import { type LensTitle, lensTitles } from "./lensTitles.js";

const loop = promisingLoop;
const titles = (lenses: readonly LensTitle[]) => lenses.map(({ line, title }) => `${line}: ${title}`);

describe("lensTitles", () => {
  test("a promising loop has three", () => {
    assert.deepEqual(titles(lensTitles([loop], new Set())), ["3: Run on all cores", "3: Benchmark", "3: Why?"]);
  });

  test("a loop that is legal but not promising has none", () => {
    const small = { ...loop, profit: { ...loop.profit, promising: false } };
    assert.deepEqual(lensTitles([small], new Set()), []);
  });

  test("a serial loop has none", () => {
    assert.deepEqual(lensTitles([{ ...loop, verdict: "serial" }], new Set()), []);
  });

  test("no rewrite is promised where none is offered", () => {
    const transforms = loop.transforms.map((each) => ({ ...each, disabledReason: "The function is a generator." }));
    assert.deepEqual(titles(lensTitles([{ ...loop, transforms }], new Set())), ["3: Benchmark", "3: Why?"]);
  });

  test("a measured loop leads to its report, another does not", () => {
    const other = { ...loop, line: 9, verdict: "serial" } as const;
    assert.deepEqual(titles(lensTitles([loop, other], new Set([3]))).at(-1), "3: Report");
  });

  describe("after a profile", () => {
    const heat = { line: 3, share: 0.31, selfMs: 200, totalMs: 310, savesMs: 155, partOf: null };
    const hotAt = (share: number) => (line: number) => (line === 3 ? { ...heat, share } : undefined);

    test("a hot loop says how hot, before what can be done", () => {
      assert.deepEqual(titles(lensTitles([loop], new Set(), hotAt(0.31))), [
        "3: 31 % of the run",
        "3: Run on all cores",
        "3: Benchmark",
        "3: Why?",
      ]);
    });

    test("a hot loop that has to run in order leads to its reasons", () => {
      const serial = { ...loop, verdict: "serial" } as const;
      assert.deepEqual(titles(lensTitles([serial], new Set(), hotAt(0.31))), ["3: 31 % of the run", "3: Why?"]);
    });

    test("a hot loop that did not look worth it can be measured, and rewritten", () => {
      const small = { ...loop, profit: { ...loop.profit, promising: false } };
      assert.equal(lensTitles([small], new Set(), hotAt(0.31)).length, 4);
    });

    test("a cold loop has what it would have without a profile", () => {
      assert.deepEqual(lensTitles([loop], new Set(), hotAt(0.01)), lensTitles([loop], new Set()));
      assert.deepEqual(lensTitles([{ ...loop, verdict: "serial" }], new Set(), hotAt(0.01)), []);
    });
  });
});
