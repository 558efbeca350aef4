// Results that were kept: where they stand again, when they are stale, and what is thrown away.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { equal, sampleReport } from "../../../runner/src/testing/sampleReport.js";
import { mostKept, placeAgain, readKept } from "./keptReports.js";

const place = { startLine: 1, endLine: 2, stale: false };
const lines = "for (;;) {\n}";

describe("a result of a document that is seen again", () => {
  test("stands where it stood, or where its loop has moved to", () => {
    assert.deepEqual(placeAgain({ place, lines }, ["a", "for (;;) {", "}"]), place);
    assert.deepEqual(placeAgain({ place, lines }, ["a", "b", "c", "for (;;) {", "}"]), {
      startLine: 3,
      endLine: 4,
      stale: false,
    });
  });

  test("is stale where the loop is another one now, or there are two of it elsewhere", () => {
    assert.equal(placeAgain({ place, lines }, ["a", "for (;;) {", "x();", "}"]).stale, true);
    assert.equal(placeAgain({ place, lines }, ["a", "b", "for (;;) {", "}", "for (;;) {", "}"]).stale, true);
    assert.equal(placeAgain({ place: { ...place, stale: true }, lines: "" }, ["a", "for (;;) {", "}"]).stale, true);
  });
});

test("what is no result is thrown away, and of too many the oldest", () => {
  const kept = { uri: "file:///a.ts", place, text: "3×", report: sampleReport(equal), lines };
  assert.deepEqual(readKept([kept, { ...kept, report: { version: 0 } }, null, 3]), [kept]);
  assert.deepEqual(readKept(undefined), []);
  assert.equal(readKept(Array.from({ length: mostKept + 5 }, () => kept)).length, mostKept);
});
