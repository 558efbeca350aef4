import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

const squares = `import { heavy } from "./heavy.js";

export function squares(xs: number[]): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < xs.length; i++) out.push(heavy(xs[i]!) ** 2);
  return out;
}
`;

function reasonOf(files: Readonly<Record<string, string>>): string {
  const answer = planIn(openProject({ "heavy.ts": heavy, ...files }), "parallel-map-sync");
  assert.equal(answer?.kind, "disabled");
  return answer.reason;
}

describe("a loop stays where the text of its function is read", () => {
  test("by its name, in another file", () => {
    const text = `import { squares } from "./a.js";

export const script = \`const squares = \${squares.toString()};\`;
`;
    assert.match(reasonOf({ "a.ts": squares, "b.ts": text }), /text of `squares` is read \(b\.ts:3\)/);
  });

  test("by the property that holds it", () => {
    const text = `import { squares } from "./a.js";

export const layer: { run: (xs: number[]) => number[] } = { run: squares };
export const script = String(layer.run);
`;
    assert.match(reasonOf({ "a.ts": squares, "b.ts": text }), /text of `squares` is read \(b\.ts:4\)/);
  });

  test("as a method", () => {
    const text = `import { heavy } from "./heavy.js";

export class Table {
  squares(xs: number[]): number[] {
    const out: number[] = [];
    for$0 (let i = 0; i < xs.length; i++) out.push(heavy(xs[i]!) ** 2);
    return out;
  }

  script(): string {
    return \`function \${this.squares.toString()}\`;
  }
}
`;
    assert.match(reasonOf({ "a.ts": text }), /text of `squares` is read \(a\.ts:11\)/);
  });
});

describe("a loop is rewritten", () => {
  test("where a property of the name that holds it elsewhere is no function", async () => {
    const text = `import { squares } from "./a.js";

export const layer: { run: (xs: number[]) => number[] } = { run: squares };
export function show(race: { run: number }): string {
  return race.run.toString();
}
`;
    await checkRewrite({ "a.ts": squares, "b.ts": text, "heavy.ts": heavy }, { expression: "squares([1, 2, 3])" });
  });

  test("where the text of something else that is called so is read", async () => {
    const text = `export function show(squares: number): string {
  return squares.toString() + \`\${squares}\`;
}
`;
    await checkRewrite({ "a.ts": squares, "b.ts": text, "heavy.ts": heavy }, { expression: "squares([1, 2, 3])" });
  });
});
