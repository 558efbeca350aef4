import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rewriteAll } from "../../../../test/support/rewriteAll.js";
import { checkRewrite } from "../../../../test/support/rewriteProject.js";
import { sameKernel } from "./sameKernel.js";

/** The kernel of the module that the new one, `shift`, is the same as. */
const same = (text: string, kernels: string): string | undefined => sameKernel("shift", text, kernels);

const module = `
export interface MoveEnv { by: number }
/** Moves. */
export function move(i: number, { by }: MoveEnv): string {
  // Once.
  return \`\${i + by} x\` + 'y';
}
export function list(i: number) { for (; i < 3; ) i++; return [i, 1]; }
export function call(i: number) { i; (i); return [,]; }
registerKernels(import.meta.url, { move, list });
`;

describe("kernels that are the same", () => {
  test("under another name, laid out in another way", () => {
    const text = `interface ShiftEnv {
  by: number;
}
/** Moves. */
export function shift(
  i: number,
  { by }: ShiftEnv,
): string {
  // Once.
  return \`\${i + by} x\` + "y"
}`;
    assert.equal(same(text.replace("interface", "export interface"), module), "move");
    assert.equal(same(text, module), undefined, "its type is not exported");
    assert.equal(same(text.replace("// Once.", ""), module), undefined, "a comment would be lost");
    assert.equal(same(text.replace("} x", "}  x"), module), undefined, "a blank within a text");
    assert.equal(same(text.replace("by: number", "by: string"), module), undefined, "another type");
    assert.equal(same(text, module.replace("{ move, list }", "{ list }")), undefined, "is not registered");
  });

  test("not where the words are the same and mean something else", () => {
    const list = "export function shift(i: number) { for (; i < 3; ) i++; return [i, 1]; }";
    assert.equal(same(list, module), "list");
    assert.equal(same(list.replace("[i, 1]", "[i, 1,]"), module), "list");
    assert.equal(same(list.replace("; i < 3; )", ";; i < 3)"), module), undefined);
    assert.equal(same(list.replace("[i, 1]", "[i, 1,,]"), module), undefined);
    const call = "export function shift(i: number) { i; (i); return [,]; }";
    const known = module.replace("list });", "list, call });");
    assert.equal(same(call, known), "call");
    assert.equal(same(call.replace("i; (i)", "i(i)"), known), undefined);
    assert.equal(same(call.replace("[,]", "[]"), known), undefined);
  });
});

/** Two functions of a file whose loops do `first` and `second`, both rewritten: the kernels there are then, and what each loop calls. */
async function kernelsOf(first: string, second: string, head = ""): Promise<readonly string[]> {
  const loop = (name: string, body: string) => `
export function ${name}(rows: number[][], by: number): number[] {
  const all: number[] = [];
  for (const row of rows) {
    ${body}
    all.push(sum);
  }
  return all;
}
`;
  const files = { "a.ts": head + loop("scale", first) + loop("shift", second) };
  const after = await rewriteAll({ files, expression: "[scale([[1, 2], [3]], 4), shift([[1, 2], [3]], 5)]" });
  const declared = after["a.kernels.ts"]!.match(/(?<=export function )\w+/g) ?? [];
  const called = after["a.ts"]!.match(/(?<=parallelMapSync\(rows, )\w+/g) ?? [];
  return [...declared, "|", ...called];
}

describe("the second of two loops", () => {
  const sum = "const sum = row.reduce((total, each) => total + Math.sqrt(each) * by, 0);";

  test("calls the kernel of the first one where it would be the same", async () => {
    assert.deepEqual(await kernelsOf(sum, sum), ["shiftRow", "|", "shiftRow", "shiftRow"]);
    assert.deepEqual(await kernelsOf(sum, sum.replaceAll("total", "sofar")), [
      "shiftRow",
      "scaleRow",
      "|",
      "scaleRow",
      "shiftRow",
    ]);
  });

  test("with a helper, which has moved with the first one", async () => {
    const helper = "function root(x: number): number {\n  return Math.sqrt(x);\n}\n";
    const rooted = sum.replace("Math.sqrt", "root");
    assert.deepEqual(await kernelsOf(rooted, rooted, helper), ["root", "shiftRow", "|", "shiftRow", "shiftRow"]);
  });

  test("not where its name means something else there", async () => {
    const kernels = `import { registerKernels } from "@loopsmith/runner";

export function rooted(x: number): number {
  return Math.sqrt(x + Math.log(x));
}

registerKernels(import.meta.url, { rooted });
`;
    const rewritten = (line: string, called: string) =>
      checkRewrite(
        {
          "a.ts": `import { rooted } from "./a.kernels.js";

export const one = rooted(1);

export function f(xs: number[]): number[] {
  ${line}
  const out: number[] = [];
  for$0 (const x of xs) out.push(Math.sqrt(x + Math.log(x)));
  return [one, many, ...out];
}
`,
          "a.kernels.ts": kernels,
        },
        { expression: "f([1, 2, 3])", contains: { "a.ts": [`parallelMapSync(xs, ${called}, {})`] } },
      );
    await rewritten("const many = xs.length;", "rooted");
    await rewritten("const rooted = xs.length;\n  const many = rooted;", "fX");
  });
});
