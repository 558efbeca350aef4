import assert from "node:assert/strict";
import { test } from "node:test";
import { different, equal, failed, samplePoint, sampleReport } from "../testing/sampleReport.js";
import { printHtml } from "./html.js";

/** Text of an element and of all inside it. */
const words = (html: string) => html.replace(/<style>[\s\S]*?<\/style>|<[^>]*>/g, " ").replace(/\s+/g, " ");

const pictures = (html: string) => [...html.matchAll(/role="img" aria-label="([^"]*)"/g)].map(([, label]) => label!);

test("the page is self-contained: nothing runs, nothing is loaded, and a policy says so before anything else", async () => {
  for (const comparison of [equal, different, failed]) {
    const page = await printHtml(sampleReport(comparison));
    assert.doesNotMatch(page, /<script|<link|<img|\bon\w+="|javascript:|url\(/);
    assert.doesNotMatch(page.replaceAll("http://www.w3.org/", ""), /https?:/);
    assert.ok(page.indexOf("default-src 'none'") < page.indexOf("<style>"));
  }
});

test("four pictures, each with its words and with a table of the same figures", async () => {
  const page = await printHtml(sampleReport(equal));
  const labels = pictures(page);
  assert.equal(labels.length, 4);
  for (const [index, start] of [
    "Median times",
    "Speedup over",
    "Parts of the wall time",
    "Chunks of each thread",
  ].entries())
    assert.ok(labels[index]!.startsWith(start), labels[index]);
  assert.equal(page.match(/<table/g)!.length, 4);
  for (const part of ["812 ms", "3.80×", "3.60–4.00", "3.90×", "idle by imbalance", "calling thread", "worker 3"])
    assert.ok(words(page).includes(part), part);
});

test("colours are variables only, so that a theme can replace them all", async () => {
  const page = await printHtml(sampleReport(equal));
  const drawn = [...page.matchAll(/<svg class="chart[\s\S]*?<\/svg>/g)].map(([svg]) => svg).join();
  const colours = new Set([...drawn.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour]) => colour!));
  assert.deepEqual(
    [...colours].filter((colour) => !/^var\(--\w+\)$|^none$/.test(colour)),
    [],
  );
  const used = new Set([...page.matchAll(/var\((--\w+)\)/g)].map(([, name]) => name!));
  assert.deepEqual(
    [...used].filter((name) => name !== "--mark" && !page.includes(`${name}: #`)),
    [],
  );
});

test("one worker count has no curve, a run in place no timeline", async () => {
  const only = samplePoint(1, 812, 1);
  const page = await printHtml(sampleReport({ ...equal, points: [only], best: only, timeline: null }));
  assert.equal(pictures(page).length, 2);
  assert.doesNotMatch(page, /<h2>(?:Scaling|Threads)/);
});

test("the verdict stands there with its assumptions and dependences, where it is known", async () => {
  const report = sampleReport(equal);
  const page = words(await printHtml(report));
  assert.match(page, /Proved under 2 assumptions: what depends on earlier iterations is done in order/);
  assert.match(page, /checked , line 14: The arrays xs and out do/);
  assert.match(page, /flow total 15 15 1/);
  const { proof, ...without } = report;
  assert.ok(proof !== undefined);
  assert.doesNotMatch(await printHtml(without), /Why it may run/);
});

test("dependences between the same lines share a row; of very many the first are shown", async () => {
  const report = sampleReport(equal);
  const [first] = report.proof!.dependences;
  const withDependences = (dependences: NonNullable<typeof report.proof>["dependences"]) =>
    printHtml({ ...report, proof: { ...report.proof!, dependences } });
  const both = words(await withDependences([first!, { ...first!, kind: "anti" }, first!]));
  assert.match(both, /flow, anti total 15 15 1/);
  const many = words(
    await withDependences(Array.from({ length: 25 }, (_, line) => ({ ...first!, source: 100 + line }))),
  );
  assert.match(many, /total 119 15.*And 5 more/);
  assert.doesNotMatch(many, /total 120 15/);
});

test("what a report holds is shown as text, whatever it is", async () => {
  const evil = '"><svg onload=x><b>';
  const report = sampleReport(equal);
  const page = await printHtml({
    ...report,
    program: evil,
    loop: { file: evil, line: 1, text: evil },
    warnings: [{ id: evil, message: evil }],
  });
  assert.doesNotMatch(page, /<svg onload|<b>/);
  assert.match(await printHtml(sampleReport(different)), /&lt;a&gt;/);
});

test("reasons to distrust come before the figures", async () => {
  const page = await printHtml(sampleReport(equal));
  assert.ok(page.indexOf("Reasons to distrust") < page.indexOf("<h2>Times"));
});
