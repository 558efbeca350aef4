import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkInverse, inlined, planOf } from "../../../../test/support/inverse.js";
import { openProject, rewritten } from "../../../../test/support/rewriteProject.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;

/** The loop is rewritten, and taken back: the text of the first file afterwards. */
async function roundTrip(body: string, expression: string, transform = "parallel-map-sync") {
  const project = openProject({ "a.ts": body, "heavy.ts": heavy });
  const { "package.json": _, ...forth } = rewritten(project, transform);
  const back = await checkInverse(forth, expression);
  assert.equal(back["a.kernels.ts"], undefined, "nothing is left in the kernel module, so it goes");
  return back["a.ts"]!;
}

/** A caller and its kernels, written by hand; the text of the caller without its calls. */
async function takenBack(caller: string, kernels: string, expression: string) {
  const back = await checkInverse({ "a.ts": caller, "a.kernels.ts": kernels, "heavy.ts": heavy }, expression);
  return { caller: back["a.ts"]!, kernels: back["a.kernels.ts"] };
}

const register = 'import { registerKernels } from "@loopsmith/runner";\n';

describe("there and back", () => {
  test("a loop whose results are gathered is the author's again", async () => {
    const text = `import { heavy } from "./heavy.js";

export function f(n: number, seed: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    // A comment.
    let sum = 0;
    for (let k = 0; k < i; k++) sum += heavy(k * seed);
    out.push(sum);
  }
  return out;
}
`;
    assert.equal(await roundTrip(text, "f(5, 2)"), text);
  });

  test("the author's own test around the loop stays", async () => {
    const text = `import { heavy } from "./heavy.js";

export function f(xs: number[], least: number, bins: number[]): number[] {
  if (least <= xs.length) {
    for (const x of xs) {
      bins[Math.floor(heavy(x)) & 3]! += 1;
    }
  } else {
    bins.push(least);
  }
  return bins;
}
`;
    const back = await roundTrip(text, "[f([1, 2, 3], 2, [0, 0, 0, 0]), f([1], 2, [0])]");
    assert.match(back, /if \(least <= xs\.length\) \{[\s\S]*\} else \{\n {4}bins\.push\(least\);/);
  });

  test("of a loop by partial results that stands beside the author's, that one stays", async () => {
    const text = `import { heavy } from "./heavy.js";

export function f(xs: number[], size: number): Uint32Array {
  const bins = new Uint32Array(size);
  for (const x of xs) bins[Math.floor(heavy(x))]!++;
  return bins;
}
`;
    const back = await roundTrip(text, "[f([1, 2, 3, 500, 1e6], 4), f([], 2)]", "reassociate-sync");
    assert.equal(back, text);
    // What tells the length of the table goes, too.
    const sized = text.replace("new Uint32Array(size)", "new Uint32Array(2 * size)");
    assert.equal(await roundTrip(sized, "[f([1, 2, 3, 500, 1e6], 4), f([], 2)]", "reassociate-sync"), sized);
  });

  test("as many iterations as there were items, though the commit may shorten what is counted", async () => {
    const text = (end: string) => `import { heavy } from "./heavy.js";

export function f(a: number[], b: number[]): number[] {
  const seen: number[] = [];
  for (${end}; i++) {
    seen.push(heavy(i) + b.pop()!);
  }
  return seen;
}
`;
    const author = text("let i = 0, n = a.length; i < n").replace("i < n; i++", "i < n; i++");
    const back = await roundTrip(author, "(() => { const a = [1, 2, 3, 4]; return [f(a, a), a]; })()");
    assert.match(back, /i < (?:n|end); i\+\+/);
    const kept = text("let i = 0; i < a.length").replace("b.pop()!", "b[0]!");
    assert.equal(await roundTrip(kept, "f([1, 2], [3])"), kept);
  });

  test("a loop over what nothing declares to be an array, which stands beside its parallel form", async () => {
    const plain =
      "export const heavy = (x) => {\n  let s = 0;\n  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k + x);\n  return s;\n};\n";
    for (const body of [
      "  return 1 + xs.map((x) => heavy(x)).length;",
      "  const out = [];\n  for (const x of xs) out.push(heavy(x));\n  return out;",
      "  const out = [];\n  xs.forEach((x, i) => {\n    out.push(heavy(x) + i);\n  });\n  return out;",
    ]) {
      const text = `import { heavy } from "./heavy.js";\n\nexport function f(xs) {\n${body}\n}\n`;
      const forth = rewritten(openProject({ "a.js": text, "heavy.js": plain }), "parallel-map-sync");
      const { "package.json": _, ...files } = forth;
      assert.match(files["a.js"]!, /assumptionsHold/);
      assert.equal((await checkInverse(files, "f([1, 2, 3])"))["a.js"], text);
    }
  });

  test("kernel and commit come together where the commit changes variables of the function only", async () => {
    const text = `import { heavy } from "./heavy.js";

export function f(xs: number[]): number {
  let total = 0;
  for (const x of xs) {
    const h = heavy(x);
    total += h;
  }
  return total;
}
`;
    assert.equal(await roundTrip(text, "f([1, 2, 3])"), text);
  });

  test("a loop that can end early", async () => {
    const text = `import { heavy } from "./heavy.js";

export function f(xs: number[]): number {
  let found = -1;
  for (let i = 0; i < xs.length; i++) {
    const h = heavy(xs[i]!);
    if (h > 4.2) {
      found = i;
      break;
    }
  }
  return found;
}
`;
    assert.equal(await roundTrip(text, "[f([1, 2, 30]), f([1])]"), text);
  });

  test("a kernel that writes; a method; the awaited form", async () => {
    const rows = `import { heavy } from "./heavy.js";

export function f(h: number, w: number): Float64Array {
  const out = new Float64Array(h * w);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) out[y * w + x] = heavy(x + y);
  }
  return out;
}
`;
    assert.equal(await roundTrip(rows, "[...f(3, 4)]"), rows);
    const method = `import { heavy } from "./heavy.js";

export const f = (xs: number[]): number[] => xs.map((x) => heavy(x) * 2);
`;
    assert.equal(await roundTrip(method, "f([1, 2, 3])"), method);
    const awaited = `import { heavy } from "./heavy.js";

export async function f(xs: number[]): Promise<number[]> {
  const out: number[] = [];
  for (const x of xs) {
    out.push(heavy(x));
  }
  return out;
}
`;
    assert.equal(await roundTrip(awaited, "f([1, 2, 3])", "parallel-map-await"), awaited);
  });

  test("where the author's loop stands beside the parallel form, it is that one", async () => {
    const text = `export function f(c: number[][], a: number[][], b: number[][], n: number): number[][] {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let k = 0; k < n; k++) c[i]![j]! += a[i]![k]! * b[k]![j]!;
    }
  }
  return c;
}
`;
    const project = openProject({ "a.ts": text });
    assert.match(rewritten(project)["a.ts"]!, /try \{[\s\S]*catch \{[\s\S]*\} else \{/);
    const m = "[[1, 2], [3, 4]]";
    assert.equal(await roundTrip(text, `f(${m}, ${m}, ${m}, 2)`), text);
    const windows = `export function f(cells: number[], next: number[]): void {
  for (let i = 0; i < cells.length; i++) {
    next.push(Math.sin(cells[i]!) + Math.cos(cells[(i + 1) % cells.length]!));
  }
}
`;
    assert.match(rewritten(openProject({ "a.ts": windows }))["a.ts"]!, /if \(assumptionsHold[\s\S]*\} else \{/);
    assert.equal(await roundTrip(windows, "(() => { const n: number[] = []; f([1, 2, 3], n); return n; })()"), windows);
  });
});

describe("written by hand", () => {
  test("names that would be taken for others are given anew", async () => {
    const { caller } = await takenBack(
      `import { parallelMapSync } from "@loopsmith/runner";
import { step } from "./a.kernels.js";

export function f(values: number[], scale: number): number[] {
  const sum: number[] = [];
  const local = scale + 1;
  for (const value of parallelMapSync(values, step, { factor: local, from: scale * 2 })) sum.push(value);
  return sum;
}
`,
      `${register}
export function step(item: number, { factor, from }: { factor: number; from: number }): number {
  let sum = from;
  from++;
  for (let local = 0; local < 3; local++) sum += item * factor + from;
  return sum;
}

registerKernels(import.meta.url, { step });
`,
      "f([1, 2, 3], 4)",
    );
    assert.match(caller, /const factor = local;/);
    assert.match(caller, /let from = scale \* 2;\n\s+let sumValue = from;/);
    assert.match(caller, /let sumValue = /);
    assert.doesNotMatch(caller, /runner|kernels/);
  });

  test("of two variables of the kernel that have one name, each is told from a `var` of the commit", async () => {
    const { caller } = await takenBack(
      `import { parallelMapSync, range } from "@loopsmith/runner";
import { step } from "./a.kernels.js";

export function f(n: number): number[] {
  const out: number[] = [];
  for (const sum of parallelMapSync(range(n), step, {})) {
    out.push(sum);
    if (sum > 1) for (var j = 0; j < 2; j++) out.push(j);
  }
  return out;
}
`,
      `${register}
export function step(i: number): number {
  let j = i * 2;
  for (let j = 0; j < 3; j++) i += j;
  j += i;
  return j;
}

registerKernels(import.meta.url, { step });
`,
      "f(4)",
    );
    assert.match(caller, /let jValue = i \* 2;\n\s+for \(let jValue = 0;/);
    assert.match(caller, /for \(var j = 0; j < 2; j\+\+\) out\.push\(j\)/);
  });

  test("a commit that calls the value as the kernel calls a variable of the caller has a block of its own", async () => {
    const { caller } = await takenBack(
      `import { parallelMapSync, range } from "@loopsmith/runner";
import { step } from "./a.kernels.js";

export function f(n: number): number[] {
  const out: number[] = [];
  const p = 3;
  for (const q of parallelMapSync(range(n), step, { p })) {
    const p = q * 2;
    out.push(p);
  }
  out.push(p);
  return out;
}
`,
      `${register}
export function step(i: number, { p }: { p: number }): number {
  const twice = p * 2;
  return i + twice;
}

registerKernels(import.meta.url, { step });
`,
      "f(3)",
    );
    assert.match(caller, /const twice = p \* 2;\n {4}\{\n {6}const q = i \+ twice;\n {6}const p = q \* 2;/);
  });

  test("a kernel that calls its item, or a variable, as the caller calls the items or the target", async () => {
    const { caller } = await takenBack(
      `import { parallelMapSync, range } from "@loopsmith/runner";
import { over, step } from "./a.kernels.js";

export function f(xs: number[], n: number): number[] {
  const out = new Float64Array(xs.length);
  parallelMapSync(xs, step, {}, { into: out });
  return [...out, ...xs, ...parallelMapSync(range(n), over, {}).flat()];
}
`,
      `${register}
export function step(xs: number): number {
  const out = xs + 1;
  return out * xs;
}

export function over(n: number): number[] {
  return [n, n];
}

registerKernels(import.meta.url, { step, over });
`,
      "f([1, 2, 3], 2)",
    );
    assert.match(caller, /for \(const \[index, xsValue\] of xs\.entries\(\)\)/);
    assert.match(caller, /const outValue = xsValue \+ 1;/);
    assert.match(caller, /Array\.from\(range\(n\), \(n\) => \[n, n\]\)\.flat\(\)/);
  });

  test("an early `return` stores its value and goes on; inside of an inner loop by a label", async () => {
    const { caller } = await takenBack(
      `import { parallelMapSync, range } from "@loopsmith/runner";
import { first } from "./a.kernels.js";

export function f(n: number): number[] {
  return parallelMapSync(range(n), first, {});
}
`,
      `${register}
export function first(i: number): number {
  if (i === 2) return -1;
  for (let k = 2; k < 50; k++) {
    if ((i * k) % 7 === 3) return k;
  }
  return 0;
}

registerKernels(import.meta.url, { first });
`,
      "f(9)",
    );
    assert.match(caller, /iterations: for \(let i = 0; i < n; i\+\+\)/);
    assert.match(caller, /results\.push\(-1\);\n\s+continue iterations;/);
  });

  test("`into`, the number of the iteration, a step, and pairs of a grid", async () => {
    const { caller } = await takenBack(
      `import { grid, parallelMapSync, range } from "@loopsmith/runner";
import { cell, odd } from "./a.kernels.js";

export function f(h: number, w: number): number[] {
  const out = new Float64Array(h);
  parallelMapSync(range(h * 2 - 1, -1, -2), odd, {}, { into: out });
  const cells = parallelMapSync(grid(h, w), cell, { w });
  return [...out, ...cells];
}
`,
      `${register}
export const odd = (item: number, _env: object, index: number): number => item * 10 + index;

export function cell([y, x]: readonly [number, number], { w }: { w: number }): number {
  return y * w + x;
}

registerKernels(import.meta.url, { odd, cell });
`,
      "f(3, 2)",
    );
    assert.match(caller, /for \(let item = h \* 2 - 1, index = 0; item > -1; item -= 2, index\+\+\)/);
    assert.match(caller, /out\[index\] = item \* 10 \+ index;/);
    assert.match(caller, /for \(let y = 0; y < h; y\+\+\) \{\n\s+for \(let x = 0; x < w; x\+\+\)/);
  });

  test("a kernel that ends early stays a function where its values are taken in batches", async () => {
    const { caller, kernels } = await takenBack(
      `import { parallelBatchesSync, range } from "@loopsmith/runner";
import { step } from "./a.kernels.js";

export function f(n: number, by: number): number[] {
  const out: number[] = [];
  for (const batch of parallelBatchesSync(range(n), step, { by })) {
    for (const [, value] of batch) {
      if (value === undefined) continue;
      if (value > 5) return out;
      out.push(value);
    }
  }
  return out;
}
`,
      `${register}
export function step(i: number, { by }: { by: number }): number | undefined {
  if (i % 2 === 1) return undefined;
  return i * by;
}

registerKernels(import.meta.url, { step });
`,
      "[f(2, 1), f(9, 2)]",
    );
    assert.match(
      caller,
      /const env = \{ by \};\n {2}for \(let i = 0; i < n; i\+\+\) \{\n {4}const value = step\(i, env\);/,
    );
    assert.match(kernels!, /registerKernels/);
  });

  test("a loop over index and result, which a `break` leaves and a `continue` goes on with", async () => {
    const { caller, kernels } = await takenBack(
      `import { parallelEntriesSync } from "@loopsmith/runner";
import { step } from "./a.kernels.js";

export function f(xs: number[], by: number): number[] {
  const out: number[] = [];
  for (const [index, value] of parallelEntriesSync(xs, step, { by })) {
    if (value === 2) continue;
    if (value > 5) break;
    out.push(index, value);
  }
  return out;
}
`,
      `${register}
export function step(x: number, { by }: { by: number }): number {
  return x * by;
}

registerKernels(import.meta.url, { step });
`,
      "[f([1, 2, 3, 4], 2), f([0, 1], 9), f([], 1)]",
    );
    assert.match(caller, /const value = x \* by;\n {4}if \(value === 2\) continue;\n {4}if \(value > 5\) break;/);
    assert.equal(kernels, undefined);
  });

  test("a kernel that uses what cannot be had here is called", async () => {
    const step = `${register}
const factor = 2;
export const base = 2;
export function step(x: number): number {
  return x * factor;
}
export function other(x: number): number {
  return x * base;
}

registerKernels(import.meta.url, { step, other });
`;
    const { caller, kernels } = await takenBack(
      `import { parallelMapSync } from "@loopsmith/runner";
import { other, step } from "./a.kernels.js";

export function f(xs: number[]): number[] {
  const base = 1;
  return [...parallelMapSync(xs, step, {}), ...parallelMapSync(xs, other, {}), base];
}
`,
      step,
      "f([1, 2])",
    );
    assert.match(caller, /Array\.from\(xs, \(item\) => step\(item\)\)/);
    assert.match(caller, /=> other\(item\)\)/);
    assert.equal(kernels, step);
  });

  test("a rest gets another name where the kernel's is taken", async () => {
    const { caller } = await takenBack(
      `import { parallelMapSync } from "@loopsmith/runner";
import { step } from "./a.kernels.js";

export function f(xs: { a: number; b: number; c: number }[]): number {
  let sum = 0;
  for (const { a, rest } of parallelMapSync(xs, step, {})) {
    sum += a + rest.b;
  }
  return sum;
}
`,
      `import { registerKernels } from "@loopsmith/runner";

export function step({ a, ...rest }: { a: number; b: number; c: number }): { a: number; rest: { b: number } } {
  return { a, rest };
}

registerKernels(import.meta.url, { step });
`,
      "f([{ a: 1, b: 2, c: 3 }])",
    );
    assert.match(caller, /\.\.\.rest/);
  });

  test("a commit that others can see is not put between the kernels", async () => {
    const { caller } = await takenBack(
      `import { parallelMapSync } from "@loopsmith/runner";
import { step } from "./a.kernels.js";

export class Sums {
  total = 0;
  add(xs: number[]): void {
    for (const value of parallelMapSync(xs, step, {})) this.total += value;
  }
}
export const f = (): number => {
  const sums = new Sums();
  sums.add([1, 2, 3]);
  return sums.total;
};
`,
      `${register}
export function step(x: number): number {
  return Math.sqrt(x);
}

registerKernels(import.meta.url, { step });
`,
      "f()",
    );
    assert.match(caller, /results\.push\(Math\.sqrt\(x\)\);\n\s+\}\n\s+for \(const value of results\)/);
  });

  test("only the kernel goes where its module has others, or helpers; it stays where somebody else calls it", async () => {
    const kernels = `${register}import { heavy } from "./heavy.js";

export const base = 3;

/** Doubles. */
export function twice(x: number): number {
  return heavy(x) * base;
}

export function thrice(x: number): number {
  return x * 3;
}

registerKernels(import.meta.url, { twice, thrice });
`;
    const caller = `import { parallelMapSync } from "@loopsmith/runner";
import { twice } from "./a.kernels.js";

export function f(xs: number[]): number[] {
  return parallelMapSync(xs, twice, {});
}
`;
    const { caller: text, kernels: rest } = await takenBack(caller, kernels, "f([1, 2])");
    assert.match(text, /^import \{ heavy \} from ".\/heavy.js";$/m);
    assert.match(text, /^import \{ base \} from ".\/a.kernels.js";$/m);
    assert.equal(
      rest,
      `${register}
export const base = 3;

export function thrice(x: number): number {
  return x * 3;
}

registerKernels(import.meta.url, { thrice });
`,
    );
    const used = `${caller}export const g = (x: number): number => twice(x);\n`;
    assert.equal((await takenBack(used, kernels, "[f([1, 2]), g(3)]")).kernels, kernels);
  });

  test("a kernel in the call; CommonJS", async () => {
    const { caller } = await takenBack(
      `import { parallelMapSync } from "@loopsmith/runner";

export function f(xs: number[], by: number): number[] {
  const out = parallelMapSync(xs, (x, { by }) => x * by, { by });
  return out;
}
`,
      "export {};\n",
      "f([1, 2], 3)",
    );
    assert.match(
      caller,
      /const out: number\[\] = \[\];\n {2}for \(const x of xs\) \{\n {4}out\.push\(x \* by\);\n {2}\}/,
    );
    const files = {
      "a.cjs": `const { parallelMapSync, range } = require("@loopsmith/runner");
const { step } = require("./a.kernels.cjs");

function f(n) {
  return parallelMapSync(range(n), step, { n });
}

module.exports = { f };
`,
      "a.kernels.cjs": `const { registerKernels } = require("@loopsmith/runner");

function step(i, { n }) {
  return i * n;
}

module.exports = { step };
registerKernels(__filename, { step });
`,
    };
    const back = await checkInverse(files, "f(4)");
    assert.equal(back["a.kernels.cjs"], undefined);
    assert.equal(
      back["a.cjs"],
      `function f(n) {
  const results = [];
  for (let i = 0; i < n; i++) {
    results.push(i * n);
  }
  return results;
}

module.exports = { f };
`,
    );
  });
});

test("where the kernel computes something else in a worker, the author has to say which was meant", () => {
  const caller = (kernel: string) => `import { parallelMapSync } from "@loopsmith/runner";
import { ${kernel} } from "./a.kernels.js";

export function f(xs: number[]): number[] {
  return parallelMapSync(xs, ${kernel}, {});
}
`;
  const kernels = `${register}
let seen = 0;
export function step(x: number): number {
  return x + seen++;
}

export function plain(x: number): number {
  return x;
}

registerKernels(import.meta.url, { step, plain });
`;
  const plan = (kernel: string) => planOf({ "a.ts": caller(kernel), "a.kernels.ts": kernels });
  assert.equal(plan("plain").safety, "safe");
  const { safety, notes } = plan("step");
  assert.equal(safety, "needs-review");
  assert.match(notes[0]!, /something else than the call did\. The kernel changes `seen`/);
});

describe("what cannot be taken back, and why", () => {
  const kernel = (code: string) => `${register}\n${code}\nregisterKernels(import.meta.url, { step });\n`;
  const plain = kernel("export function step(x: number): number {\n  return x;\n}\n");
  const cases: readonly [name: string, body: string, kernels: string, reason: RegExp][] = [
    [
      "an asynchronous kernel",
      "return await parallelMap(xs, step, {});",
      kernel("export async function step(x: number): Promise<number> {\n  return x;\n}\n"),
      /^its kernel is asynchronous/,
    ],
    ["an option with an effect", "return await parallelMap(xs, step, {}, { timeout: 5 });", plain, /option `timeout`/],
    [
      "a result that nobody waits for",
      "const run = parallelMap(xs, step, {}); return await run;",
      plain,
      /neither awaited/,
    ],
    [
      "options that are computed elsewhere",
      "const options = {}; return await parallelMap(xs, step, {}, options);",
      plain,
      /not written out/,
    ],
    [
      "a `break` out of one batch",
      "const out: number[] = []; for await (const batch of parallelMap(xs, step, {}).batches()) for (const [, x] of batch) { if (x > 2) break; out.push(x); } return out;",
      plain,
      /leaves one batch only/,
    ],
    [
      "a commit that changes what the kernel is given",
      "const out: number[] = []; for await (const batch of parallelMap(xs, step, {}).batches()) for (const [i, x] of batch) { xs[i] = 0; out.push(x); } return out;",
      plain,
      /may change `xs`/,
    ],
    [
      "a kernel that cannot be seen",
      "return await parallelMap(xs, step, {});",
      "export declare const step: (x: number) => number;\n",
      /cannot be seen/,
    ],
  ];
  for (const [name, body, kernels, reason] of cases) {
    test(name, () => {
      const caller = `import { parallelMap } from "@loopsmith/runner";
import { step } from "./a.kernels.js";

export async function f(xs: number[]): Promise<number[]> {
  ${body}
}
`;
      const answer = inlined({ "a.ts": caller, "a.kernels.ts": kernels });
      assert.equal(typeof answer, "string");
      assert.match(answer as string, reason);
    });
  }
});
