import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../test/support/rewriteProject.js";

function plan(text: string, options: Readonly<Record<string, unknown>> = {}, name = "a.ts") {
  return planIn(openProject({ [name]: text }, options), "reassociate-await");
}

const highest = `export async function highest(n: number): Promise<number> {
  let best = -Infinity;
  let at = -1;
  for$0 (let i = 0; i < n; i++) {
    const height = Math.sin(i) + Math.cos(7 * i);
    if (height > best) {
      best = height;
      at = i;
    }
  }
  return at;
}
`;

describe("reassociate-await", () => {
  test("in an asynchronous function, and at the top level of a module", async () => {
    await checkRewrite(
      { "a.ts": highest },
      {
        transform: "reassociate-await",
        expression: "Promise.all([0, 1, 30].map((n) => highest(n)))",
        contains: { "a.ts": ["of await parallelMap(chunks(n), highestChunk, {})"] },
      },
    );
    await checkRewrite(
      { "a.ts": "let sum = 0;\nfor$0 (let i = 0; i < 9; i++) sum += Math.abs(i - 4);\nexport { sum };\n" },
      {
        transform: "reassociate-await",
        expression: "sum",
        contains: { "a.ts": ["for (const sumPart of await parallelMap(chunks(9), aChunk, {})) {"] },
      },
    );
    const answer = plan(highest);
    assert.ok(answer?.kind === "offered" && answer.plan.safety === "safe");
  });

  test("not in a function that would have to become asynchronous, nor where a file cannot wait", () => {
    const plain = highest.replace("async ", "").replace("Promise<number>", "number");
    assert.equal(plan(plain), undefined);
    const script = "let sum = 0;\nfor$0 (let i = 0; i < 9; i++) sum += Math.abs(i - 4);\nmodule.exports = { sum };\n";
    const answer = plan(script, {}, "a.cjs");
    assert.ok(answer?.kind === "disabled" && /only ES modules can wait/.test(answer.reason));
  });

  test("what others can reach meanwhile is a matter of review", () => {
    const shared = highest
      .replace("export async", "let runs = 0;\nexport async")
      .replace("return at;", "runs++;\n  return at + runs;")
      .replace("let at = -1;", "let at = -1;\n  const before = runs;")
      .replace("return at + runs", "return at + runs - before");
    const answer = plan(shared);
    assert.ok(answer?.kind === "offered" && answer.plan.safety === "needs-review");
  });
});
