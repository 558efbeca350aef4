// The examples in the heads of the reasons, through the real analysis: what is refused, and what to write instead.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { checkAdvised, checkReasons } from "../../../../test/support/check.js";
import { readDocBlock } from "../../../../test/support/docBlock.js";

const folder = path.dirname(fileURLToPath(import.meta.url));
const units = fs.readdirSync(folder).filter((file) => !/^(?:index|reason)\.ts$|\.test\.ts$/.test(file));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-reasons-"));
after(() => fs.rmSync(scratch, { recursive: true, force: true }));
fs.writeFileSync(path.join(scratch, "package.json"), '{ "type": "module" }');

/** What the expression computes in the scope of the text. */
async function valueIn(name: string, text: string, expression: string): Promise<unknown> {
  const file = path.join(scratch, name);
  fs.writeFileSync(file, `${text}\nexport const exampleResult = await (${expression});\n`);
  const module: { exampleResult: unknown } = await import(pathToFileURL(file).href);
  return module.exampleResult;
}

for (const file of units) {
  describe(file, () => {
    const block = readDocBlock(path.join(folder, file));
    const [before, instead, ...more] = block.examples;

    test("has its name, an example, and what to write instead", () => {
      assert.equal(block.kind, "RejectReason");
      assert.equal(
        block.id,
        file.replace(/\.ts$/, "").replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      );
      assert.ok(before !== undefined && instead !== undefined && more.length === 0, "two examples");
      assert.match(before, new RegExp(`\\^ ${block.id}\\b`));
    });

    test("the example shows exactly its reasons", () => checkReasons(before!));

    test("what is advised is parallel, or not refused", () => checkAdvised(instead!));

    if (block.run !== undefined) {
      test("both compute the same", async () => {
        const value = await valueIn(`${block.id}.before.ts`, before!, block.run!);
        assert.notEqual(value, undefined, "the expression computes something");
        assert.deepEqual(await valueIn(`${block.id}.instead.ts`, instead!, block.run!), value);
      });
    }
  });
}
