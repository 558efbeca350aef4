import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite } from "../../../../test/support/rewriteProject.js";
import { joined, sortedLike } from "./importOrder.js";

const name = (each: string) => each;

test("names join those that are sorted in their order, by either case", () => {
  assert.deepEqual(joined(["a", "C"], ["b"], name), ["a", "b", "C"]);
  assert.deepEqual(joined(["C", "a"], ["B"], name), ["B", "C", "a"]);
  assert.deepEqual(joined(["parallelMapSync", "range"], ["parallelEntriesSync"], name), [
    "parallelEntriesSync",
    "parallelMapSync",
    "range",
  ]);
});

test("they come behind those that are in no order", () => {
  assert.deepEqual(joined(["b", "c", "a"], ["aa"], name), ["b", "c", "a", "aa"]);
});

test("modules of Node, packages, aliases and files go in groups, each sorted", () => {
  const all = ["./b", "../c", "@/x", "zlib", "fs", "node:os"];
  assert.deepEqual(sortedLike(["fs", "a"], all, name), ["fs", "node:os", "zlib", "@/x", "../c", "./b"]);
});

test("nothing is sorted where the author sorts nothing", () => {
  assert.deepEqual(sortedLike(["./b", "a"], ["./d", "./c"], name), ["./d", "./c"]);
});

const helper = (at: string) => `export function ${at}(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;
const loop = `
export function work(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(before(x) + late(x));
  return out;
}
`;
const files = { "a.ts": helper("before"), "z.ts": helper("late") };

/** The import statements after the rewrite. */
async function importsAfter(head: string): Promise<readonly string[]> {
  const text = `${head}${loop}`;
  const after = await checkRewrite({ "m.ts": text, ...files }, { expression: "work([1, 2, 3])" });
  return after["m.ts"]!.slice(0, after["m.ts"]!.indexOf("\nexport function")).trimEnd().split("\n");
}

describe("imports that are sorted", () => {
  test("take the new ones in their order", async () => {
    assert.deepEqual(
      await importsAfter('import { before } from "./a.js";\nimport { late } from "./z.js";\nlate(before(1));\n'),
      [
        'import { parallelMapSync } from "@loopsmith/runner";',
        'import { before } from "./a.js";',
        'import { workX } from "./m.kernels.js";',
        'import { late } from "./z.js";',
        "late(before(1));",
      ],
    );
  });

  test("have packages first where a new file comes before all others", async () => {
    const head = 'import { late } from "./z.js";\nconst before = late;\nlate(1);\n';
    assert.deepEqual((await importsAfter(head)).slice(0, 3), [
      'import { parallelMapSync } from "@loopsmith/runner";',
      'import { workX } from "./m.kernels.js";',
      'import { late } from "./z.js";',
    ]);
  });

  test("keep what is told to a tool with its line, and the comment that heads the file", async () => {
    const head =
      '// Works.\nimport { before } from "./a.js";\n// eslint-disable-next-line\nimport { late } from "./z.js";\nlate(before(1));\n';
    assert.deepEqual(await importsAfter(head), [
      "// Works.",
      'import { parallelMapSync } from "@loopsmith/runner";',
      'import { before } from "./a.js";',
      'import { workX } from "./m.kernels.js";',
      "// eslint-disable-next-line",
      'import { late } from "./z.js";',
      "late(before(1));",
    ]);
  });
});

describe("imports that are in no order, or for their effects", () => {
  test("stay where they are, and the new one comes last", async () => {
    assert.deepEqual(
      await importsAfter('import { late } from "./z.js";\nimport { before } from "./a.js";\nlate(before(1));\n'),
      [
        'import { parallelMapSync } from "@loopsmith/runner";',
        'import { late } from "./z.js";',
        'import { before } from "./a.js";',
        'import { workX } from "./m.kernels.js";',
        "late(before(1));",
      ],
    );
    const effects = await importsAfter(
      'import { late } from "./z.js";\nimport "./a.js";\nimport { before } from "./a.js";\nlate(before(1));\n',
    );
    assert.deepEqual(effects.slice(-3), [
      'import { before } from "./a.js";',
      'import { workX } from "./m.kernels.js";',
      "late(before(1));",
    ]);
  });
});

describe("kinds of imports with an empty line between them", () => {
  const head = 'import fs from "node:fs";\n\nimport { late } from "./z.js";\nlate(fs.constants.R_OK);\n';

  test("have one where new ones come between", async () => {
    const files = { "b.ts": helper("before"), "z.ts": helper("late") };
    const text = `import { before } from "./b.js";
import { late } from "./z.js";
${loop}
export const size = late(1);
`;
    const other =
      'import os from "node:os";\n\nimport { size } from "./m.js";\n\nexport const n = os.EOL.length + size;\n';
    const after = await checkRewrite({ "m.ts": text, "n.ts": other, ...files }, { expression: "work([1, 2, 3])" });
    assert.match(
      after["m.ts"]!,
      /^import \{ parallelMapSync \} from "@loopsmith\/runner";\n\nimport \{ workX \} from "\.\/m\.kernels\.js";\nimport \{ late \}/,
    );
    assert.match(
      after["m.kernels.ts"]!,
      /^import \{ registerKernels \} from "@loopsmith\/runner";\n\nimport \{ before \}/,
    );
  });

  test("not where the author has none", async () => {
    const none = head.replace("\n\n", "\n");
    assert.deepEqual((await importsAfter(`${none}const before = late;\n`)).slice(0, 4), [
      'import fs from "node:fs";',
      'import { parallelMapSync } from "@loopsmith/runner";',
      'import { workX } from "./m.kernels.js";',
      'import { late } from "./z.js";',
    ]);
    assert.deepEqual((await importsAfter(`${head}const before = late;\n`)).slice(0, 6), [
      'import fs from "node:fs";',
      'import { parallelMapSync } from "@loopsmith/runner";',
      "",
      'import { workX } from "./m.kernels.js";',
      'import { late } from "./z.js";',
      "late(fs.constants.R_OK);",
    ]);
  });
});
