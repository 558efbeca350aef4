// Places in fixtures: what the carets mark.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnnotations } from "./annotations.js";

test("carets mark what stands above them", () => {
  const { text, marks } = readAnnotations(["let total = 0;", "//  ^^^^^ variable", "done();", ""].join("\n"));
  assert.equal(text, "let total = 0;\ndone();\n");
  assert.deepEqual(
    marks.map(({ label, start, end }) => [label, text.slice(start, end)]),
    [["variable", "total"]],
  );
});

test("several lines of carets mark the same line", () => {
  const { text, marks } = readAnnotations(["x = f(x);", "//  ^ call", "  //  ^ argument"].join("\n"));
  assert.deepEqual(
    marks.map(({ start, end }) => text.slice(start, end)),
    ["f", "x"],
  );
});

test("an ordinary comment is no annotation", () => {
  assert.deepEqual(readAnnotations("// ^ see above, and so on\n").marks, []);
});
