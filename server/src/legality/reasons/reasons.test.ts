// The examples in the heads of the reasons, through the real analysis.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkReasons } from "../../../../test/support/check.js";
import { readDocBlock } from "../../../../test/support/docBlock.js";

const folder = path.dirname(fileURLToPath(import.meta.url));
const units = fs.readdirSync(folder).filter((file) => !/^(?:index|reason)\.ts$|\.test\.ts$/.test(file));

for (const file of units) {
  test(`the example in ${file} shows exactly its reason`, () => {
    const block = readDocBlock(path.join(folder, file));
    assert.equal(block.kind, "RejectReason");
    assert.equal(
      block.id,
      file.replace(/\.ts$/, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    );
    assert.ok(block.examples.length > 0, "an example");
    for (const example of block.examples) {
      assert.match(example, new RegExp(`\\^ ${block.id}\\b`));
      checkReasons(example);
    }
  });
}
