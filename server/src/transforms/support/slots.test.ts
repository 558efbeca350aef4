import assert from "node:assert/strict";
import { test } from "node:test";
import { plural } from "./slots.js";

test("names for several of a thing, also where the thing is several already", () => {
  const names = ["row", "entry", "day", "class", "bus", "box", "distances", "values"];
  assert.deepEqual(names.map(plural), [
    "rows",
    "entries",
    "days",
    "classes",
    "buses",
    "boxes",
    "allDistances",
    "allValues",
  ]);
});
