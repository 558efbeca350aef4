import assert from "node:assert/strict";
import { test } from "node:test";
import { compareWithBaseline } from "./baseline.js";
import type { Comparison, Report } from "./report.js";

/** A report whose best version took around `ms`, at a speedup around `speedup`. */
function report(ms: number, speedup: number, more: Partial<Report> = {}): Report {
  const samples = Array.from({ length: 20 }, (_, index) => ms * (1 + (index - 10) / 1000));
  const timing = { samples, median: ms, mad: ms / 200 };
  const best = {
    workers: 4,
    timing,
    speedup,
    interval: [speedup * 0.97, speedup * 1.03] as const,
    efficiency: speedup / 4,
    serialFraction: 0.1,
    predicted: 4,
  };
  const comparison: Comparison = {
    outcome: "equal",
    serial: { samples: [ms * speedup], median: ms * speedup, mad: 1 },
    points: [best],
    best,
    overhead: { start: 1, handOver: 0, transferIn: 0, compute: ms, idle: 0, transferOut: 0, commit: 0 },
    timeline: null,
    breakEven: 3,
    predicted: 4,
    advice: { workers: 4, chunk: "auto", why: "" },
  };
  return {
    version: 1,
    date: "2026-11-20T12:00:00.000Z",
    machine: { cores: 4, cpu: "Some CPU", memoryBytes: 8e9, node: "v20.20.0", os: "Linux" },
    program: "npx tsx main.ts",
    loop: { file: "src/main.ts", line: 12, text: "for (;;) {" },
    input: { tripCount: 1200, bytes: 34_000, liveIns: [] },
    warmUps: 4,
    comparison,
    warnings: [],
    ...more,
  };
}

const verdict = (baseline: Report, now: Report) => compareWithBaseline(baseline, now).verdict;

test("a lower speedup is slower, a higher one faster", () => {
  assert.equal(verdict(report(100, 3.8), report(105, 3.4)), "slower");
  assert.equal(verdict(report(100, 3.4), report(95, 3.8)), "faster");
});

test("the same speedup in more time is slower: the loop itself has become slower", () => {
  const { verdict: found, findings } = compareWithBaseline(report(100, 3.8), report(130, 3.8));
  assert.equal(found, "slower");
  assert.match(findings[1]!, /^Best parallel time: 100 ms then, 130 ms now, \+30 %: slower\.$/);
});

test("what lies within the uncertainty, or within what machines drift by, is no difference", () => {
  assert.equal(verdict(report(100, 3.8), report(101, 3.7)), "same");
  assert.equal(verdict(report(100, 3.8), report(109, 3.8)), "same");
});

test("a higher speedup does not hide that it takes longer", () => {
  assert.equal(verdict(report(100, 3), report(150, 3.9)), "slower");
});

test("another loop, input or machine, or results that were not equal, cannot be compared", () => {
  const base = report(100, 3.8);
  const failed: Comparison = { outcome: "failed", message: "It broke.", help: "Mend it." };
  const others: readonly [Report, RegExp][] = [
    [report(100, 3.8, { loop: { file: "src/b.ts", line: 1, text: "for (;;) {" } }), /another loop, src\/main\.ts:12/],
    [report(100, 3.8, { input: { tripCount: 9, bytes: 1, liveIns: [] } }), /had 1,200 iterations, this run 9/],
    [report(100, 3.8, { machine: { ...base.machine, cores: 8 } }), /another machine: Some CPU, 4 cores/],
    [report(100, 3.8, { warnings: [{ id: "few-samples", message: "Few." }] }), /^This run has too few pairs/],
    [report(100, 3.8, { comparison: failed }), /^This run has no times/],
  ];
  for (const [other, finding] of others) {
    const compared = compareWithBaseline(base, other);
    assert.equal(compared.verdict, "incomparable");
    assert.match(compared.findings[0]!, finding);
  }
});

test("a loop that has moved to another line is the same loop", () => {
  assert.equal(
    verdict(report(100, 3.8), report(100, 3.8, { loop: { file: "src/main.ts", line: 40, text: "for (;;) {" } })),
    "same",
  );
});
