import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

/** A file with a table, what else it does, and a loop that calls a function which looks something up. */
const withTable = (top: string, between = ""): string => `${top}
function look(x: number): number {
  let s = x;
  for (let k = 0; k < 40; k++) s = Math.sqrt(s + TABLE[k % 8]!);
  return s;
}
${between}
export function f(n: number): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) out.push(look(i));
  return out;
}
`;

const declared = "const TABLE = new Float64Array(8);";
const filled = "for (let k = 0; k < 8; k++) TABLE[k] = Math.cos(k);";

function refusal(text: string): string {
  const answer = planIn(openProject({ "a.ts": text }), "parallel-map-sync");
  if (answer?.kind !== "disabled") assert.fail("the transform is offered");
  return answer.reason;
}

describe("what fills a table when the file is loaded goes with it", () => {
  test("a loop, and a statement behind it, in their order", async () => {
    const after = await checkRewrite(
      { "a.ts": withTable(`/** Cosines. */\n${declared}\n// In steps.\n${filled}\nTABLE[0] = 7;`) },
      { expression: "f(5)" },
    );
    assert.match(
      after["a.kernels.ts"]!,
      /\n\n\/\*\* Cosines\. \*\/\nexport const TABLE = .*;\n\n\/\/ In steps\.\nfor \(let k .*;\n\nTABLE\[0\] = 7;\n\nexport function look/,
    );
    assert.doesNotMatch(after["a.ts"]!, /TABLE/);
  });

  test("with what it calls and reads, which may be filled, too", async () => {
    await checkRewrite(
      {
        "a.ts": withTable(
          `const STEPS: number[] = [];\nfor (let k = 0; k < 8; k++) STEPS.push(k * 2);\nfunction at(k: number): number { return STEPS[k]! + 1; }\n${declared}\nfor (let k = 0; k < 8; k++) { const c = at(k); TABLE[k] = c; }`,
          "export const middle = TABLE[4]! + STEPS[1]!;",
        ),
      },
      { expression: "[f(5), middle]", contains: { "a.ts": ["import { fStep, STEPS, TABLE } from"] } },
    );
  });

  test("a table that a callback computes", async () => {
    await checkRewrite(
      { "a.ts": withTable("const TABLE = Array.from({ length: 8 }, (_, k) => Math.cos(k));") },
      { expression: "f(5)", contains: { "a.kernels.ts": ["export const TABLE = Array.from("] } },
    );
  });

  test("not where somebody looks into it before it is done", () => {
    assert.match(
      refusal(withTable(`${declared}\nexport const early = TABLE[0]!;\n${filled}`)),
      /`export const early = .*` sees it before it is done/,
    );
    assert.match(
      refusal(withTable(`${declared}\nexport const early = look(1);\n${filled}`)),
      /`export const early = look\(1\);` sees it before it is done/,
    );
  });

  test("nor where the head of a class does", () => {
    const early = /sees it before it is done/;
    const bump = "function pick(x: number): new () => object { return x > 0 ? Object : Array; }";
    assert.match(
      refusal(withTable(`${bump}\n${declared}\nexport class A extends pick(TABLE[0]!) {}\n${filled}`)),
      early,
    );
    assert.match(refusal(withTable(`${declared}\nexport class A { ["m" + TABLE[0]!](): void {} }\n${filled}`)), early);
  });

  test("not where the statement does something besides", () => {
    assert.match(
      refusal(withTable(`${declared}\nfor (let k = 0; k < 8; k++) { TABLE[k] = k; console.log(k); }`)),
      /which does more than that/,
    );
    assert.match(
      refusal(
        withTable(`${declared}\nfor (var k = 0; k < 8; k++) TABLE[k] = k;`, "export const count = (): number => k;"),
      ),
      /which does more than that/,
    );
    assert.match(
      refusal(
        withTable(
          `${declared}\nconst seen: { k: number }[] = [];\nfor (let k = 0; k < 8; k++) { TABLE[k] = k; seen.push({ k }); }`,
          "export const count = (): number => seen.length;",
        ),
      ),
      /which does more than that/,
    );
  });

  test("what it is computed from goes along with what fills that", async () => {
    await checkRewrite(
      { "a.ts": withTable("const first = [1];\nfirst[0] = 3;\nconst TABLE = [first[0], 2, 3, 4, 5, 6, 7, 8];") },
      { expression: "f(5)", contains: { "a.kernels.ts": ["first[0] = 3;"] } },
    );
  });
});
