import assert from "node:assert/strict";
import { test } from "node:test";
import { openExample } from "../../../test/support/check.js";
import { isCommitLoop } from "./commitLoop.js";

function answers(text: string): boolean[] {
  const { program, loops } = openExample(text);
  return loops.map(({ loop }) => isCommitLoop(loop, program.getTypeChecker()));
}

const runner = `
declare function parallelMapSync<R>(items: unknown, kernel: (x: number) => R, env: object): R[];
declare function parallelEntriesSync<R>(items: unknown, kernel: (x: number) => R, env: object): Iterable<[number, R]>;
declare function f(x: number): number;
`;

test("a loop over the results of a call, and the ones inside of it", () => {
  assert.deepEqual(
    answers(
      `${runner}let s = 0; for (const row of parallelMapSync([], f, {})) { for (let j = 0; j < row; j++) s += j; }`,
    ),
    [true, true],
  );
});

test("a loop over results with their numbers", () => {
  assert.deepEqual(
    answers(`${runner}let s = 0; for (const [i, row] of parallelEntriesSync([], f, {})) if (row > 2) s += i;`),
    [true],
  );
});

test("a loop over results that were given a name before it", () => {
  const after = (text: string) => answers(`${runner}let s = 0; ${text}`);
  assert.deepEqual(
    after("const results = parallelEntriesSync([], f, {}); for (const [i, row] of results) if (row > 2) s += i;"),
    [true],
  );
  assert.deepEqual(after("const rows = parallelMapSync([], f, {}); for (const row of rows) s += f(row);"), [false]);
});

test("the author's loop over results that were gathered before it", () => {
  assert.deepEqual(
    answers(
      `${runner}let s = 0; const all = parallelMapSync([], f, {}); for (let i = 0; i < 9; i++) { const v = all[i]!; s += v; }`,
    ),
    [true],
  );
});

test("not a loop of its own that uses the results", () => {
  assert.deepEqual(
    answers(`${runner}let s = 0; const all = parallelMapSync([], f, {}); for (let i = 0; i < 9; i++) s += f(all[i]!);`),
    [false],
  );
});
