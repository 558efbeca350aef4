import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rewriteAll, type Settings } from "../../../test/support/rewriteAll.js";

/** One loop of each shape: a map, a sum, rows, fields of `this`, an early end, a private helper, types of its own. */
const typed = `import { heavy } from "HEAVY";

export interface Point { x: number; y: number }
type Scale = "small" | "large";

function scaled(x: number, scale: Scale): number {
  return scale === "large" ? heavy(x) * 10 : heavy(x);
}

export function squares(xs: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < xs.length; i++) out.push(heavy(xs[i] ?? 0) ** 2);
  return out;
}

export function total(points: Point[], scale: Scale): number {
  let sum = 0;
  for (const { x, y } of points) sum += scaled(x, scale) - y;
  return sum;
}

export function product(a: number[][], b: number[][], c: number[][]): number[][] {
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < a.length; j++) {
      c[i]![j] = 0;
      for (let k = 0; k < a.length; k++) c[i]![j]! += a[i]![k]! * b[k]![j]!;
    }
  }
  return c;
}

export class Grid {
  readonly size = 3;
  rows(): number[] {
    const out: number[] = [];
    for (let y = 0; y < this.size; y++) out.push(heavy(y * this.size));
    return out;
  }
}

export function first(xs: number[]): number {
  for (const x of xs) {
    if (heavy(x) > 4.5) return x;
  }
  return -1;
}

export const chosen = (xs: number[]): number[] => xs.filter((x) => heavy(x) > 4.5);
`;

const heavyTyped = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

const expression = `[
  squares([1, 2, 3]),
  total([{ x: 1, y: 2 }, { x: 900, y: 1 }], "large"),
  product([[1, 2], [3, 4]], [[5, 6], [7, 8]], [[], []]),
  new Grid().rows(),
  first([1, 900, 2]),
  chosen([1, 900, 2]),
]`;

const plain = `function scaled(x, scale) {
  return scale === 'large' ? heavy(x) * 10 : heavy(x)
}

function squares(xs) {
  const out = []
  for (let i = 0; i < xs.length; i++) out.push(heavy(xs[i] ?? 0) ** 2)
  return out
}

/** @param {number[]} xs @param {"small" | "large"} scale */
function total(xs, scale) {
  let sum = 0
  for (const x of xs) sum += scaled(x, scale)
  return sum
}

/** @param {number[]} xs */
function first(xs) {
  for (const x of xs) {
    if (heavy(x) > 4.5) return x
  }
  return -1
}

/** @param {number[]} xs */
function chosen(xs) {
  return xs.filter((x) => heavy(x) > 4.5)
}
`;

const heavyPlain = `export function heavy(x) {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

const plainExpression = `[squares([1, 2, 3]), total([1, 900], "large"), first([1, 900, 2]), chosen([1, 900, 2])]`;

/** All loops of the file are rewritten, one after the other; the outcome type-checks as before and computes the same. */
async function check(settings: Settings, leastCalls: number): Promise<Readonly<Record<string, string>>> {
  const after = await rewriteAll(settings);
  const main = Object.keys(settings.files)[0]!;
  const calls = after[main]!.match(/\bparallel(?:Map|Entries)Sync\(/g)?.length ?? 0;
  assert.ok(calls >= leastCalls, `${calls} calls\n${after[main]}`);
  return after;
}

function typedFiles(name: string, heavyName: string, specifier: string) {
  return { [name]: typed.replace("HEAVY", specifier), [heavyName]: heavyTyped };
}

describe("the settings of TypeScript projects", () => {
  test("nodenext, verbatimModuleSyntax, isolatedModules", async () => {
    const files = typedFiles("a.ts", "heavy.ts", "./heavy.js");
    await check({ files, expression, options: { isolatedModules: true } }, 6);
  });

  test("node16, erasableSyntaxOnly, without verbatimModuleSyntax", async () => {
    const options = {
      module: "node16",
      moduleResolution: "node16",
      verbatimModuleSyntax: false,
      erasableSyntaxOnly: true,
    };
    await check({ files: typedFiles("a.ts", "heavy.ts", "./heavy.js"), expression, options }, 6);
  });

  test("a bundler's resolution, without extensions", async () => {
    const options = { module: "esnext", moduleResolution: "bundler" };
    const after = await check({ files: typedFiles("a.ts", "heavy.ts", "./heavy"), expression, options }, 6);
    assert.match(after["a.ts"]!, /from "\.\/a\.kernels"/);
  });

  test("sources for a bundler, in a package that Node takes for CommonJS: tests compile them to that", async () => {
    const options = { module: "esnext", moduleResolution: "bundler", verbatimModuleSyntax: false };
    const files = typedFiles("a.ts", "heavy.ts", "./heavy");
    const after = await check({ files, expression, options, isCommonJs: true }, 6);
    assert.match(after["a.kernels.ts"]!, /\bregisterKernels\(\{/);
  });

  test("a bundler's resolution, with the extensions of the sources", async () => {
    const options = { module: "esnext", moduleResolution: "bundler", allowImportingTsExtensions: true };
    const after = await check({ files: typedFiles("a.ts", "heavy.ts", "./heavy.ts"), expression, options }, 6);
    assert.match(after["a.ts"]!, /from "\.\/a\.kernels\.ts"/);
  });

  test("`.mts`", async () => {
    const after = await check({ files: typedFiles("a.mts", "heavy.mts", "./heavy.mjs"), expression }, 6);
    assert.match(after["a.mts"]!, /from "\.\/a\.kernels\.mjs"/);
  });

  test("`.cts`, and a package of CommonJS modules", async () => {
    const options = { verbatimModuleSyntax: false };
    const after = await check({ files: typedFiles("a.cts", "heavy.cts", "./heavy.cjs"), expression, options }, 6);
    assert.match(after["a.kernels.cts"]!, /registerKernels\(__filename/);
    await check({ files: typedFiles("a.ts", "heavy.ts", "./heavy.js"), expression, options, isCommonJs: true }, 6);
  });

  test("`.tsx`: kernels hold no markup", async () => {
    const options = { jsx: "react-jsx" };
    const after = await check({ files: typedFiles("a.tsx", "heavy.ts", "./heavy.js"), expression, options }, 6);
    assert.ok(after["a.kernels.ts"] !== undefined);
  });

  test("path aliases stay", async () => {
    const options = { module: "esnext", moduleResolution: "bundler", paths: { "@/*": ["./*"] } };
    const files = typedFiles("a.ts", "heavy.ts", "@/heavy");
    const after = await check({ files, expression: undefined, options }, 6);
    assert.match(after["a.kernels.ts"]!, /from "@\/heavy"/);
  });
});

describe("the settings of JavaScript projects", () => {
  const imported = (specifier: string) =>
    `import { heavy } from '${specifier}'\n\n${plain}\nexport { chosen, first, squares, total }\n`;
  const required = (specifier: string) =>
    `const { heavy } = require('${specifier}')\n\n${plain}\nmodule.exports = { chosen, first, squares, total }\n`;
  const options = { strict: false, checkJs: false };

  test("`.js` and `.mjs` as ES modules", async () => {
    await check(
      { files: { "a.js": imported("./heavy.js"), "heavy.js": heavyPlain }, expression: plainExpression, options },
      3,
    );
    await check(
      { files: { "a.mjs": imported("./heavy.mjs"), "heavy.mjs": heavyPlain }, expression: plainExpression, options },
      3,
    );
  });

  test("`.js` as ES modules beside a configuration for CommonJS", async () => {
    const after = await check(
      {
        files: { "a.js": imported("./heavy.js"), "heavy.js": heavyPlain },
        expression: plainExpression,
        options: { ...options, module: "commonjs", moduleResolution: "bundler", verbatimModuleSyntax: false },
      },
      3,
    );
    assert.match(after["a.kernels.js"]!, /registerKernels\(import\.meta\.url/);
  });

  test("`.jsx`", async () => {
    const after = await check(
      {
        files: { "a.jsx": imported("./heavy.js"), "heavy.js": heavyPlain },
        expression: plainExpression,
        options: { ...options, jsx: "preserve" },
      },
      3,
    );
    assert.ok(after["a.kernels.js"] !== undefined);
  });

  test("`.cjs`, and `.js` as CommonJS", async () => {
    const heavyRequired = `${heavyPlain.replace("export ", "")}module.exports = { heavy };\n`;
    const after = await check(
      { files: { "a.cjs": required("./heavy.cjs"), "heavy.cjs": heavyRequired }, expression: plainExpression, options },
      3,
    );
    assert.match(after["a.cjs"]!, /require\('\.\/a\.kernels\.cjs'\)/);
    await check(
      {
        files: { "a.js": required("./heavy"), "heavy.js": heavyRequired },
        expression: plainExpression,
        options,
        isCommonJs: true,
      },
      3,
    );
  });
});
