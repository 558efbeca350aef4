// The reader of doc blocks, and what it refuses.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDocBlock } from "./docBlock.js";

test("reads id, sentences, fields and examples", () => {
  const block = parseDocBlock(
    `// SubscriptTest: strong-siv
//
// Both subscripts move by the same amount, so they meet
// at one distance only.
//
// Form: \`[a*i]\`
// Source: Goff, Kennedy, Tseng 1991.
//
// \`\`\`ts
// a[i] = a[i - 1];
// \`\`\`
// run: f(3)
import "x";
// Not part of it.`,
    "x.ts",
  );
  assert.equal(block.kind, "SubscriptTest");
  assert.equal(block.id, "strong-siv");
  assert.equal(block.summary, "Both subscripts move by the same amount, so they meet at one distance only.");
  assert.deepEqual(
    [...block.fields],
    [
      ["Form", "`[a*i]`"],
      ["Source", "Goff, Kennedy, Tseng 1991."],
    ],
  );
  assert.deepEqual(block.examples, ["a[i] = a[i - 1];\n"]);
  assert.equal(block.run, "f(3)");
});

test("refuses a file without a block", () => {
  assert.throws(() => parseDocBlock("// Does something.\n", "x.ts"), /x\.ts does not begin with a doc block/);
  assert.throws(() => parseDocBlock("// RejectReason: Early Exit\n//\n// A sentence.\n", "x.ts"), /does not begin/);
});

test("refuses a summary that is not a sentence", () => {
  assert.throws(
    () => parseDocBlock("// RejectReason: early-exit\n//\n// leaves early\n", "x.ts"),
    /not made of sentences/,
  );
  assert.throws(() => parseDocBlock("// RejectReason: early-exit\n", "x.ts"), /not made of sentences/);
});
