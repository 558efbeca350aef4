import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { page } from "./page.mjs";
import { readPage } from "./readPage.mjs";

test("the page that is written from what a page says is that page, notes and conditions included", () => {
  const file = new URL("../../docs/performance.md", import.meta.url);
  const { measured, latency, notes } = readPage(fs.readFileSync(file, "utf8"));
  assert.ok(measured.length > 0 && latency !== undefined);
  const text = page(measured, latency, [...notes, "> A line written by hand."]);
  const again = readPage(text);
  assert.deepEqual(again.measured, measured);
  assert.deepEqual(again.latency, latency);
  assert.ok(again.notes.includes("> A line written by hand."));
  assert.equal(page(again.measured, again.latency, again.notes), text);
});
