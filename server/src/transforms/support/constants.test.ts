import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite } from "../../../../test/support/rewriteProject.js";
import { withConstants } from "./constants.js";

const constants = (code: string, declared: string[], changed: string[] = declared) =>
  withConstants(code, new Set(declared), new Set(changed));

describe("what is declared ahead", () => {
  test("is declared where its one value is assigned", () => {
    assert.equal(
      constants("let x: number;\nlet y;\nx = f(1);\ny = x + 1;\nreturn x * y;", ["x", "y"]),
      "const x: number = f(1);\nconst y = x + 1;\nreturn x * y;",
    );
    assert.equal(constants("let x!: boolean;\nx = f(1);\nreturn x;", ["x"]), "const x = f(1);\nreturn x;");
  });

  test("stays, because it is assigned twice, in a branch, read before, or of use to a function above", () => {
    for (const code of [
      "let x;\nx = 1;\nx = 2;\nreturn x;",
      "let x;\nx = 1;\nreturn x++;",
      "let x;\nx = 1;\n[x] = f();\nreturn x;",
      "let x;\nif (c) x = 1;\nreturn x;",
      "let x;\nif (c) { x = 1; }\nreturn x;",
      "let x;\nf(x);\nx = 1;",
      "let x;\nx = x + 1;",
      "let x;\nx += 1;",
      "let x;\nx = 1, f();",
      "let x;\nx = f();\nreturn ys.map((x) => x);",
      "let x;\nconst f = () => x;\nx = f();",
      "let x;\nx = f();\nfunction f() { return x; }",
    ])
      assert.equal(constants(code, ["x"]), code);
  });

  test("stays where the author declares it", () => {
    assert.equal(constants("let x;\nx = f();\nreturn x;", [], ["x"]), "let x;\nx = f();\nreturn x;");
  });
});

describe("what the author changes in the other part only", () => {
  test("is a constant", () => {
    assert.equal(constants("let x = f();\nreturn x;", [], ["x"]), "const x = f();\nreturn x;");
    assert.equal(
      constants("for (let x of xs) {\n  let [a, { b }] = x;\n  g(a, b);\n}", [], ["x", "b"]),
      "for (const x of xs) {\n  const [a, { b }] = x;\n  g(a, b);\n}",
    );
  });

  test("stays a variable, because it changes here, never changed, has a counter's place or a literal's type", () => {
    for (const code of [
      "let x = f();\nx++;",
      "let [x, y] = f();\ny = 1;",
      "let z = f();\nreturn z;",
      "for (let x = f(); ; ) g(x);",
      "let x = 1;\nif (x === 2) f();",
      "let x;\nreturn x;",
    ])
      assert.equal(constants(code, [], ["x"]), code);
  });
});

test("a rewrite leaves no variable that nobody changes, in the kernel and in the loop", async () => {
  const text = `export function spread(xs: number[]): number {
  let shifted: number;
  let total = 0;
  for (let i = 0; i < xs.length; i++) {
    shifted = Math.sqrt(xs[i]!) - 1;
    let height = rough(shifted, 20);
    height += total;
    total = height / 2;
  }
  return total;
}

function rough(x: number, rounds: number): number {
  for (let k = 0; k < rounds; k++) x = Math.sqrt(x * x + k);
  return x;
}
`;
  const after = await checkRewrite({ "a.ts": text }, { expression: "spread([1, 4, 9])" });
  assert.match(
    after["a.kernels.ts"]!,
    /^ {2}const shifted: number = Math\.sqrt\(xs\[i\]!\) - 1;\n {2}return rough\(shifted, 20\);$/m,
  );
});

describe("a variable before the loop that only the loop changes", () => {
  const text = (more: string) => `export function spread(xs: number[], ys: Float64Array): number {
  let at = 0;
  for (const x of xs) {
    ys[at++] = Math.sqrt(x);
    ys[at++] = Math.exp(x);
  }
  ${more}
}
`;
  const expression = "(() => { const ys = new Float64Array(6); return [spread([1, 4, 9], ys), [...ys]]; })()";

  test("is a constant where the workers count for themselves", async () => {
    const after = await checkRewrite({ "a.ts": text("return ys.length;") }, { expression });
    assert.match(after["a.ts"]!, /^ {2}const at = 0;$/m);
  });

  test("stays one where it is used, or changed, behind the loop", async () => {
    const used = await checkRewrite({ "a.ts": text("return at;") }, { expression });
    assert.match(used["a.ts"]!, /^ {2}let at = 0;$/m);
    const changed = await checkRewrite({ "a.ts": text("at = xs.length;\n  return at;") }, { expression });
    assert.match(changed["a.ts"]!, /^ {2}let at = 0;$/m);
  });
});
