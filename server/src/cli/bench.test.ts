import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import type { Report } from "@loopsmith/runner/bench";
import { readBaseline, statusOf } from "./bench.js";
import { UserProblem } from "./problem.js";

const point = (high: number) => ({
  workers: 2,
  timing: { samples: [1], median: 1, mad: 0 },
  speedup: high,
  interval: [high / 2, high] as const,
  efficiency: 1,
  serialFraction: null,
  predicted: 1,
});

function report(high: number, verdict?: "faster" | "slower" | "same" | "incomparable"): Report {
  return {
    version: 1,
    date: "2026-11-20T12:00:00.000Z",
    machine: { cores: 2, cpu: "", memoryBytes: 1, node: "", os: "" },
    program: "",
    loop: { file: "a.ts", line: 1, text: "" },
    input: { tripCount: 1, bytes: 1, liveIns: [] },
    warmUps: 1,
    comparison: {
      outcome: "equal",
      serial: { samples: [1], median: 1, mad: 0 },
      points: [point(high)],
      best: point(high),
      overhead: { start: 0, handOver: 0, transferIn: 0, compute: 1, idle: 0, transferOut: 0, commit: 0 },
      timeline: null,
      breakEven: null,
      predicted: 1,
      advice: { workers: null, chunk: "auto", why: "" },
    },
    warnings: [],
    ...(verdict === undefined ? {} : { baseline: { date: "2026-11-19T12:00:00.000Z", verdict, findings: [] } }),
  };
}

const status = (of: Report, failIfSlower: boolean) => statusOf(of, failIfSlower, { err: () => {} });

test("slower is a failure on request only", () => {
  assert.equal(status(report(0.9), false), 0);
  assert.equal(status(report(0.9), true), 1);
  assert.equal(status(report(1.1), true), 0);
  assert.equal(status({ ...report(0.9), warnings: [{ id: "few-samples", message: "Few." }] }, true), 0);
});

test("with a baseline that is what counts", () => {
  assert.equal(status(report(0.9, "same"), true), 0);
  assert.equal(status(report(3, "slower"), true), 1);
  assert.equal(status(report(3, "slower"), false), 0);
  assert.equal(status(report(3, "incomparable"), true), 1);
  assert.equal(status(report(3, "faster"), true), 0);
});

test("results that differ are a failure whatever was asked for", () => {
  assert.equal(status({ ...report(3), comparison: { outcome: "different", differences: [] } }, false), 1);
});

test("a baseline is read back; what is none is refused with the next step", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-unit-"));
  try {
    fs.writeFileSync(path.join(folder, "base.json"), JSON.stringify(report(3)));
    fs.writeFileSync(path.join(folder, "other.json"), "{}");
    fs.writeFileSync(path.join(folder, "text.json"), "no JSON");
    assert.equal(readBaseline("base.json", folder).comparison.outcome, "equal");
    for (const [file, message] of [
      ["none.json", /no baseline none\.json/],
      ["other.json", /no report/],
      ["text.json", /no report/],
    ] as const)
      assert.throws(
        () => readBaseline(file, folder),
        (error) => error instanceof UserProblem && message.test(error.message),
      );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
