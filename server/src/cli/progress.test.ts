import assert from "node:assert/strict";
import { test } from "node:test";
import { progressOn } from "./progress.js";

function started(isTerminal: boolean) {
  const [logged, shown]: [string[], string[]] = [[], []];
  let time = 0;
  const terminal = {
    err: (line: string) => void logged.push(line),
    ...(isTerminal ? { status: (line: string) => void shown.push(line) } : {}),
  };
  const progress = progressOn(terminal, () => time);
  return { progress, logged, shown, wait: (ms: number) => (time += ms) };
}

test("in a log each stage is a line, whatever is counted in it", () => {
  const { progress, logged } = started(false);
  for (const [message, done] of [
    ["copying the project", null],
    ["copying the project: 500 files", null],
    ["2 workers: comparing results", 0],
    ["2 workers: pair 1", 0.2],
    ["2 workers: pair 2", 0.3],
    ["1 worker: pair 1", 0.6],
    ["pair 1 of runs", 0.6],
  ] as const)
    progress.step({ message, done });
  progress.end();
  assert.deepEqual(logged, [
    "copying the project",
    "2 workers: comparing results",
    "2 workers: measuring",
    "1 worker: measuring",
    "measuring",
  ]);
});

test("in a terminal one line with a bar, and the time left once it can be guessed", () => {
  const { progress, logged, shown, wait } = started(true);
  progress.step({ message: "recording inputs", done: null });
  wait(60_000);
  progress.step({ message: "pair 1", done: 0 });
  wait(1000);
  progress.step({ message: "pair 2", done: 0.05 });
  wait(4000);
  progress.step({ message: "pair 3", done: 0.25 });
  progress.step({ message: "pair 4", done: 1 });
  progress.end();
  assert.deepEqual(logged, []);
  assert.deepEqual(shown, [
    "recording inputs",
    "····················   0 %  pair 1",
    "█···················   5 %  pair 2",
    "█████···············  25 %  pair 3, about 15 s left",
    "████████████████████ 100 %  pair 4",
    "",
  ]);
});

test("minutes are told as minutes, the last seconds not at all", () => {
  const { progress, shown, wait } = started(true);
  progress.step({ message: "a", done: 0.01 });
  wait(10_000);
  progress.step({ message: "b", done: 0.06 });
  wait(190_000);
  progress.step({ message: "c", done: 0.998 });
  assert.match(shown[1]!, /about 3 min left$/);
  assert.match(shown[2]!, /c$/);
});
