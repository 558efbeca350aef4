// The time left of a profile: told where something is known, and never below zero.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { analysisStep, type RunTimes, runStep, withTime } from "./profileClock.js";

describe("a run", () => {
  test("tells the time that is left where the program has run before, and what is done", () => {
    const { message, done } = runStep(5000, 20_000);
    assert.equal(message, "running, 5 s; about 15 s left, as long as last time");
    assert.equal(done, 0.2);
  });

  test("tells no time left where nothing is known, or where it takes longer than the last time", () => {
    assert.deepEqual(runStep(5000, undefined), { message: "running, 5 s", done: undefined });
    assert.deepEqual(runStep(25_000, 20_000), { message: "running, 25 s; it took 20 s last time", done: 0.8 });
  });
});

describe("the analysis after it", () => {
  test("tells the time left by the files so far, and goes on from what the run counted for", () => {
    const { message, done } = analysisStep(4000, { done: 2, total: 6 }, 0.8);
    assert.equal(message, "analysing loops: 2 of 6 files, about 8 s left");
    assert.equal(done?.toFixed(4), (0.8 + 0.2 / 3).toFixed(4));
  });

  test("tells no time where none has passed, or hardly any is left", () => {
    assert.deepEqual(analysisStep(0, { done: 0, total: 3 }, 0), { message: "analysing loops: 0 of 3 files", done: 0 });
    assert.equal(analysisStep(300, { done: 1, total: 3 }, 0).message, "analysing loops: 1 of 3 files");
    assert.equal(analysisStep(0, { done: 0, total: 0 }, 0.8).done, 1);
  });
});

test("the last time of each program is kept, of the last twenty", () => {
  const few = withTime(withTime(withTime({}, "a", 1), "b", 2), "a", 3);
  assert.deepEqual(Object.entries(few), [
    ["b", 2],
    ["a", 3],
  ]);
  let times: RunTimes = {};
  for (let count = 0; count < 25; count++) times = withTime(times, `p${count}`, count);
  assert.deepEqual([Object.keys(times).length, Object.keys(times)[0]], [20, "p5"]);
});
