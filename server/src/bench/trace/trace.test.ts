import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { benchRunner, fingerprint, makeGround, tsx } from "../../../../test/support/benchProject.js";
import { type TraceOutcome, type TraceRequest, traceLoop } from "./trace.js";
import type { TraceReport } from "./traceReport.js";

const command = [process.execPath, "--import", pathToFileURL(tsx).href, "main.ts"];

const files = {
  "package.json": '{"type":"module"}',
  "tsconfig.json":
    '{"compilerOptions":{"strict":true,"target":"es2022","module":"nodenext","types":[],"skipLibCheck":true},"include":["*.ts"]}',
  "node_modules/tools/package.json": '{"name":"tools","version":"1.0.0","main":"index.js"}',
};

interface Case {
  /** The program; the loop is the one of the line with `// here`. */
  readonly main: string;
  /** What the package `tools` exports. */
  readonly tools?: string;
  readonly types?: string;
  readonly more?: Partial<TraceRequest>;
  readonly files?: Readonly<Record<string, string>>;
}

async function trace({ main, tools = "", types = "", more = {}, ...rest }: Case): Promise<TraceOutcome> {
  const runnerFolder = await benchRunner();
  const { project, temp, remove } = makeGround({
    ...files,
    "node_modules/tools/index.js": tools,
    "tools.d.ts": `declare module "tools" { ${types} }`,
    "main.ts": main,
    ...rest.files,
  });
  try {
    const before = fingerprint(project);
    const line = main.split("\n").findIndex((candidate) => candidate.includes("// here")) + 1;
    const outcome = await traceLoop({ cwd: project, file: "main.ts", line, command, runnerFolder, ...more });
    assert.equal(fingerprint(project), before, "the user's files changed");
    assert.deepEqual(fs.readdirSync(temp), [], "something is left in the temporary folder");
    return outcome;
  } finally {
    remove();
  }
}

async function reportOf(wanted: Case): Promise<TraceReport> {
  const outcome = await trace(wanted);
  assert.ok(outcome.kind === "trace", JSON.stringify(outcome));
  return outcome.report;
}

const calling = `import { work } from "tools";
const out: number[] = [];
for (let i = 0; i < 20; i++) { // here
  out.push(work(i));
}
console.log(out.length);
`;

test("a function of a package that computes a value of its arguments: evidence for a rewrite", async () => {
  const report = await reportOf({
    main: calling,
    tools:
      "const squares = [];\nexports.work = (x) => { squares[0] = x * x; let sum = 0; for (const s of [squares[0], x]) sum += s; return sum; };\n",
    types: "export function work(x: number): number;",
  });
  assert.equal(report.answer, "no-conflict");
  assert.equal(report.run.traced, 20);
  assert.equal(report.run.iterations, 20);
  assert.ok(report.undecided.length > 0);
  assert.deepEqual(report.evidence?.pureFunctions, ["tools#work"]);
  assert.equal(report.evidence.apart, false);
  assert.match(report.evidence.notes.join(" "), /in the run that was traced/);
  // Its scratch array is overwritten before it is read; that is told, too.
  assert.ok(
    report.inOrder.some(({ kind, source }) => kind === "output" && source.file.startsWith("node_modules/tools")),
  );
});

test("one that counts its calls: the reason with both places", async () => {
  const report = await reportOf({
    main: calling,
    tools: "let calls = 0;\nexports.work = (x) => { calls++; return x; };\n",
    types: "export function work(x: number): number;",
  });
  assert.equal(report.answer, "conflict");
  assert.equal(report.evidence, null);
  const flow = report.conflicts.find(({ kind }) => kind === "flow");
  assert.ok(flow !== undefined);
  assert.deepEqual(flow.iterations, [0, 1]);
  assert.equal(flow.source.file, "node_modules/tools/index.js");
  assert.match(flow.message, /Iteration 1 reads with `calls\+\+`.*what iteration 0 wrote/);
});

test("one that the program has set up before, changes what it is given, keeps it, or draws lots, is no value of its arguments", async () => {
  const types = "export function work(x: any): number; export function set(x: number): void;";
  const configured = await reportOf({
    main: calling.replace("import { work }", "import { work, set }").replace("const out", "set(3);\nconst out"),
    tools: "let factor = 1;\nexports.set = (x) => { factor = x; };\nexports.work = (x) => x * factor;\n",
    types,
  });
  assert.equal(configured.answer, "no-conflict");
  assert.equal(configured.evidence, null);
  assert.match(configured.functions[0]!.findings[0]!.message, /reads what the program has changed/);
  const changing = await reportOf({
    main: calling.replace("work(i)", "work({ i })"),
    tools: "exports.work = (x) => { x.i++; return x.i; };\n",
    types,
  });
  assert.equal(changing.evidence, null);
  assert.match(changing.functions[0]!.findings[0]!.message, /changes what it is given/);
  const keeping = await reportOf({
    main: calling.replace("work(i)", "work({ i })"),
    tools: "const seen = [];\nexports.work = (x) => { seen.push(x); return 1; };\n",
    types,
  });
  assert.equal(keeping.answer, "conflict");
  const random = await reportOf({ main: calling, tools: "exports.work = (x) => x + Math.random();\n", types });
  assert.equal(random.answer, "not-known");
  assert.match(random.unknowns[0]!.message, /random/);
});

const tree = (child: string) => `interface Tree { value: number; children: Tree[] }
function fill(tree: Tree): void {
  for (let i = 0; i < tree.children.length; i++) { // here
    tree.children[i]!.value = Math.sqrt(Math.exp(tree.value)) * 2 + Math.sin(tree.value);
  }
}
const tree: Tree = { value: 1, children: [] };
for (let i = 0; i < 10; i++) tree.children.push(${child});
fill(tree);
`;

test("objects that nobody could tell apart: evidence where they are apart, a conflict where they are one", async () => {
  const apart = await reportOf({ main: tree("{ value: i, children: [] }") });
  assert.equal(apart.answer, "no-conflict");
  assert.deepEqual(apart.evidence?.pureFunctions, []);
  assert.equal(apart.evidence.apart, true);
  const one = await reportOf({ main: tree("i === 5 ? tree : { value: i, children: [] }") });
  assert.equal(one.answer, "conflict");
  assert.equal(one.evidence, null);
  assert.ok(one.conflicts.some(({ kind, iterations }) => kind === "flow" && iterations[0] === 5));
});

test("one object under two names within an iteration would be two copies in a worker: no rewrite is allowed", async () => {
  const main = (link: string) => `interface Tree { value: number; children: Tree[]; links: Tree[] }
function fill(tree: Tree): void {
  for (let i = 0; i < tree.children.length; i++) { // here
    tree.children[i]!.value = Math.sqrt(Math.exp(tree.links[i]!.value)) * 2 + Math.sin(tree.value);
  }
}
const tree: Tree = { value: 1, children: [], links: [] };
for (let i = 0; i < 10; i++) {
  const child: Tree = { value: i, children: [], links: [] };
  tree.children.push(child);
  tree.links.push(${link});
}
fill(tree);
`;
  const joined = await reportOf({ main: main("child") });
  assert.equal(joined.evidence, null);
  assert.match(joined.withoutEvidence ?? "", /two names/);
  const apart = await reportOf({ main: main("{ ...child }") });
  assert.equal(apart.answer, "no-conflict");
  assert.equal(apart.evidence?.apart, true);
});

test("code that is not instrumented makes the answer unknown, never no conflict", async () => {
  const report = await reportOf({
    main: `const work = new Function("x", "globalThis.sum = (globalThis.sum ?? 0) + x; return x") as (x: number) => number;
const out: number[] = [];
for (let i = 0; i < 5; i++) out.push(work(i)); // here
`,
  });
  assert.equal(report.answer, "not-known");
  assert.equal(report.evidence, null);
  assert.match(report.unknowns[0]!.message, /cannot be looked into/);
});

test("a callback of the program is followed, but functions do not travel, so no rewrite is allowed", async () => {
  const main = (body: string) => `let total = 0;
function each(xs: number[], f: (x: number) => number): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(f(x)); // here
  return out;
}
console.log(each([1, 2, 3], (x) => ${body}), total);
`;
  const pure = await reportOf({ main: main("x * 2") });
  assert.equal(pure.answer, "no-conflict");
  assert.equal(pure.evidence, null);
  assert.notEqual(pure.withoutEvidence, null);
  const adding = await reportOf({ main: main("(total += x)") });
  assert.equal(adding.answer, "conflict");
  assert.match(adding.conflicts.find(({ kind }) => kind === "flow")!.message, /total \+= x/);
});

test("what is wrong is said in a sentence, with the next step", async () => {
  const problems: [Case, RegExp][] = [
    [{ main: calling.replace("for (let i", "if (out.length > 0) for (let i") }, /ended without reaching the loop/],
    [{ main: calling, more: { command: ["no-such-command"] } }, /was not found/],
    [{ main: `throw new Error("early");\n${calling}` }, /failed with exit status 1.*early/],
    [{ main: calling, more: { signal: AbortSignal.abort() } }, /was cancelled/],
    [{ main: calling, more: { line: 99 } }, /no loop at/],
    [
      { main: "async function f() {\n for (const x of [1, 2]) { await null; } // here\n}\nvoid f();\n" },
      /waits or yields in its body/,
    ],
  ];
  for (const [wanted, message] of problems) {
    const outcome = await trace({
      tools: "exports.work = (x) => x;\n",
      types: "export function work(x: number): number;",
      ...wanted,
    });
    assert.ok(outcome.kind === "problem", JSON.stringify(outcome).slice(0, 300));
    assert.match(outcome.message, message);
    assert.notEqual(outcome.help, "");
  }
});

test("ended while it is traced, it tells what it knows; ended before, it was cancelled", async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "trace-flag-"));
  const flag = path.join(folder, "flag");
  fs.writeFileSync(flag, "");
  // The first run, which is timed, is quick; the second one waits in its iterations until it is ended.
  const main = `import fs from "node:fs";
const flag = ${JSON.stringify(flag)};
const isSecond = fs.readFileSync(flag, "utf8") !== "";
const cell = new Int32Array(new SharedArrayBuffer(4));
const work = (i: number): number => {
  if (i === 3) fs.appendFileSync(flag, "x");
  if (isSecond) Atomics.wait(cell, 0, 0, 50);
  return i;
};
const out: number[] = [];
for (let i = 0; i < 2000; i++) out.push(work(i)); // here
`;
  const abort = new AbortController();
  const watch = setInterval(() => fs.readFileSync(flag, "utf8") === "xx" && abort.abort(), 20);
  try {
    const { run } = await reportOf({ main, more: { signal: abort.signal } });
    assert.equal(run.ended, "time");
    assert.ok(3 < run.iterations && run.iterations < 2000);
  } finally {
    clearInterval(watch);
    fs.rmSync(folder, { recursive: true });
  }
  const early = new AbortController();
  const onProgress = ({ message }: { message: string }) => {
    if (message === "timing the loop") early.abort();
  };
  const before = await trace({ main: calling, more: { signal: early.signal, onProgress } });
  assert.ok(before.kind === "problem" && /was cancelled/.test(before.message), JSON.stringify(before));
});

test("a loop without an end is traced until its time is up; a long one in windows of neighbours", async () => {
  const endless = await reportOf({
    main: "let n = 0;\nconst f: () => void = () => { n++; };\nwhile (n >= 0) { f(); } // here\n",
    more: { limits: { traceMs: 300 } },
  });
  assert.equal(endless.run.ended, "time");
  assert.equal(endless.answer, "conflict");
  const long = await reportOf({
    main: `import { work } from "tools";
const out = new Float64Array(20000);
for (let i = 0; i < out.length; i++) out[i] = work(i); // here
`,
    tools: "exports.work = (x) => x * 2;\n",
    types: "export function work(x: number): number;",
  });
  assert.equal(long.run.iterations, 20_000);
  assert.ok(long.run.traced > 4096 && long.run.traced < 10_000, String(long.run.traced));
  assert.equal(long.answer, "no-conflict");
});
