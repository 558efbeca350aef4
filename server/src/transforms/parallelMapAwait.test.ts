import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkRewrite, openProject, planIn } from "../../../test/support/rewriteProject.js";
import type { TransformAnswer } from "./transform.js";

const id = "parallel-map-await";
const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

const imports = 'import { heavy } from "./heavy.js";\n';

function answer(body: string, options = {}, manifest?: string): TransformAnswer | undefined {
  return planIn(openProject({ "a.ts": imports + body, "heavy.ts": heavy }, options, manifest), id);
}

function safety(body: string): string {
  const found = answer(body);
  if (found?.kind !== "offered") assert.fail("not offered");
  return found.plan.safety;
}

describe("parallel-map-await", () => {
  test("in functions that are asynchronous already", async () => {
    await checkRewrite(
      {
        "a.ts": `${imports}export async function f(n: number): Promise<number[]> {
  const out: number[] = [];
  for (let i = 3; i < n; i++) {
    const v = heavy(i);
    out.push(v * i);
  }
  return out;
}
`,
        "heavy.ts": heavy,
      },
      {
        transform: id,
        expression: "f(6)",
        contains: { "a.ts": ["const out: number[] = await parallelMap(range(3, n), fStep, {});"] },
      },
    );
  });

  test("in batches, where others can see what was done before an iteration throws", async () => {
    await checkRewrite(
      {
        "a.ts": `${imports}function check(x: number): number {
  if (x > 100) throw new RangeError(\`\${x} is too big\`);
  return heavy(x);
}
export async function f(xs: number[], out: string[]): Promise<void> {
  for (let i = 0; i < xs.length; i++) out.push(\`\${i}: \${check(xs[i]!)}\`);
}
export async function run(xs: number[]): Promise<unknown> {
  const out: string[] = [];
  try {
    await f(xs, out);
  } catch (error) {
    return [out, String(error)];
  }
  return out;
}
`,
        "heavy.ts": heavy,
      },
      {
        transform: id,
        expression: "[await run([1, 2, 3]), await run([1, 2, 200, 3])]",
        contains: { "a.ts": ["for await (const batch of parallelMap(range(xs.length), fStep, { xs }).batches()) {"] },
      },
    );
  });

  test("a `break` leaves the loop over the batches, not one batch", async () => {
    await checkRewrite(
      {
        "a.ts": `${imports}export async function f(xs: number[], limit: number): Promise<number> {
  let sum = 0;
  for (const x of xs) {
    sum += heavy(x);
    if (sum > limit) break;
  }
  return sum;
}
`,
        "heavy.ts": heavy,
      },
      {
        transform: id,
        expression: "[await f([1, 2, 3, 4], 5), await f([1, 2], 100)]",
        contains: { "a.ts": ["batches: for await (const batch of", "break batches;"] },
      },
    );
  });

  test("at the top level of an ES module", async () => {
    const text = `${imports}const n = 5;
let total = 0;
for (let i = 0; i < n; i++) total += heavy(i);
export { total };
`;
    await checkRewrite(
      { "a.ts": text, "heavy.ts": heavy },
      { transform: id, expression: "total", contains: { "a.ts": ["of await parallelMap(range(n), aStep, {})) {"] } },
    );
  });

  test("not at the top level of what runs as CommonJS, or of what an old target cannot express", () => {
    const text = "export let total = 0;\nfor (let i = 0; i < 5; i++) total += heavy(i);\n";
    const old = {
      module: "commonjs",
      moduleResolution: "node10",
      verbatimModuleSyntax: false,
      ignoreDeprecations: "6.0",
    };
    for (const found of [
      answer(text, old),
      answer(text, {}, "{}"),
      answer(text, { module: "es2020", moduleResolution: "bundler" }),
    ])
      assert.ok(found?.kind === "disabled" && /top level/.test(found.reason));
  });

  test("not in synchronous functions, nor in a callback inside of an asynchronous one", () => {
    assert.equal(
      answer(`export function f(n: number): number {
  let t = 0;
  for (let i = 0; i < n; i++) t += heavy(i);
  return t;
}
`),
      undefined,
    );
    assert.equal(
      answer(`export async function f(ns: number[]): Promise<number[]> {
  return ns.map((n) => {
    let t = 0;
    for$0 (let i = 0; i < n; i++) t += heavy(i);
    return t;
  });
}
`),
      undefined,
    );
  });
});

describe("what may change while the function waits", () => {
  const body = (rest: string, parameters = "xs: number[]"): string => `let calls = 0;
const log: string[] = [];
const unit = 2;
function count(): number { return ++calls; }
function twice(x: number): number { return x * unit; }
export async function f(${parameters}): Promise<unknown> {
  const out: number[] = [];
  for (const x of xs) {
    const v = heavy(x);
    out.push(v);
  }
  ${rest}
}
export { count, log, twice };
`;

  test("nothing, where the function goes on with what it made itself", () => {
    assert.equal(safety(body("return out.map((v) => twice(v) + unit);")), "safe");
  });

  test("variables of the module, what the caller handed in, functions that remember", () => {
    for (const rest of [
      "return out.length + calls;",
      "return [log, out];",
      "return [xs, out];",
      "return [count(), out];",
    ])
      assert.equal(safety(body(rest)), "needs-review", rest);
  });

  const around = (before: string, rest: string): string => `declare function later(call: () => void): void;
export async function f(xs: readonly number[]): Promise<unknown> {
  const out: number[] = [];
  let count = 0;
  ${before}
  for$0 (const x of xs) {
    const v = heavy(x);
    out.push(v);
  }
  ${rest}
}
`;

  test("its own variables, where a function that it wrote has them and may run meanwhile", () => {
    for (const before of [
      "later(() => { count++; });",
      "const change = () => { count++; }; later(change);",
      "const change = () => { count++; }; const again = () => change(); later(again);",
      "void (async () => { await null; count++; })();",
      "Promise.resolve().then(() => { count++; });",
      "const watcher = { change() { count++; } }; later(() => watcher.change());",
    ])
      assert.equal(safety(around(before, "return [out.length, count];")), "needs-review", before);
    assert.equal(safety(around("later(() => { out.push(-1); });", "return out.indexOf(-1);")), "needs-review");
  });

  test("not where such a function has run by then, only reads, or is written behind the loop", () => {
    const rest = "return [out.length, count];";
    for (const before of [
      "xs.forEach(() => { count++; });",
      "const change = () => { count++; }; change();",
      "const one = (k: number) => { count++; if (k > 0) two(k - 1); }; const two = (k: number) => one(k); two(3);",
      "(() => { count++; })();",
      "later(() => { console.log(count); });",
    ])
      assert.equal(safety(around(before, rest)), "safe", before);
    assert.equal(safety(around("", "const more = () => { count++; }; return [out.length, count, more];")), "safe");
  });

  test("`this`, and what stands before the loop in a loop around it", () => {
    assert.equal(
      safety(`export class Box {
  total = 0;
  async run(xs: number[]): Promise<void> {
    for (const x of xs) this.total += heavy(x);
  }
}
`),
      "needs-review",
    );
    assert.equal(
      safety(`export async function f(seeds: number[]): Promise<number> {
  let sum = 0;
  for (const seed of seeds) {
    let part = seed;
    for$0 (let i = 0; i < 9; i++) part += heavy(seed + i);
    sum = sum * 2 + part;
  }
  return sum;
}
`),
      "needs-review",
    );
  });
});
