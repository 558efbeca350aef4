// What a trace finds, form by form: the worst bug would be a conflict that it does not see.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, test } from "node:test";
import type { TraceResult } from "@loopsmith/runner/bench";
import { transformSync } from "esbuild";
import { benchRunner, makeGround } from "../../../../test/support/benchProject.js";
import { analyseFile, createAnalysisContext } from "../../legality/analyseFile.js";
import { runToEnd } from "../../workspace/cancellation.js";
import { openWorkspace } from "../../workspace/workspace.js";
import { instrument } from "./instrument.js";
import { createSites } from "./traceSites.js";
import { trackedVariables } from "./trackedVariables.js";

/** Traces the last loop of a program. */
async function traceOf(name: string, text: string): Promise<TraceResult> {
  const runner = await benchRunner();
  const { project, remove } = makeGround({ "package.json": "{}", [name]: text });
  try {
    const file = path.join(project, name);
    const workspace = openWorkspace({ cwd: project, files: [file], project: null });
    assert.ok("program" in workspace);
    const program = workspace.program();
    const source = program.getSourceFile(file)!;
    const context = createAnalysisContext(program);
    const { checker } = context;
    const { loop } = runToEnd(analyseFile(context, source)).at(-1)!;
    const tracked = trackedVariables([source], checker, loop, 1);
    const instrumented = instrument(source, {
      checker,
      sites: createSites(),
      tracked,
      loop,
      isOnTrial: () => false,
      part: "all",
    });
    const isModule = name.endsWith(".ts");
    const script = transformSync(instrumented, {
      loader: isModule ? "ts" : "js",
      target: "node20",
      ...(isModule ? { format: "esm" } : {}),
    });
    const run = path.join(project, isModule ? "run.mjs" : "run.cjs");
    fs.writeFileSync(run, script.code);
    const hook = path.join(runner, "dist/traceHook.cjs");
    const { stderr } = spawnSync(process.execPath, ["--require", hook, run], {
      encoding: "utf8",
      env: { ...process.env, LOOPSMITH_TRACE_FOLDER: project },
    });
    const result = path.join(project, "trace.json");
    assert.ok(fs.existsSync(result), stderr);
    return JSON.parse(fs.readFileSync(result, "utf8")) as TraceResult;
  } finally {
    remove();
  }
}

/** A loop that calls `f`, of which nobody knows what it is. */
const calling = (code: string) => `${code}
const results: unknown[] = new Array(6);
for (let i = 0; i < 6; i++) results[i] = f(i);
`;

/** Carried flow or anti dependences, and what is not known. */
async function findingsOf(code: string, name = "main.ts") {
  const { dependences, unknowns } = await traceOf(name, calling(code));
  return {
    carried: dependences.filter(({ kind }) => kind === "flow" || kind === "anti"),
    unknowns: unknowns.map(({ what }) => what),
  };
}

const meeting: readonly (readonly [name: string, code: string])[] = [
  ["a variable of the module", "let n = 0; const f = (i: number) => (n += i);"],
  ["a variable that a closure keeps", "const make = () => { let n = 0; return () => n++; }; const f = make();"],
  ["a property", "const o = { n: 0 }; const f = (i: number) => { o.n = o.n + i; return o.n; };"],
  ["a property by ++ and by ??=", "const o: any = {}; const f = () => { o.n ??= 0; return o.n++; };"],
  [
    "an element, by another name of the array",
    "const a = [0, 1, 2, 3, 4, 5, 6]; const b = a; const f = (i: number) => { b[i + 1] = a[i]! * 2; return 0; };",
  ],
  [
    "views over one buffer",
    "const a = new Float64Array(9); const b = new Float64Array(a.buffer, 8); const f = (i: number) => { b[i] = a[i]! + 1; return 0; };",
  ],
  [
    "a key of a Map",
    "const m = new Map<number, number>(); const f = (i: number) => { m.set(i % 2, (m.get(i % 2) ?? 0) + 1); return 0; };",
  ],
  [
    "a Set that is asked",
    "const s = new Set<number>(); const f = (i: number) => { const had = s.has(i % 3); s.add(i % 3); return had; };",
  ],
  ["the end of an array", "const a: number[] = []; const f = (i: number) => a.push(i);"],
  ["an array that is taken from", "const a = [1, 2, 3, 4, 5, 6]; const f = () => a.pop();"],
  ["a private name", "class C { #n = 0; next() { return this.#n++; } } const c = new C(); const f = () => c.next();"],
  [
    "a static field",
    "class C { static made = 0; constructor() { C.made++; } } const f = () => { new C(); return C.made; };",
  ],
  ["an accessor", "const o = { n: 0, get next() { return ++this.n; } }; const f = () => o.next;"],
  [
    "a generator",
    "function* g() { let n = 0; for (;;) yield n++; } const ids = g(); const f = () => ids.next().value;",
  ],
  ["an iterator of an array", "const it = [1, 2, 3, 4, 5, 6][Symbol.iterator](); const f = () => it.next().value;"],
  ["an expression that moves on", "const re = /a/g; const f = () => re.test('aaaa');"],
  ["targets of a pattern", "const o = { a: 1, b: 2 }; const f = () => { [o.a, o.b] = [o.b, o.a]; return o.a; };"],
  ["what a pattern takes", "const o = { a: 1 }; const f = (i: number) => { const { a } = o; o.a = i; return a; };"],
  [
    "what a parameter takes apart",
    "const o = { a: 1 }; const g = ({ a }: { a: number }) => a; const f = (i: number) => { const was = g(o); o.a = i; return was; };",
  ],
  [
    "what is spread, gone over or printed",
    "const o: any = { a: 1 }; const f = (i: number) => { const t = { ...o }; o['k' + i] = i; return t; };",
  ],
  [
    "keys",
    "const o: any = {}; const f = (i: number) => { const n = Object.keys(o).length; o['k' + i] = n; return n; };",
  ],
  [
    "for-in",
    "const o: any = {}; const f = (i: number) => { let n = 0; for (const k in o) n += k.length; o['k' + i] = n; return n; };",
  ],
  [
    "for-of",
    "const a: number[] = [1]; const f = (i: number) => { let n = 0; for (const x of a) n += x; a[0] = i; return n; };",
  ],
  [
    "JSON",
    "const o = { in: { n: 0 } }; const f = (i: number) => { const t = JSON.stringify(o); o.in.n = i; return t; };",
  ],
  ["a conversion to text", "const a = [1]; const f = (i: number) => { const t = a + ''; a[0] = i; return t; };"],
  [
    "Object.assign",
    "const o: any = { n: 0 }; const f = (i: number) => { const was = o.n; Object.assign(o, { n: i }); return was; };",
  ],
  ["call and apply", "const a: number[] = []; const f = (i: number) => Array.prototype.push.call(a, i);"],
  ["a bound function", "const o = { n: 0, up() { return this.n++; } }; const up = o.up.bind(o); const f = () => up();"],
  ["a callback of a method", "const o = { n: 0 }; const f = (i: number) => [1, 2].map((x) => (o.n += x * i));"],
  [
    "an optional chain",
    "const o: { in?: { n: number } } = { in: { n: 0 } }; const f = (i: number) => { const was = o?.in?.n; o.in!.n = i; return was; };",
  ],
  [
    "delete, and in",
    "const o: any = { k: 1 }; const f = (i: number) => { const had = 'k' in o; if (i % 2) delete o.k; else o.k = 1; return had; };",
  ],
  [
    "a var that is read before it is written",
    "const f = (i: number) => { const was = last; last = i; return was; }; var last = 0;",
  ],
  ["a memo", "const memo: Record<number, number> = {}; const f = (i: number) => (memo[i % 2] ??= i);"],
  [
    "a scratch array that is not filled before it is read",
    "const row = [0, 0, 0]; const f = (i: number) => { row[i % 3]! += i; return row[0]! + row[1]!; };",
  ],
];

describe("iterations that meet are seen to", () => {
  for (const [name, code] of meeting)
    test(name, async () => {
      const { carried } = await findingsOf(code);
      assert.notDeepEqual(carried, []);
    });
});

const unknown: readonly (readonly [name: string, code: string])[] = [
  [
    "code that is made at run time",
    "const f = new Function('i', 'return (globalThis.n = (globalThis.n ?? 0) + i)') as (i: number) => number;",
  ],
  ["lots and clocks", "const f = (i: number) => i + Math.random() + Date.now();"],
  ["a proxy", "const o = new Proxy({ n: 0 }, {}); const f = (i: number) => { o.n += i; return o.n; };"],
  [
    "an accessor that is not instrumented",
    "const o = {}; Object.defineProperty(o, 'n', { get: new Function('return 1') as () => number }); const f = () => (o as any).n;",
  ],
  [
    "a conversion that is not instrumented",
    "const o = { valueOf: new Function('return 1') as () => number }; const f = () => (o as any) + 1;",
  ],
  [
    "a callback that is not instrumented",
    "const g = new Function('x', 'return x') as (x: number) => number; const f = () => [1].map(g);",
  ],
  [
    "a class that is not instrumented",
    "const C = new Function('return class {}')() as new () => object; const f = () => new C();",
  ],
  ["output", "const f = (i: number) => console.log(i);"],
  [
    "a variable of a namespace",
    "namespace N { export let n = 0; export const up = () => n++; } const f = () => { N.up(); return N.n; };",
  ],
];

describe("what cannot be looked into is said to be unknown", () => {
  for (const [name, code] of unknown)
    test(name, async () => {
      const { unknowns } = await findingsOf(code);
      assert.notDeepEqual(unknowns, []);
    });
  test("a global variable that is declared nowhere", async () => {
    const code = "total = 0; var f = function (i) { total += i; return total; }; for (var i = 0; i < 3; i++) f(i);";
    const { unknowns } = await traceOf("sloppy.js", code);
    assert.deepEqual(
      unknowns.map(({ what }) => what),
      ["a global variable"],
    );
  });
});

const apart: readonly (readonly [name: string, code: string])[] = [
  [
    "arithmetic and texts",
    "const f = (i: number) => Math.sqrt(i).toFixed(2).padStart(8) + String(i).split('').reverse().join('');",
  ],
  [
    "objects of its own",
    "class P { n = 0; #m = 1; constructor(readonly i: number) { this.n = i; } up() { return (this.#m += this.n++); } } const f = (i: number) => { const p = new P(i); p.up(); return p.up(); };",
  ],
  [
    "collections of its own",
    "const f = (i: number) => { const m = new Map([[i, 1]]); const s = new Set([i]); m.set(2, 3); s.add(4); const a = [3, 1, 2]; a.sort((x, y) => x - y); a.push(i); return [...m, ...s, ...a, ...Object.entries({ i })].length; };",
  ],
  [
    "closures and generators of its own",
    "function* g(n: number) { for (let k = 0; k < n; k++) yield k; } const f = (i: number) => { let n = 0; const up = () => n++; up(); for (const k of g(i)) n += k; return n; };",
  ],
  [
    "a table that is only read",
    "const table = { a: [1, 2, 3], b: new Map([[1, 2]]) }; const f = (i: number) => { const { a, b } = table; return a[i % 3]! + (b.get(1) ?? 0) + Object.keys(table).length + a.map((x) => x * i).length; };",
  ],
  [
    "elements of one array, each its own",
    "const out = new Float64Array(9); const f = (i: number) => { out[i] = i; out[i]! *= 2; return out[i]; };",
  ],
  [
    "keys of one object, each its own",
    "const o: any = {}; const f = (i: number) => { o['k' + i] = { i }; o['k' + i].j = 1; return 0; };",
  ],
  [
    "a scratch array of its own by JSON and structuredClone",
    "const f = (i: number) => { const o = JSON.parse(JSON.stringify({ a: [i] })); o.a.push(1); const p = structuredClone(o); p.a.length = 0; return o.a.length; };",
  ],
  [
    "an expression that does not move on",
    "const re = /a(b)/; const f = (i: number) => re.exec(('ab' + i))?.[1] + 'x'.replace(/x/g, (t) => t + i);",
  ],
  [
    "recursion",
    "const fib = (n: number): number => (n < 2 ? n : fib(n - 1) + fib(n - 2)); const f = (i: number) => fib(i);",
  ],
];

describe("iterations that do not meet are not said to", () => {
  for (const [name, code] of apart)
    test(name, async () => assert.deepEqual(await findingsOf(code), { carried: [], unknowns: [] }));
});

test("what each iteration overwrites is an output dependence, and nothing else", async () => {
  const { dependences } = await traceOf(
    "main.ts",
    calling("const row = [0]; const f = (i: number) => { row[0] = i; return row[0]! * 2; };"),
  );
  assert.deepEqual([...new Set(dependences.map(({ kind }) => kind))].sort(), ["output", "within"]);
});
