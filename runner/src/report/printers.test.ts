import assert from "node:assert/strict";
import { test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { different, equal, failed, samplePoint as point, sampleReport as report } from "../testing/sampleReport.js";
import { bar, byteSize, duration } from "./figures.js";
import { printHtml } from "./html.js";
import { printInline } from "./inline.js";
import { printJson } from "./json.js";
import { printMarkdown } from "./markdown.js";
import type { Comparison } from "./report.js";
import { printText } from "./text.js";

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
    "run in a copy of the project; what it writes by absolute paths of its own is outside of the copy",
  ]) {
    assert.ok(plain.includes(part), `${part}\n${plain}`);
  }
  const colored = printText(report(equal), { color: true });
  assert.ok(colored.includes("\u001b[32m"));
  assert.equal(stripVTControlCharacters(colored), plain);
});

test("the rewritten loop without workers, and the memory of both versions, where they were measured", async () => {
  const { inPlace: _, memory: __, ...without } = equal;
  for (const print of [printText, printMarkdown, printHtml]) {
    const whole = await print(report(equal));
    assert.match(whole, /in place.*835 ms.*0\.97×/s);
    assert.match(
      whole,
      /Most memory of a process that runs one version once: 61\.0 MB in series, 143 MB on 4 workers\./,
    );
    assert.doesNotMatch(await print(report(without)), /in place|Most memory/);
  }
});

test("where the best run was in the calling thread alone, the split is another count's, and says so", async () => {
  const alone: Comparison = { ...equal, best: { ...point(1, 700, 1.5) }, explained: 2, predicted: 1.9 };
  for (const print of [printText, printMarkdown, printHtml]) {
    const whole = await print(report(alone));
    assert.match(whole, /1\.50× faster on 1 worker\b/);
    assert.match(whole, /in the calling thread alone; on 2 workers Amdahl's law predicts 1\.90×/);
    assert.match(whole, /(?:Where the time goes with|With) 2 workers/);
  }
  const { overhead } = equal;
  const none = { ...overhead, handOver: 0, transferIn: 0, transferOut: 0 };
  const only: Comparison = { ...equal, best: point(1, 700, 1.2), overhead: none, timeline: null };
  assert.match(printText(report(only)), /All of it ran in the calling thread, so there is nothing to predict from\./);
});

test("no printer shows a speedup when the results differ or nothing was measured", async () => {
  for (const print of [printText, printMarkdown, printHtml, printInline]) {
    const [onDifferent, onFailed] = [await print(report(different)), await print(report(failed))];
    assert.doesNotMatch(onDifferent, /\d×/);
    assert.doesNotMatch(onFailed, /\d×/);
    assert.match(onDifferent, /out\[1\]\.x/);
    assert.match(onFailed, /It broke\./);
  }
});

test("a gain within the interval of chance is not called faster", () => {
  const even: Comparison = { ...equal, best: { ...point(4, 800, 1.05) } };
  assert.match(printText(report(even)), /No difference that can be told apart from chance/);
});

test("what was measured in too few pairs is called neither faster nor slower", async () => {
  const few = { ...report(equal), warnings: [{ id: "few-samples", message: "Only 2 pairs." }] };
  for (const print of [printText, printMarkdown, printHtml]) {
    assert.match(await print(few), /Too few pairs to tell a difference from chance on 4 workers/);
    assert.doesNotMatch(await print(few), /× (?:faster|slower)|Recommended: \d/);
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
