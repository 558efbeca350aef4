import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

const within = (call: string) => `import { heavy } from "./heavy.js";

const jest = { mock: (name: string, factory: () => (xs: number[]) => number[]) => (name === "" ? [] : factory()([1, 2])) };

export const answer = ${call}("./other", () => (xs: number[]): number[] => {
  const out: number[] = [];
  for$0 (const x of xs) out.push(heavy(x));
  return out;
});
`;

describe("a loop in a factory of mocks", () => {
  test("stays, because the test runner moves it above the imports", () => {
    const project = openProject({ "a.ts": within("jest.mock"), "heavy.ts": heavy });
    const answer = planIn(project, "parallel-map-sync");
    assert.equal(answer?.kind, "disabled");
    assert.match(answer.reason, /`jest\.mock` is run before the file's imports/);
  });

  test("of nobody's runner is rewritten", async () => {
    const text = within("fake.mock").replace("const jest", "const fake");
    await checkRewrite({ "a.ts": text, "heavy.ts": heavy }, { expression: "answer" });
  });
});
