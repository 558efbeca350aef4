import assert from "node:assert/strict";
import test from "node:test";
import { packRows } from "../data/numbers.js";
import type { ChunkResults } from "../data/results.js";
import { recordOf } from "../state.js";
import { expectRows, learnRows, roomForRows } from "./rowRoom.js";

const rowsOf = (lengths: number[]): ChunkResults => {
  const rows = lengths.map((length) => new Array<number>(length).fill(0.5));
  return { kind: "rows", rows: packRows(rows)! };
};
const lengths = (length: number): number[] => new Array<number>(16).fill(length);

test("rows of one length get exactly that much room, rows of several some more than they took on average", () => {
  const even = recordOf(() => 0);
  learnRows(even, rowsOf(lengths(7)));
  assert.equal(roomForRows(even, 10), 7);
  const uneven = recordOf(() => 0);
  learnRows(uneven, rowsOf([...lengths(4), ...lengths(8)]));
  assert.equal(roomForRows(uneven, 10), Math.ceil(1.25 * 6));
});

test("the room grows with longer rows and does not shrink with shorter ones, but goes when results are something else", () => {
  const record = recordOf(() => 0);
  learnRows(record, rowsOf(lengths(5)));
  learnRows(record, rowsOf(lengths(9)));
  learnRows(record, rowsOf(lengths(2)));
  assert.equal(record.width, 9);
  learnRows(record, { kind: "values", values: ["text"], bare: [], patterns: [] });
  assert.equal(record.width, 0);
});

test("the first results of a kernel tell, but rows of texts are no rows of numbers", () => {
  const record = recordOf(() => 0);
  expectRows(record, [[1, 2, 3]]);
  assert.equal(record.width, 3);
  const other = recordOf(() => 0);
  expectRows(other, [["a", "b"]]);
  assert.equal(other.width, 0);
});

test("what would take too much memory gets no room", () => {
  const record = recordOf(() => 0);
  record.width = 1000;
  assert.equal(roomForRows(record, 10_000), 1000);
  assert.equal(roomForRows(record, 100_000), 0);
});
