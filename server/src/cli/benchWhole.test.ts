import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { misfits, type Schema } from "../../../test/support/jsonSchema.js";
import { compareWhole } from "../bench/whole/wholeBaseline.js";
import type { WholeComparison, WholeReport } from "../bench/whole/wholeReport.js";
import { readWholeBaseline, wholeStatus, words } from "./benchWhole.js";
import { UserProblem } from "./problem.js";
import { wholeHtml } from "./wholeHtml.js";
import { wholeMarkdown, wholeText } from "./wholeText.js";

const schemaFile = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../docs/whole-report.schema.json");

const timing = (median: number) => ({ samples: [median, median], median, mad: 1 });

const equal = (speedup: number): WholeComparison => ({
  outcome: "equal",
  evidence: "output",
  serial: timing(1000),
  rewritten: timing(1000 / speedup),
  speedup,
  interval: [speedup - 0.1, speedup + 0.1],
});

const different: WholeComparison = {
  outcome: "different",
  evidence: "output",
  differences: [{ path: "(output, line 1)", serial: "a|b", parallel: "c" }],
};

const report = (comparison: WholeComparison, warnings: WholeReport["warnings"] = []): WholeReport => ({
  version: 1,
  date: "2026-11-20T12:00:00.000Z",
  machine: { cores: 4, cpu: "Some CPU", memoryBytes: 8e9, node: "v20.20.0", os: "Linux" },
  program: "npx tsx main.ts",
  tests: null,
  rewritten: { loops: 2, files: ["a.ts", "a.kernels.ts"] },
  comparison,
  warnings,
});

const status = (of: WholeReport, failIfSlower: boolean) => wholeStatus(of, failIfSlower, { err: () => {} });

test("the exit status: different is a failure, slower only on request and beyond chance", () => {
  assert.equal(status(report(different), false), 1);
  assert.equal(status(report(equal(0.5)), false), 0);
  assert.equal(status(report(equal(0.5)), true), 1);
  assert.equal(status(report(equal(0.95)), true), 0);
  assert.equal(status(report(equal(2)), true), 0);
});

test("text and Markdown say how much, on what evidence, and what was changed", () => {
  for (const text of [wholeText(report(equal(2)), false), wholeMarkdown(report(equal(2)))]) {
    assert.match(text, /Output and exit status identical in every run/);
    assert.match(text, /2\.00× faster end to end \(ratio 1\.90–2\.10\)/);
    assert.match(text, /2 loops rewritten in a\.ts, a\.kernels\.ts/);
  }
  assert.match(wholeText(report(equal(0.5)), false), /2\.00× slower end to end/);
  assert.match(wholeText(report(equal(1.05)), false), /No difference that can be told apart from chance/);
});

test("no speedup where the versions differ or too few runs were made", () => {
  for (const print of [(each: WholeReport) => wholeText(each, false), wholeMarkdown]) {
    assert.doesNotMatch(print(report(different)), /\d×/);
    const few = print(report(equal(2), [{ id: "few-samples", message: "Only 2." }]));
    assert.match(few, /Too few runs/);
    assert.doesNotMatch(few, /× (?:faster|slower)/);
  }
  assert.match(wholeMarkdown(report(different)), /a\\\|b/);
});

test("a page of its own: chart, figures in a table, differences; nothing runs and nothing is loaded", async () => {
  const page = await wholeHtml(report(equal(2), [{ id: "noisy", message: "Noise." }]));
  assert.match(page, /role="img" aria-label="Median times with 95 % intervals: as it is 1\.00 s, rewritten 500 ms/);
  assert.match(page, /2\.00× faster end to end/);
  assert.match(page, /<strong>noisy<\/strong>: Noise\./);
  assert.match(page, /2 loops rewritten in a\.ts, a\.kernels\.ts/);
  const other = await wholeHtml(report(different));
  assert.match(other, /does not do the same/);
  assert.match(other, /<th scope="col" role="columnheader">rewritten<\/th>/);
  for (const each of [page, other]) assert.doesNotMatch(each, /<script|<link|<img|\bon\w+="|javascript:|url\(/);
});

test("against a baseline: slower, faster, the same, or not comparable; each report says so, and the exit status on request", async () => {
  const against = (now: WholeReport, baseline = report(equal(2))) => ({
    ...now,
    baseline: compareWhole(baseline, now),
  });
  const slower = against(report(equal(1.5)));
  assert.equal(slower.baseline.verdict, "slower");
  assert.equal(status(slower, true), 1);
  assert.equal(status(slower, false), 0);
  assert.equal(against(report(equal(3))).baseline.verdict, "faster");
  const same = against(report(equal(2)));
  assert.equal(same.baseline.verdict, "same");
  assert.equal(status(same, true), 0);
  const elsewhere = against({ ...report(equal(2)), program: "node other.js" });
  assert.equal(elsewhere.baseline.verdict, "incomparable");
  assert.equal(status(elsewhere, true), 1);
  assert.match(elsewhere.baseline.findings[0]!, /another command/);
  assert.match(against(report(equal(2), [{ id: "few-samples", message: "" }])).baseline.findings[0]!, /too few pairs/);
  assert.match(against(report(different)).baseline.findings[0]!, /has no times/);
  for (const text of [wholeText(slower, false), wholeMarkdown(slower), await wholeHtml(slower)])
    assert.match(text, /Slower than the baseline of 2026-11-20/);
});

test("a baseline that is missing, or something else, is said", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "baseline-"));
  try {
    fs.writeFileSync(path.join(folder, "base.json"), JSON.stringify(report(equal(2))));
    fs.writeFileSync(path.join(folder, "other.json"), "{}");
    assert.equal(readWholeBaseline("base.json", folder).program, "npx tsx main.ts");
    for (const [file, message] of [
      ["none.json", /no baseline none\.json/],
      ["other.json", /no report of loopsmith bench --whole/],
    ] as const)
      assert.throws(
        () => readWholeBaseline(file, folder),
        (error) => error instanceof UserProblem && message.test(error.message),
      );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});

test("a command in one text is taken apart at blanks, except between quotes", () => {
  assert.deepEqual(words("npm test"), ["npm", "test"]);
  assert.deepEqual(words(`node -e "a b" 'c d'  e`), ["node", "-e", "a b", "c d", "e"]);
  assert.deepEqual(words("  "), []);
});

test("reports of both outcomes fit the published schema; another one does not", () => {
  const schema = JSON.parse(fs.readFileSync(schemaFile, "utf8")) as Schema;
  const misfitsOf = (value: unknown) => misfits(JSON.parse(JSON.stringify(value)), schema);
  assert.deepEqual(misfitsOf(report(equal(2), [{ id: "noisy", message: "Noise." }])), []);
  assert.deepEqual(misfitsOf({ ...report(different), tests: "npm test" }), []);
  const now = report(equal(2));
  assert.deepEqual(misfitsOf({ ...now, baseline: compareWhole(now, now) }), []);
  assert.deepEqual(misfitsOf({ ...report(equal(2)), more: 1 }), ["report.more: unknown"]);
});
