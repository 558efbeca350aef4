// The longest stretch of a script in a profile.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CpuProfile, longestStretch } from "./longestRun.js";

const frame = (url: string, functionName: string) => ({ url, functionName });
const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: frame("", "(root)"), children: [2, 4, 5] },
    { id: 2, callFrame: frame("file:///dist/own.cjs", "draw"), children: [3] },
    { id: 3, callFrame: frame("node:fs", "read") },
    { id: 4, callFrame: frame("", "(idle)") },
    { id: 5, callFrame: frame("file:///other.js", "others") },
  ],
  startTime: 0,
  samples: [4, 2, 3, 5, 2, 4],
  timeDeltas: [0, 1000, 2000, 3000, 4000, 5000],
};

test("is as long as the samples in which the script is on the stack, what it calls included", () => {
  assert.deepEqual(longestStretch(profile, "/own.cjs"), { ms: 5, entered: "draw:1:1" });
});

test("is none where the script never runs, or nothing was sampled", () => {
  assert.deepEqual(longestStretch(profile, "/missing.cjs"), { ms: 0, entered: "" });
  assert.deepEqual(longestStretch({ nodes: [], startTime: 0 }, "/own.cjs"), { ms: 0, entered: "" });
});

test("steps without names that follow one another are stretches of their own", () => {
  const step = (id: number, columnNumber: number) => ({
    id,
    callFrame: { ...frame("file:///dist/own.cjs", ""), lineNumber: 4, columnNumber },
  });
  const nodes = [{ id: 1, callFrame: frame("", "(root)"), children: [2, 3] }, step(2, 10), step(3, 20)];
  const found = longestStretch({ nodes, startTime: 0, samples: [2, 3, 3], timeDeltas: [0, 5000, 3000] }, "/own.cjs");
  assert.deepEqual(found, { ms: 5, entered: "(anonymous):5:11" });
});
