import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import type { LoopReport } from "../analysis/loopReport.js";
import type { HotLoop, ProfileReport } from "../bench/profile/profileReport.js";
import { profileMarkdown, profileText } from "./profileText.js";

const loop = (line: number, verdict: "parallel" | "serial"): LoopReport => ({
  file: "src/main.ts",
  line,
  column: 3,
  endLine: line + 2,
  kind: "for",
  function: "rows",
  depth: 0,
  parent: null,
  verdict,
  pattern: verdict === "parallel" ? "map" : null,
  assumptions: [],
  reasons:
    verdict === "serial"
      ? [
          { id: "recurrence", line: line + 1, column: 5, message: "`x` carries a value.", help: "Change it." },
          { id: "unknown-call", line: line + 1, column: 9, message: "`f` is unknown.", help: "Name it." },
        ]
      : [],
  dependences: [],
  scalars: [],
  profit: { promising: true, workPerIteration: 100, bytesMoved: 8, why: "much work" },
  transforms: [],
});

const hot = (line: number, verdict: "parallel" | "serial", more: Partial<HotLoop>): HotLoop => ({
  loop: loop(line, verdict),
  text: `for (let i = 0; i < ${line}; i++) {`,
  selfMs: 10,
  totalMs: 1000,
  estimatedMs: 0,
  share: 0.5,
  threads: 1,
  savesMs: verdict === "parallel" ? 750 : 0,
  runSpeedup: 1.6,
  partOf: null,
  ...more,
});

const report: ProfileReport = {
  version: 1,
  date: "2026-11-21T12:00:00.000Z",
  machine: { cores: 4, cpu: "Some CPU", memoryBytes: 8e9, node: "v20.20.0", os: "Linux 6 x64" },
  program: "npx tsx main.ts",
  run: {
    wallMs: 2000,
    busyMs: 2000,
    collectionMs: 0,
    processes: 1,
    threads: 1,
    samples: 2000,
    exitStatus: 0,
    signal: null,
    interrupted: false,
  },
  loops: [
    hot(12, "parallel", {}),
    hot(14, "parallel", { partOf: "src/main.ts:12", estimatedMs: 500 }),
    hot(30, "serial", { share: 0.2 }),
    hot(40, "serial", { share: 0.001 }),
  ],
  notes: ["There are only 90 samples."],
};

test("the same words with and without colour", () => {
  const plain = profileText(report, { color: false, all: false });
  assert.equal(stripVTControlCharacters(plain), plain);
  assert.equal(stripVTControlCharacters(profileText(report, { color: true, all: false })), plain);
});

test("savings, shares, what is part of what, the first reason, notes and the next step", () => {
  const text = profileText(report, { color: false, all: false });
  assert.match(text, /750 ms +1\.00 s +10\.0 ms +50 % .*src\/main\.ts:12 in rows/);
  assert.match(text, /≈1\.00 s/);
  assert.match(text, /part of src\/main\.ts:12, counted there/);
  assert.match(text, /line 31 `x` carries a value\. \(and 1 more reason\)/);
  assert.match(text, /! There are only 90 samples\./);
  assert.match(text, /at best 1\.60× as fast\. Measure it: loopsmith bench src\/main\.ts:12 -- npx tsx main\.ts$/);
});

test("what was recorded elsewhere is measured by a command that only the user knows", () => {
  const elsewhere = { ...report, program: "a.cpuprofile", run: { ...report.run, exitStatus: null } };
  const text = profileText(elsewhere, { color: false, all: false });
  assert.match(text, /loopsmith bench src\/main\.ts:12 -- <the command that runs it>$/);
});

test("small loops are shown on request only", () => {
  assert.doesNotMatch(profileText(report, { color: false, all: false }), /main\.ts:40/);
  assert.match(profileText(report, { color: false, all: false }), /--all shows 1 loop more\./);
  assert.match(profileText(report, { color: false, all: true }), /main\.ts:40/);
});

test("markdown: a row for each loop, and the word prediction", () => {
  const text = profileMarkdown(report, { all: false });
  assert.match(text, /^### Profile of `npx tsx main\.ts`$/m);
  assert.match(text, /\| `src\/main\.ts:12` \| 1\.00 s \| 10\.0 ms \| 50 % \| 750 ms \| parallel \(map\) \|/);
  assert.match(text, /predictions/);
});

test("two loops on one line are told apart by their columns, one alone is not", () => {
  const second = hot(30, "serial", { share: 0.2 });
  const inner = { ...second, loop: { ...second.loop, column: 27 } };
  const text = profileText({ ...report, loops: [...report.loops, inner] }, { color: false, all: false });
  assert.match(text, /main\.ts:30:3 in rows/);
  assert.match(text, /main\.ts:30:27 in rows/);
  assert.match(text, /main\.ts:12 in rows/);
});
