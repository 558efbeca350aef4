// An inline result follows its loop, and goes stale with it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { asMeasured, type LineChange, type LoopPlace, moveLoop, rewriteLoop } from "./inlineState.js";

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

describe("rewriteLoop", () => {
  test("what changes within the loop is its rewrite, and what changes later makes it stale", () => {
    const rewritten = rewriteLoop(rewriteLoop(place, change(0, 0, "import\n")), change(5, 9, "call();"));
    assert.deepEqual(rewritten, { startLine: 5, endLine: 5, stale: false, rewritten: true });
    assert.deepEqual(rewriteLoop(rewritten, change(5, 5, "x")), rewritten);
    assert.equal(moveLoop(rewritten, change(5, 5, "x")).stale, true);
  });

  test("what was stale before stays so", () => {
    assert.equal(rewriteLoop({ ...place, stale: true }, change(5, 5, "x")).stale, true);
  });
});

describe("asMeasured", () => {
  const loop = ["for (;;) {", "}"];
  const lineAt = (line: number) => ["a", "b", ...loop][line];
  const stale = { startLine: 1, endLine: 3, stale: true };

  test("an undo brings the loop back, wherever in its place it stands", () => {
    assert.deepEqual(asMeasured(stale, loop, lineAt), { startLine: 2, endLine: 3, stale: false });
    assert.deepEqual(asMeasured({ ...stale, stale: false, rewritten: true }, loop, lineAt).rewritten, undefined);
  });

  test("another loop stays stale, and one that nobody has kept", () => {
    assert.equal(asMeasured(stale, ["for (;;) {", "x();", "}"], lineAt), stale);
    assert.equal(asMeasured(stale, [], lineAt), stale);
    assert.equal(asMeasured({ ...stale, startLine: 3 }, loop, lineAt).stale, true);
  });
});
