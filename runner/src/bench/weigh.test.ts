import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { type Weights, weighing } from "./weigh.js";

function withScale(use: (scale: ReturnType<typeof weighing>, wait: (ms: number) => void, read: () => Weights) => void) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-unit-"));
  let now = 0;
  const before = process.listeners("exit");
  try {
    const scale = weighing(folder, () => now);
    const read = () => JSON.parse(fs.readFileSync(path.join(folder, fs.readdirSync(folder)[0]!), "utf8")) as Weights;
    use(
      scale,
      (ms) => {
        now += ms;
      },
      read,
    );
  } finally {
    for (const listener of process.listeners("exit"))
      if (!before.includes(listener)) process.removeListener("exit", listener);
    fs.rmSync(folder, { recursive: true });
  }
}

test("the heaviest entry is on disk while the program still runs", () =>
  withScale((scale, wait, read) => {
    for (const ms of [3, 9, 5]) {
      scale.I();
      wait(ms);
      scale.E();
    }
    assert.deepEqual(read(), { entries: 2, heaviest: 2, ms: 9 });
  }));

test("a loop that runs within itself: the outer entry is the heavier one", () =>
  withScale((scale, wait, read) => {
    scale.I();
    wait(1);
    scale.I();
    wait(5);
    scale.E();
    scale.E();
    assert.equal(read().heaviest, 2);
    scale.I();
    scale.I();
    wait(2);
    scale.E();
    wait(20);
    scale.E();
    assert.equal(read().heaviest, 3);
  }));

test("an array method that throws is left, too, and what it goes over is handed on", () =>
  withScale((scale, wait, read) => {
    assert.equal(
      scale.Z([1, 2], (over) => over.length),
      2,
    );
    assert.throws(() =>
      scale.Z([], () => {
        wait(7);
        throw new RangeError("x");
      }),
    );
    assert.deepEqual(read(), { entries: 2, heaviest: 2, ms: 7 });
  }));
