// An inline result follows its loop, and goes stale with it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { type LineChange, type LoopPlace, moveLoop } from "./inlineState.js";

const place: LoopPlace = { startLine: 4, endLine: 8, stale: false };
const change = (startLine: number, endLine: number, text: string, startCharacter = 0): LineChange => ({
  startLine,
  startCharacter,
  endLine,
  endCharacter: startCharacter,
  text,
});

describe("moveLoop", () => {
  test("lines above move it, without harm", () => {
    assert.deepEqual(moveLoop(place, change(1, 1, "a\nb\n")), { startLine: 6, endLine: 10, stale: false });
    assert.deepEqual(moveLoop(place, change(1, 3, "")), { startLine: 2, endLine: 6, stale: false });
  });

  test("a line put right before it moves it", () => {
    assert.deepEqual(moveLoop(place, change(4, 4, "// why\n")), { startLine: 5, endLine: 9, stale: false });
  });

  test("a line taken away right before it moves it, unless its own line is joined to what is left", () => {
    assert.deepEqual(moveLoop(place, change(3, 4, "")), { startLine: 3, endLine: 7, stale: false });
    assert.equal(moveLoop(place, { ...change(3, 4, "", 5), endCharacter: 0 }).stale, true);
  });

  test("a change below leaves it", () => {
    assert.equal(moveLoop(place, change(9, 12, "x")), place);
  });

  test("a change inside makes it stale, and it keeps its first line", () => {
    assert.deepEqual(moveLoop(place, change(6, 6, "x", 3)), { startLine: 4, endLine: 8, stale: true });
    assert.deepEqual(moveLoop(place, change(5, 7, "")), { startLine: 4, endLine: 6, stale: true });
  });

  test("a change of its first or last line makes it stale", () => {
    assert.equal(moveLoop(place, change(4, 4, "x", 10)).stale, true);
    assert.equal(moveLoop(place, change(8, 8, "x", 1)).stale, true);
  });

  test("once stale it stays so", () => {
    assert.equal(moveLoop({ ...place, stale: true }, change(0, 0, "\n")).stale, true);
  });
});
