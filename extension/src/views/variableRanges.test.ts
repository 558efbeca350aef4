// Places and meanings of coloured variables, and the legend.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoopVariables } from "../protocol.js";
import { colouredNames, legend } from "./variableRanges.js";

const loop: LoopVariables = {
  line: 3,
  column: 3,
  endLine: 6,
  bytesBack: 8,
  variables: [
    { name: "width", class: "live-in", bytes: 8, places: [{ line: 4, column: 11 }] },
    { name: "xs", class: "live-in", bytes: null, places: [{ line: 4, column: 3 }] },
    { name: "total", class: "carried", bytes: null, places: [{ line: 5, column: 5 }] },
  ],
};

test("each place is as long as the name, and says what becomes of the variable", () => {
  const names = colouredNames(loop);
  assert.deepEqual(names.carried, [
    {
      line: 4,
      start: 4,
      end: 9,
      hover: "total is carried from one iteration to the next: what is done with it is done in order.",
    },
  ]);
  assert.match(names["live-in"][0]!.hover, /travels to the workers, 8 bytes\.$/);
  assert.match(names["live-in"][1]!.hover, /only the run tells\.$/);
});

test("a class without variables has no places, and counts as none", () => {
  assert.deepEqual(colouredNames(loop).private, []);
  assert.equal(legend(loop), "The loop of line 3: 2 live-in, 0 private, 1 carried");
});
