// The examples in the heads of the units: what is wrong with a kernel, and what to write instead.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { checkKernels, kernelProblemsIn } from "../../../../test/support/check.js";
import { readDocBlock } from "../../../../test/support/docBlock.js";

const folder = path.dirname(fileURLToPath(import.meta.url));
const units = fs.readdirSync(folder).filter((file) => !/^(?:index|kernelProblem)\.ts$|\.test\.ts$/.test(file));

for (const file of units) {
  describe(file, () => {
    const { examples } = readDocBlock(path.join(folder, file));
    test("the example shows exactly its problems", () => checkKernels(examples[0]!));
    test("nothing is wrong with what is advised", () => assert.deepEqual(kernelProblemsIn(examples[1]!), []));
  });
}
