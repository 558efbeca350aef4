import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";
import { plural } from "./slots.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

async function kernelOf(loop: string, parameter: string): Promise<string> {
  const text = `import { heavy } from "./heavy.js";

export function rate(${parameter}: number[]): number[] {
  ${loop}
}
`;
  const after = await checkRewrite({ "a.ts": text, "heavy.ts": heavy }, { expression: "rate([1, 2, 3])" });
  return /export function (\w+)/.exec(after["a.kernels.ts"]!)![1]!;
}

describe("a kernel is named after its function and", () => {
  test("what the loop goes through", async () => {
    const loop = "const out: number[] = [];\n  for (const price of all) out.push(heavy(price));\n  return out;";
    assert.equal(await kernelOf(loop, "all"), "ratePrice");
  });

  test("where that is a letter, one of what the array is called", async () => {
    assert.equal(await kernelOf("return oldPrices.map((p) => heavy(p));", "oldPrices"), "ratePrice");
  });

  test("the letter, where the array's name says no more", async () => {
    assert.equal(await kernelOf("return xs.map((x) => heavy(x));", "xs"), "rateX");
  });
});

test("several values have the name of one in the plural, before its number", () => {
  assert.deepEqual(["row", "value2", "class", "distances"].map(plural), ["rows", "values2", "classes", "allDistances"]);
});

test("a value of which the compiler tells nothing is not handed over", () => {
  const text = `import { heavy } from "./heavy.js";

function run<T>(input: T): T extends string ? number[] : unknown {
  return [input] as never;
}

export function rate(input: number): number[] {
  const output = run(input);
  const out: number[] = [];
  // @ts-expect-error: the author knows better.
  for$0 (let i = 0; i < 3; i++) out.push(heavy(output[i]));
  return out;
}
`;
  const answer = planIn(openProject({ "a.ts": text, "heavy.ts": heavy }), "parallel-map-sync");
  assert.equal(answer?.kind, "disabled");
  assert.match(answer.reason, /does not tell the type of `output`/);
});
