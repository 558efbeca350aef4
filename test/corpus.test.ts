// The labelled corpus: every label has its loop, no serial loop is called parallel, and enough independent ones are found.
import assert from "node:assert/strict";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { isTested, readCorpus, readLabels } from "./support/corpus.js";

/** Share of the independent loops that must be found; raised as the analysis gets better. */
const leastRecall = 0.95;

const { loops, idle } = readCorpus(path.join(path.dirname(fileURLToPath(import.meta.url)), "corpus"));

test("labels are read from the head of a file", () => {
  const [first, second] = readLabels(`/**
 * Sums.
 *
 * @loop total:i   serial [nothing-to-share] sum -> sum
 * @loop rows:.map parallel map              every row by itself
 */`);
  assert.deepEqual(first, {
    name: "total:i",
    verdict: "serial",
    pattern: undefined,
    text: "[nothing-to-share] sum -> sum",
  });
  assert.equal(second?.pattern, "map");
});

test("every loop has a label, and every label a loop", () => {
  assert.deepEqual(
    loops.filter(({ label }) => label === undefined).map(({ file, line }) => `${file}:${line}`),
    [],
  );
  assert.deepEqual(idle, []);
});

test("no loop that is labelled serial is called parallel, unless a test when it starts runs it in order", () => {
  const wrong = loops.filter(
    (loop) => loop.label?.verdict === "serial" && loop.analysis.verdict.kind === "parallel" && !isTested(loop),
  );
  assert.deepEqual(
    wrong.map(({ file, line, name }) => `${file}:${line} ${name}`),
    [],
  );
});

test("enough of the independent loops are found", () => {
  const independent = loops.filter(({ label }) => label?.verdict === "parallel");
  const found = independent.filter(({ analysis }) => analysis.verdict.kind === "parallel");
  assert.ok(found.length >= leastRecall * independent.length, `${found.length} of ${independent.length}`);
});
