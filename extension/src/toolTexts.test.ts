// The language-model tools: what is asked before, and that package.json declares them as the server serves them.
import assert from "node:assert/strict";
import fs from "node:fs";
import { describe, test } from "node:test";
import { loopsmithTools } from "../../server/src/cli/mcp/tools.js";
import { confirmation, toolNames, unsavedText } from "./toolTexts.js";

describe("before a tool runs", () => {
  test("the user agrees to what executes or writes", () => {
    const bench = confirmation("loopsmith_benchmark", { place: "a.ts:3", command: ["npx", "tsx", "main.ts"] });
    assert.equal(bench.asks?.title, "Benchmark the loop at a.ts:3?");
    assert.match(bench.asks!.message, /“npx tsx main\.ts” in a copy/);
    assert.ok(confirmation("loopsmith_rewrite", { place: "a.ts:3", write: true }).asks);
  });

  test("nobody is asked for what does neither", () => {
    assert.equal(confirmation("loopsmith_check", {}).asks, undefined);
    assert.equal(confirmation("loopsmith_rewrite", { place: "a.ts:3" }).asks, undefined);
  });

  test("unsaved files are named", () => {
    assert.match(unsavedText(["a.ts", "b.ts"]), /not saved: a\.ts, b\.ts\.$/);
  });
});

test("package.json declares the tools with the descriptions and inputs that the server has", () => {
  const manifest = JSON.parse(fs.readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    contributes: { languageModelTools: { name: string; modelDescription: string; inputSchema: unknown }[] };
  };
  const declared = manifest.contributes.languageModelTools;
  assert.deepEqual(
    declared.map(({ name }) => name),
    [...toolNames],
  );
  for (const { name, description, inputSchema } of loopsmithTools("/")) {
    const tool = declared.find((each) => each.name === name);
    assert.equal(tool?.modelDescription, description);
    assert.deepEqual(tool?.inputSchema, inputSchema);
  }
});
