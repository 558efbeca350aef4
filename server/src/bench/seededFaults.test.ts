// Faults that a rewrite could have, put into real ones: each is found by the equality check before anything is timed, and the rewrite
// without it is not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { replay } from "../../../runner/src/bench/replay.js";
import { makeSubject } from "../../../runner/src/bench/subject.js";
import { loadReplay } from "../../../test/support/replayProject.js";
import { openProject } from "../../../test/support/rewriteProject.js";

interface Fault {
  readonly name: string;
  readonly loop: string;
  /** Makes the program enter the loop. */
  readonly enter: string;
  /** What stands in the rewrite, and what is put there. */
  readonly change: readonly [from: RegExp, to: string];
  /** The first place that has to differ. */
  readonly path: RegExp;
}

const head = `import { work } from "./heavy.js";\n`;
const heavy = `export function work(x: number): number {
  let value = x;
  for (let k = 0; k < 20; k++) value = Math.sqrt(value * value + k);
  return value;
}
`;
const sums = `export function total(xs: number[]): number {
  let sum = 0;
  for$0 (let i = 0; i < xs.length; i++) sum += work(xs[i]!) / 3;
  return sum;
}`;
const values = "Array.from({ length: 40 }, (_, i) => (i * 7919) % 31)";

const faults: readonly Fault[] = [
  {
    name: "off by one: the last iteration is left out",
    loop: `export function smooth(xs: Float64Array, out: Float64Array): void {
  for$0 (let i = 1; i < xs.length - 1; i++) out[i] = work(xs[i - 1]!) + work(xs[i + 1]!);
}`,
    enter: `smooth(Float64Array.from(${values}), new Float64Array(40))`,
    change: [/range\(1, xs\.length - 1\)/, "range(1, xs.length - 2)"],
    path: /^out\[38\]$/,
  },
  {
    name: "off by one: a neighbour is read",
    loop: `export function smooth(xs: Float64Array, out: Float64Array): void {
  for$0 (let i = 1; i < xs.length - 1; i++) out[i] = work(xs[i - 1]!) + work(xs[i + 1]!);
}`,
    enter: `smooth(Float64Array.from(${values}), new Float64Array(40))`,
    change: [/work\(xs\[i \+ 1\]!\);\n\}/, "work(xs[i]!);\n}"],
    path: /^out\[1\]$/,
  },
  {
    name: "lost update: two iterations add to one bin at once",
    loop: `export function histogram(xs: number[], bins: Float64Array): void {
  for$0 (let i = 0; i < xs.length; i++) {
    const bin = Math.floor(work(xs[i]!)) % bins.length;
    bins[bin] = bins[bin]! + 1;
  }
}`,
    enter: `histogram(${values}, new Float64Array(5))`,
    change: [
      /for \(const bin of (parallelMapSync\([\s\S]*?\))\) \{\n\s*bins\[bin\] = bins\[bin\]! \+ 1;/,
      "const before = [...bins];\n  for (const bin of $1) {\n    bins[bin] = before[bin]! + 1;",
    ],
    path: /^bins\[\d\]$/,
  },
  {
    name: "reordered push: what is ready first is pushed first",
    loop: `export function chosen(xs: number[]): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < xs.length; i++) {
    const value = work(xs[i]!);
    if (value > 15) out.push(value);
  }
  return out;
}`,
    enter: `chosen(${values})`,
    change: [/(of )(parallelMapSync\([\s\S]*?\{ xs \}\s*\))/, "$1[...$2].reverse()"],
    path: /^out\[0\]$/,
  },
  {
    name: "float re-association: partial sums",
    loop: sums,
    enter: `total(${values}.map((x) => x / 7))`,
    change: [
      /for \(const value of (parallelMapSync\([\s\S]*?\))\) \{\n\s*sum \+= value;\n\s*\}/,
      "const all = [...$1];\n  const part = (which) => all.filter((_, i) => i % 3 === which).reduce((a, b) => a + b, 0);\n  sum += part(0) + part(1) + part(2);",
    ],
    path: /^sum$/,
  },
  {
    name: "shared scratch buffer: iterations of one worker fill the same row",
    loop: `export function rows(xs: number[], n: number): number[][] {
  const out: number[][] = [];
  for$0 (let i = 0; i < xs.length; i++) {
    const row: number[] = [];
    for (let k = 0; k < n; k++) row.push(work(xs[i]! + k));
    out.push(row);
  }
  return out;
}`,
    enter: `rows(${values}, 3)`,
    change: [/(export function rowsStep[\s\S]*?\{\n)\s*const row: number\[\] = \[\];/, "const row: number[] = [];\n$1"],
    path: /^out\[\d+\]/,
  },
];

async function outcomeOf({ loop, enter, change: [from, to] }: Fault, isSeeded: boolean) {
  let seeded = 0;
  const loaded = await loadReplay(openProject({ "a.ts": `${head}${loop}\n`, "heavy.ts": heavy }), enter, (text) => {
    if (!from.test(text)) return text;
    seeded++;
    return isSeeded ? text.replace(from, to) : text;
  });
  assert.ok(loaded.kind === "loaded", JSON.stringify(loaded));
  assert.equal(seeded, 1, "the fault has its place in the rewrite");
  let now = 0;
  let timed = 0;
  const module = loaded.module as unknown as Parameters<typeof makeSubject>[0];
  const subject = makeSubject(
    module,
    () => structuredClone(loaded.liveIns),
    () => {},
  );
  const { comparison } = await replay({
    subject: {
      ...subject,
      time: (...args) => {
        timed++;
        return subject.time(...args);
      },
    },
    runner: { configure: () => {}, lastCall: () => undefined, lastTimeline: () => undefined },
    witness: { pace: () => 1, deoptimizations: () => [], collections: async () => [], end: () => {} },
    liveOuts: loaded.liveOuts,
    inputBytes: 1000,
    maxWorkers: 1,
    measureMs: 20,
    load: 0,
    clock: () => (now += 1),
    onProgress: () => {},
  });
  return { comparison, timed };
}

for (const fault of faults)
  test(fault.name, async () => {
    const right = await outcomeOf(fault, false);
    assert.equal(right.comparison.outcome, "equal", JSON.stringify(right.comparison));
    const { comparison, timed } = await outcomeOf(fault, true);
    assert.ok(comparison.outcome === "different");
    assert.match(comparison.differences[0]!.path, fault.path);
    assert.equal(timed, 0, "what is wrong is not timed");
  });
