import assert from "node:assert/strict";
import { test } from "node:test";
import { checkRewrite } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

/** The imports of a file whose loop calls `heavy` of `late.ts`, after the rewrite; `setup.ts` stands before it. */
async function importsAfter(imports: string, late: string, expression = "f(3)"): Promise<readonly string[]> {
  const after = await checkRewrite(
    {
      "a.ts": `${imports}
export function f(n: number): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) out.push(heavy(i));
  return out;
}
export const kept = [${imports.includes("grid") ? "grid.length, " : ""}x, y];
`,
      "late.ts": `${late.includes("limits") ? `import { limits } from "./limits.js";\n` : ""}${late}
${heavy}`,
      "limits.ts": `export const limits = { most: 1 };\nexport const read = (): number => limits.most;\n`,
      "other.ts": "export const x = 1;\n",
      "setup.ts": `import { limits } from "./limits.js";\nlimits.most = 77;\nexport const y = 2;\n`,
    },
    { expression },
  );
  return after["a.ts"]!.split("\n").filter((line) => line.startsWith("import ") && !line.includes("runner"));
}

const imports = `import { x } from "./other.js";
import { y } from "./setup.js";
import { heavy } from "./late.js";`;

test("a kernel module comes where the module stood that looks at others when it is loaded", async () => {
  assert.deepEqual(await importsAfter(imports, "export const grid = new Array<number>(limits.most);"), [
    'import { x } from "./other.js";',
    'import { y } from "./setup.js";',
    'import { fStep } from "./a.kernels.js";',
  ]);
  const both = imports.replace("{ heavy }", "{ grid, heavy }");
  const late = "export const grid = new Array<number>(limits.most);";
  assert.deepEqual(await importsAfter(both, late, "[f(3), kept]"), [
    'import { x } from "./other.js";',
    'import { y } from "./setup.js";',
    'import { grid } from "./late.js";',
    'import { fStep } from "./a.kernels.js";',
  ]);
});

test("or does something that others see", async () => {
  const sorted = `import { heavy } from "./late.js";
import { x } from "./other.js";
import { y } from "./setup.js";`;
  assert.equal((await importsAfter(sorted, "console.log(1);"))[0], 'import { fStep } from "./a.kernels.js";');
  assert.equal((await importsAfter(imports, "limits.most = 5;"))[2], 'import { fStep } from "./a.kernels.js";');
});

test("not one that only declares and computes: the author's order is kept", async () => {
  for (const late of [
    "",
    "export const sines = [1, 2].map(Math.sin);",
    "export const size = (): number => limits.most;",
  ])
    assert.equal((await importsAfter(imports, late))[0], 'import { fStep } from "./a.kernels.js";', late);
});

test("in CommonJS, too", async () => {
  const loop = (late: string) => ({
    "a.js": `const { heavy } = require("./late");
const { y } = require("./setup");
function f(n) {
  const out = [];
  for$0 (let i = 0; i < n; i++) out.push(heavy(i));
  return out;
}
module.exports = { f, y };
`,
    "late.js": `const { limits } = require("./limits");
${late}
${heavy.replaceAll(": number", "").replace("export ", "")}
const more = () => limits.most;
module.exports = { heavy, more };
`,
    "limits.js": "const limits = { most: 1 };\nmodule.exports = { limits };\n",
    "setup.js": 'const { limits } = require("./limits");\nmodule.exports = { y: limits.most };\n',
  });
  const required = async (late: string) => {
    const after = await checkRewrite(loop(late), {
      expression: "[f(3), y]",
      options: { strict: false, checkJs: false },
      manifest: '{ "type": "commonjs" }',
    });
    return after["a.js"]!.split("\n").filter((line) => line.includes("require(") && !line.includes("runner"));
  };
  const [setup, kernels] = ['const { y } = require("./setup");', 'const { fStep } = require("./a.kernels");'];
  assert.deepEqual(await required("limits.most = 77;"), [kernels, setup]);
  assert.deepEqual(await required("const sines = [1, 2].map(Math.sin);"), [setup, kernels]);
});
