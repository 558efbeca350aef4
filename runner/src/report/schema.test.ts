import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { misfits, type Schema } from "../../../test/support/jsonSchema.js";
import type { Comparison, Report } from "./report.js";

const file = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../docs/report.schema.json");
const root = JSON.parse(fs.readFileSync(file, "utf8")) as Schema;

const timing = { samples: [1.5, 2], median: 1.75, mad: 0.25 };
const point = {
  workers: 2,
  timing,
  speedup: 1.9,
  interval: [1.8, 2] as const,
  efficiency: 0.95,
  serialFraction: null,
  predicted: 1.95,
};
const span = { first: 0, count: 12, chunks: 2, start: 0.5, end: 1.5 };
const equal: Comparison = {
  outcome: "equal",
  serial: timing,
  points: [point],
  best: { ...point, serialFraction: 0.05 },
  explained: 2,
  overhead: { start: 1, handOver: 0.1, transferIn: 0, compute: 1.5, idle: 0.1, transferOut: 0.1, commit: 0.05 },
  timeline: { wall: 2, threads: [{ thread: "caller", spans: [span], busy: 1 }] },
  breakEven: null,
  predicted: 1.95,
  advice: { workers: 2, chunk: 16, why: "Because" },
  inPlace: { timing, speedup: 0.99, interval: [0.98, 1] },
  memory: { serial: 60_000_000, parallel: 90_000_000 },
};
const report = (comparison: Comparison): Report => ({
  version: 1,
  date: "2026-11-20T12:00:00.000Z",
  machine: { cores: 2, cpu: "Some CPU", memoryBytes: 8e9, node: "v20.20.0", os: "Linux" },
  program: "npx tsx main.ts",
  loop: { file: "main.ts", line: 3, text: "for (;;) {" },
  input: {
    tripCount: 12,
    bytes: 100,
    entry: { number: 3, heaviest: { of: 9, ms: 1.5 } },
    liveIns: [{ name: "n", shape: "number" }],
  },
  warmUps: 2,
  comparison,
  baseline: { date: "2026-11-19T12:00:00.000Z", verdict: "same", findings: ["Nothing."] },
  proof: {
    verdict: "parallel",
    pattern: "commit",
    assumptions: [{ kind: "checked", line: 3, message: "They are apart." }],
    dependences: [{ kind: "flow", variable: "sum", source: 4, sink: 4, distance: 1 }],
  },
  warnings: [{ id: "noisy", message: "Noise." }],
});

const misfitsOf = (value: unknown) => misfits(JSON.parse(JSON.stringify(value)), root);

test("reports of every outcome fit the published schema", () => {
  assert.deepEqual(misfitsOf(report(equal)), []);
  const inPlace = { timeline: null, advice: { ...equal.advice, workers: null, chunk: "auto" as const } };
  assert.deepEqual(misfitsOf(report({ ...equal, ...inPlace })), []);
  assert.deepEqual(
    misfitsOf(report({ outcome: "different", differences: [{ path: "a", serial: "1", parallel: "2" }] })),
    [],
  );
  assert.deepEqual(misfitsOf(report({ outcome: "failed", message: "It broke.", help: "Mend it." })), []);
  const { baseline, ...without } = report(equal);
  assert.ok(baseline !== undefined);
  assert.deepEqual(misfitsOf(without), []);
});

test("what is missing, unknown or of another type does not", () => {
  const { date, ...undated } = report(equal);
  assert.equal(typeof date, "string");
  assert.deepEqual(misfitsOf(undated), ["report.date: missing"]);
  assert.deepEqual(misfitsOf({ ...report(equal), more: 1 }), ["report.more: unknown"]);
  assert.deepEqual(misfitsOf({ ...report(equal), warmUps: "2" }), ["report.warmUps: string instead of integer"]);
  const { best, ...without } = equal;
  assert.equal(best.workers, 2);
  assert.deepEqual(misfitsOf({ ...report(equal), comparison: without }), [
    "report.comparison: fits 0 of the alternatives",
  ]);
});
