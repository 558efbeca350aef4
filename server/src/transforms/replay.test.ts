import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { replayOf } from "../../../test/support/replayProject.js";
import { edited, type Files, openProject } from "../../../test/support/rewriteProject.js";
import { planReplay } from "./replay.js";

const heavy = `export function heavy(x: number): number {
  let s = x;
  for (let k = 0; k < 20; k++) s = Math.sqrt(s + k);
  return s;
}
`;
const imports = 'import { heavy } from "./heavy.js";\n';

/** Records, replays both versions, and compares what they return. */
async function check(body: string, expression: string, liveIns: readonly string[], liveOuts: readonly string[]) {
  const replayed = await replayOf(openProject({ "a.ts": imports + body, "heavy.ts": heavy }), expression);
  if (replayed.kind === "refused") assert.fail(replayed.reason);
  assert.deepEqual(Object.keys(replayed.liveIns), liveIns);
  assert.deepEqual(Object.keys(replayed.serial), liveOuts);
  assert.deepEqual(replayed.parallel, replayed.serial);
  return replayed;
}

function refusal(files: Files): string {
  const answer = planReplay(openProject(files).context);
  if (answer.kind !== "refused") assert.fail("planned");
  assert.match(answer.help, /^[A-Z].*\.$/);
  return answer.reason;
}

describe("a loop as a function of its live-ins", () => {
  test("the array that the call would make is handed back", async () => {
    const { text } = await check(
      `export function f(n: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) out.push(heavy(i));
  return out;
}
`,
      "f(4)",
      ["n", "out"],
      ["out"],
    );
    assert.match(
      text,
      /export function serial\(liveIns\)[\s\S]*for \(let i = 0; i < n; i\+\+\) out\.push\(heavy\(i\)\);/,
    );
    assert.match(text, /export function parallel\(liveIns\)[\s\S]*const out: number\[\] = parallelMapSync\(/);
  });

  test("sums, objects of the caller, variables of the module", async () => {
    await check(
      `let total = 0;
const scale = [1, 2, 3];
export function f(ps: { x: number; v: number }[], names: Map<string, number>): unknown {
  for (let i = 0; i < ps.length; i++) {
    const p = ps[i]!;
    const force = heavy(p.x) * scale[i % 3]!;
    p.v += force;
    total += force;
    names.set(String(i), force);
  }
  return [total, ps];
}
`,
      "f([{ x: 1, v: 2 }, { x: 3, v: 4 }], new Map())",
      ["ps", "scale", "total", "names"],
      ["ps", "total", "names"],
    );
  });

  test("what each worker has its own of is no result", async () => {
    await check(
      `export function f(w: number, h: number): number[] {
  var i, j, sum;
  const out: number[] = [];
  for (i = 0; i < h; i++) {
    sum = 0;
    for (j = 0; j < w; j++) sum += heavy(i * j);
    out.push(sum);
  }
  return out;
}
`,
      "f(3, 4)",
      ["i", "h", "sum", "j", "w", "out"],
      ["out"],
    );
  });

  test("but a counter that is read afterwards is one", async () => {
    await check(
      `export function f(n: number): [number, number[]] {
  let i = 0;
  const out: number[] = [];
  for (i = 0; i < n; i++) out.push(heavy(i));
  return [i, out];
}
`,
      "f(2.5)",
      ["i", "n", "out"],
      ["i", "out"],
    );
  });

  test("functions that only the caller's part uses are taken along", async () => {
    const { text } = await check(
      `const factor = 3;
function label(x: number): string { return String(x * factor); }
export function f(n: number): string[] {
  const out: string[] = [];
  for (let i = 0; i < n; i++) {
    const v = heavy(i);
    if (i % 2 === 0) out.push(label(v + out.length));
  }
  return out;
}
`,
      "f(5)",
      ["n", "out"],
      ["out"],
    );
    assert.match(text, /const factor = 3;/);
  });

  test("a loop where only one statement may stand is recorded in braces", async () => {
    const body = `export function f(xs: number[], on: boolean): number {
  let total = 0;
  if (on) for (const x of xs) total += heavy(x);
  else total = -1;
  return total;
}
`;
    await check(body, "f([1, 2], true)", ["xs", "total"], ["total"]);
    const project = openProject({ "a.ts": imports + body, "heavy.ts": heavy });
    const answer = planReplay(project.context);
    assert.ok(answer.kind === "planned");
    assert.match(
      edited(project, answer.plan.files)["a.ts"]!,
      /if \(on\) \{ ;\(globalThis as any\)\.__loopsmithRecord\?\.\(\{ xs, total \}\); for .*; \}\n/,
    );
  });

  test("a loop keeps its own label", async () => {
    const { text } = await check(
      `export function f(n: number): number[] {
  const out: number[] = [];
  next: for$0 (let i = 0; i < n; i++) {
    const value = heavy(i);
    for (let k = 2; k < 4; k++) if (Math.floor(value * 100) % k === 0) continue next;
    out.push(value);
  }
  return out;
}
`,
      "f(40)",
      ["n", "out"],
      ["out"],
    );
    assert.match(text, /export function serial\(liveIns\)[\s\S]*\n {2}next: for/);
  });

  test("as it is by partial results, where these are the same bit for bit", () => {
    const answerTo = (loop: string) =>
      planReplay(
        openProject({
          "a.ts": `${imports}export function f(xs: number[]): unknown {
  const hist = new Uint8Array(4);
  let sum = 0;
  ${loop}
  return [hist, sum];
}
`,
          "heavy.ts": heavy,
        }).context,
        "parts",
      );
    const counted = answerTo("for (const x of xs) hist[heavy(x) & 3]!++;");
    if (counted.kind === "refused") assert.fail(counted.reason);
    assert.deepEqual(counted.plan.liveOuts, ["hist"]);
    const module = counted.plan.files.find(({ file }) => file === counted.plan.replayModule);
    assert.match(module?.edits[0]?.text ?? "", /for \(const histPart of parallelMapSync\(chunks\(xs, /);
    const summed = answerTo("for (const x of xs) sum += heavy(x);");
    assert.match(
      summed.kind === "refused" ? summed.reason : "",
      /compared bit for bit, and is not the same: `sum` is added up/,
    );
    const stored = answerTo("for (let i = 0; i < xs.length; i++) xs[i] = heavy(xs[i]!);");
    assert.match(
      stored.kind === "refused" ? stored.reason : "",
      /cannot be rewritten by partial results: it does more than/,
    );
  });

  test("not a loop that jumps to a label around it", () => {
    const outer = (jump: string) => `${imports}export function f(xss: number[][]): number {
  let total = 0;
  rows: for (const xs of xss) {
    for$0 (let i = 0; i < xs.length; i++) {
      const value = heavy(xs[i]!);
      if (value < 0) ${jump};
      total += value;
    }
    total /= 2;
  }
  return total;
}
`;
    assert.match(refusal({ "a.ts": outer("continue rows"), "heavy.ts": heavy }), /jumps to the label `rows` around it/);
    const inside = planReplay(openProject({ "a.ts": outer("continue"), "heavy.ts": heavy }).context);
    assert.equal(inside.kind, "planned");
  });

  test("CommonJS", async () => {
    const script = "function heavy(x) { let s = x; for (let k = 0; k < 20; k++) s = Math.sqrt(s + k); return s; }\n";
    const replayed = await replayOf(
      openProject({
        "a.cjs": `const { heavy } = require("./heavy.cjs");
function f(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += heavy(i);
  return total;
}
module.exports = { f };
`,
        "heavy.cjs": `${script}module.exports = { heavy };\n`,
      }),
      "f(4)",
    );
    assert.ok(replayed.kind === "replayed");
    assert.deepEqual(replayed.parallel, replayed.serial);
  });

  test("a method's `this` is one more live-in, where a copy of it can be made", () => {
    const box = (fields: string, end = "") => ({
      "a.ts": `${imports}export class Box {
  ${fields}
  total = 0;
  run(xs: number[]): void {
    for (const x of xs) this.total += heavy(x);
  }
}
${end}`,
      "heavy.ts": heavy,
    });
    const project = openProject(box("scale = 2;"));
    const answer = planReplay(project.context);
    assert.ok(answer.kind === "planned");
    assert.deepEqual([answer.plan.liveIns, answer.plan.liveOuts], [["xs", "this"], ["this"]]);
    const texts = edited(project, answer.plan.files);
    assert.match(texts["a.ts"]!, /__loopsmithRecord\?\.\(\{ xs, this: this \}\);/);
    assert.match(
      texts["a.ts"]!,
      /__loopsmithClass\?\.\(".*a\.ts#Box", Box\);\nexport \{ Box as loopsmithClass_Box \};/,
    );
    assert.match(texts["a.loopsmith-replay.ts"]!, /return serialOf\.call\(liveIns\.this, liveIns\);/);
    assert.match(refusal(box("#own = 1;")), /`this`, which cannot be recorded/);
    assert.match(refusal(box("", "new Box().run([1]);\n")), /`this`, which cannot be recorded/);
    assert.match(
      refusal({
        "a.ts": `${imports}export class Box {
  #seeds = [1, 2];
  run(xs: number[]): number[] {
    return xs.map((x) => heavy(x + this.#seeds[0]!));
  }
}
`,
        "heavy.ts": heavy,
      }),
      /`#seeds`, which is known inside of its class only/,
    );
  });

  test("not a loop that cannot be rewritten, nor one that is serial", () => {
    assert.match(
      refusal({
        "a.ts": `${imports}export function f(n: number, scale: number): number {
  const g = (x: number): number => heavy(x) * scale;
  let total = 0;
  for (let i = 0; i < n; i++) total += g(i);
  return total;
}
`,
        "heavy.ts": heavy,
      }),
      /cannot be rewritten: `g`/,
    );
    assert.match(
      refusal({
        "a.ts":
          "export function f(n: number): number {\n  let x = 1;\n  for (let i = 0; i < n; i++) x = Math.sqrt(x + i);\n  return x;\n}\n",
      }),
      /`x`/,
    );
  });
});
