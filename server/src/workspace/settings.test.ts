import assert from "node:assert/strict";
import { test } from "node:test";
import { readPureFunctions } from "./settings.js";

test("the functions that a project vouches for", () => {
  const text = '{ "name": "x", "loopsmith": { "pureFunctions": ["fast-levenshtein#get", "d3-color#rgb"] } }';
  assert.deepEqual(readPureFunctions(text), ["fast-levenshtein#get", "d3-color#rgb"]);
});

test("nothing where nothing of the kind is said", () => {
  for (const text of ["", "{", "[]", "null", "{}", '{ "loopsmith": 1 }', '{ "loopsmith": { "pureFunctions": "a#b" } }'])
    assert.deepEqual(readPureFunctions(text), [], text);
  assert.deepEqual(readPureFunctions('{ "loopsmith": { "pureFunctions": [1, "a#b"] } }'), ["a#b"]);
});
