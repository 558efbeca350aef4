import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { bar, byteSize, duration } from "./figures.js";
import { printHtml } from "./html.js";
import { printInline } from "./inline.js";
import { printJson } from "./json.js";
import { printMarkdown } from "./markdown.js";
import type { Comparison, Report } from "./report.js";
import { printText } from "./text.js";

const point = (workers: number, ms: number, speedup: number) => ({
  workers,
  timing: { samples: [ms, ms, ms], median: ms, mad: 1 },
  speedup,
  interval: [speedup - 0.2, speedup + 0.2] as const,
  efficiency: speedup / workers,
  serialFraction: workers === 1 ? null : 0.02,
  predicted: workers === 1 ? 0.97 : 3.9,
});

const equal: Comparison = {
  outcome: "equal",
  serial: { samples: [812, 812, 812], median: 812, mad: 3 },
  points: [point(1, 820, 0.99), point(4, 214, 3.8)],
  best: point(4, 214, 3.8),
  overhead: { start: 40, handOver: 0.2, transferIn: 1, compute: 201, idle: 4, transferOut: 5, commit: 3 },
  timeline: {
    wall: 214,
    threads: [
      { thread: "caller", spans: [{ first: 0, count: 700, chunks: 3, start: 1, end: 206 }], busy: 205 },
      { thread: "worker", spans: [{ first: 700, count: 500, chunks: 2, start: 2, end: 199 }], busy: 197 },
    ],
  },
  breakEven: 12,
  predicted: 3.9,
  advice: { workers: 4, chunk: "auto", why: "No smaller number comes within 5 % of its speedup" },
};
const different: Comparison = {
  outcome: "different",
  differences: [{ path: "out[1].x", serial: '"<a>|b"', parallel: "-0" }],
};
const failed: Comparison = { outcome: "failed", message: "It broke.", help: "Mend it." };

const report = (comparison: Comparison): Report => ({
  version: 1,
  date: "2026-11-20T12:00:00.000Z",
  machine: { cores: 4, cpu: "Some CPU", memoryBytes: 8e9, node: "v20.20.0", os: "Linux 6 x64" },
  program: "npx tsx main.ts",
  loop: { file: "src/main.ts", line: 12, text: "for (let i = 0; i < n; i++) {" },
  input: { tripCount: 1200, bytes: 34_000, liveIns: [{ name: "words", shape: "string[1200]" }] },
  warmUps: 4,
  comparison,
  warnings: [{ id: "noisy", message: "Equal runs differ by ±9 %." }],
});

test("inline: one line for each outcome", () => {
  assert.equal(
    printInline(report(equal)),
    "serial 812 ms → parallel 214 ms · 3.8× on 4 workers (3.6–4.0) · results identical",
  );
  assert.equal(printInline(report(different)), 'results differ: out[1].x is "<a>|b" in series, -0 in parallel');
  assert.equal(printInline(report(failed)), "not measured: It broke.");
});

test("text: plain by default, coloured when asked, the same words", () => {
  const plain = printText(report(equal));
  assert.equal(stripVTControlCharacters(plain), plain);
  for (const part of [
    "Results identical. 3.80× faster on 4 workers",
    "3.60–4.00",
    "95 %",
    "█",
    "transfer out",
    "idle by imbalance",
    "calling thread",
    "worker 1",
    "Recommended: 4 workers, chunk auto.",
    "does not pay below 12 iterations",
    "⚠ noisy",
    "Node v20.20.0",
  ]) {
    assert.ok(plain.includes(part), `${part}\n${plain}`);
  }
  const colored = printText(report(equal), { color: true });
  assert.ok(colored.includes("\u001b[32m"));
  assert.equal(stripVTControlCharacters(colored), plain);
});

test("no printer shows a speedup when the results differ or nothing was measured", () => {
  for (const print of [printText, printMarkdown, printHtml, printInline]) {
    assert.doesNotMatch(print(report(different)), /\d×/);
    assert.doesNotMatch(print(report(failed)), /\d×/);
    assert.match(print(report(different)), /out\[1\]\.x/);
    assert.match(print(report(failed)), /It broke\./);
  }
});

test("a gain within the interval of chance is not called faster", () => {
  const even: Comparison = { ...equal, best: { ...point(4, 800, 1.05) } };
  assert.match(printText(report(even)), /No difference that can be told apart from chance/);
});

test("what was measured in too few pairs is called neither faster nor slower", () => {
  const few = { ...report(equal), warnings: [{ id: "few-samples", message: "Only 2 pairs." }] };
  for (const print of [printText, printMarkdown, printHtml]) {
    assert.match(print(few), /Too few pairs to tell a difference from chance on 4 workers/);
    assert.doesNotMatch(print(few), /× (?:faster|slower)|Recommended: \d/);
  }
  assert.match(printInline(few), / · too few pairs · results identical$/);
});

test("a loss is called slower", () => {
  const loss: Comparison = { ...equal, best: point(4, 1624, 0.5) };
  assert.match(printText(report(loss)), /2\.00× slower on 4 workers/);
});

test("JSON gives the report back", () => {
  assert.deepEqual(JSON.parse(printJson(report(equal))), report(equal));
});

test("HTML: self-contained, both colour schemes, values escaped", () => {
  const page = printHtml(report(different));
  assert.doesNotMatch(page, /<script|https?:|<a>/);
  assert.match(page, /prefers-color-scheme: dark/);
  assert.match(page, /&lt;a&gt;/);
  assert.match(printHtml(report(equal)), /scope="row">4 workers/);
});

test("Markdown: bars of a table inside of values do not break it", () => {
  const row = printMarkdown(report(different))
    .split("\n")
    .find((line) => line.includes("out[1].x"))!;
  assert.equal(row.replaceAll("\\|", "").split("|").length, 5);
});

test("figures", () => {
  assert.deepEqual([0.0042, 0.5, 8.123, 812.4, 3210].map(duration), [
    "4.20 µs",
    "500 µs",
    "8.12 ms",
    "812 ms",
    "3.21 s",
  ]);
  assert.equal(byteSize(1_230_000), "1.23 MB");
  assert.equal(bar(1, 2, 4), "██");
  assert.equal(bar(5, 16, 2), "▋");
  assert.equal(bar(0, 0, 4), "");
});
