// The fuzzer as part of the suite: programs that once went wrong, a fixed minute's share of new ones, and the table of mutants.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { mutants } from "./mutants.js";
import { javaScriptMark, tryPrograms } from "./trial.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const fixtures = path.join(here, "fixtures");

for (const name of fs.readdirSync(fixtures).sort()) {
  test(`once wrong: ${name.replace(/\.txt$/, "").replaceAll("-", " ")}`, async () => {
    const text = fs.readFileSync(path.join(fixtures, name), "utf8");
    const { failures } = await tryPrograms([text], 0, text.startsWith(javaScriptMark) ? "js" : "ts", 400);
    assert.deepEqual(failures, []);
  });
}

test("each mutant changes a text that occurs once", () => {
  for (const { file, from, rule } of mutants) {
    const parts = fs.readFileSync(path.join(root, file), "utf8").split(from);
    assert.equal(parts.length - 1, 1, `${rule}: ${from}`);
  }
});
