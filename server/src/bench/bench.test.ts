import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { benchRunner, fingerprint, makeGround, tsx } from "../../../test/support/benchProject.js";
import { isProblem, openWorkspace } from "../workspace/workspace.js";
import { type BenchOutcome, type BenchRequest, benchLoop } from "./bench.js";

const command = [process.execPath, "--import", pathToFileURL(tsx).href, "main.ts"];

const program = `import { work } from "./work.js";

export function table(n: number, offset: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    out.push(work(i + offset));
  }
  return out;
}

export function chain(n: number): number {
  let x = 1;
  for (let i = 0; i < n; i++) x = x / 2 + i / x;
  return x;
}

console.log(table(40, 3).length, chain(5));
`;

const work = `export function work(seed: number): number {
  let sum = 0;
  for (let k = 0; k < 200; k++) sum += Math.sqrt(seed + k);
  return sum;
}
`;

const files = {
  "package.json": '{"type":"module"}',
  "tsconfig.json": '{"compilerOptions":{"strict":true,"target":"es2022","module":"nodenext","types":[]}}',
  "main.ts": program,
  "work.ts": work,
};

type Wanted = Partial<BenchRequest> & {
  readonly at: string;
  readonly text?: string;
  readonly more?: Record<string, string>;
};

/** Benchmarks the loop on the first line that holds `at`. Nothing may be left behind or changed. */
async function bench({ at, text = program, more = {}, ...request }: Wanted): Promise<BenchOutcome> {
  const runnerFolder = await benchRunner();
  const { project, temp, remove } = makeGround({ ...files, "main.ts": text, ...more });
  try {
    const before = fingerprint(project);
    const line = (more[request.file ?? ""] ?? text).split("\n").findIndex((candidate) => candidate.includes(at)) + 1;
    const limits = { measureMs: 100, maxWorkers: 1 };
    const outcome = await benchLoop({ cwd: project, file: "main.ts", line, command, runnerFolder, limits, ...request });
    assert.equal(fingerprint(project), before);
    assert.deepEqual(fs.readdirSync(temp), []);
    return outcome;
  } finally {
    remove();
  }
}

async function checkProblem(wanted: Wanted, message: RegExp): Promise<void> {
  const outcome = await bench(wanted);
  assert.ok(outcome.kind === "problem", JSON.stringify(outcome));
  assert.match(outcome.message, message);
  assert.notEqual(outcome.help, "");
}

test("files behind a link that leads out of the project stay as they are", async () => {
  const runnerFolder = await benchRunner();
  const outside = makeGround({ "main.ts": program, "work.ts": work });
  const { project, temp, remove } = makeGround(files);
  try {
    fs.symlinkSync(outside.project, path.join(project, "src"), "junction");
    const before = [fingerprint(project), fingerprint(outside.project)];
    const line = program.split("\n").findIndex((text) => text.includes("i < n")) + 1;
    const outcome = await benchLoop({
      ...{ cwd: project, file: "src/main.ts", line, runnerFolder, limits: { measureMs: 100, maxWorkers: 1 } },
      command: [...command.slice(0, -1), "src/main.ts"],
    });
    assert.deepEqual([fingerprint(project), fingerprint(outside.project)], before);
    assert.deepEqual(fs.readdirSync(temp), []);
    assert.ok(outcome.kind === "report", JSON.stringify(outcome));
    assert.equal(outcome.report.comparison.outcome, "equal", JSON.stringify(outcome.report.comparison));
  } finally {
    remove();
    outside.remove();
  }
});

test("a method that uses `this`, and instances of classes, are replayed as what they are", async () => {
  // The mark of the byte order in front, and no line end behind: what is added has to come after all of it.
  const field = `\uFEFFimport { work } from "./work.js";
export class Point {
  constructor(
    public x: number,
    private readonly y: number,
  ) {}
  get far(): number {
    return this.x + this.y;
  }
}
class Base {
  readonly offset = 3;
}
export class Field extends Base {
  readonly sums: number[] = [];
  points = [new Point(1, 2), new Point(3, 4)];
  first = this.points[0]!;
  fill(n: number): number[] {
    const out: number[] = [];
    for (let i = 0; i < n; i++) {
      const point = this.points[i % 2]!;
      out.push(work(i + this.offset) + point.far);
    }
    return out;
  }
}
`;
  const outcome = await bench({
    at: "i < n",
    file: "field.ts",
    text: 'import { Field } from "./field.js";\nconsole.log(new Field().fill(50).length);\n',
    more: { "field.ts": field.trimEnd() },
  });
  assert.ok(outcome.kind === "report", JSON.stringify(outcome));
  const { comparison, input } = outcome.report;
  assert.equal(comparison.outcome, "equal", JSON.stringify(comparison));
  assert.deepEqual(
    input.liveIns.map(({ name, shape }) => `${name}: ${shape}`),
    ["n: number", "out: unknown[0]", "this: Field"],
  );
});

test("a loop of a real program, analysed, planned, recorded, replayed", async () => {
  const steps: string[] = [];
  const outcome = await bench({ at: "for (let i", onProgress: ({ message }) => steps.push(message) });
  assert.ok(outcome.kind === "report", JSON.stringify(outcome));
  const { report } = outcome;
  assert.equal(report.comparison.outcome, "equal", JSON.stringify(report.comparison));
  assert.equal(report.input.tripCount, 40);
  assert.equal(report.loop.text, "for (let i = 0; i < n; i++) {");
  assert.equal(report.proof?.verdict, "parallel");
  assert.ok(report.proof.assumptions.every(({ line }) => 1 <= line));
  for (const step of [
    "analysing the loop",
    "copying the project",
    "recording inputs",
    "preparing the replay",
    "1 worker: pair 1",
  ]) {
    assert.ok(steps.includes(step), `${step} in ${steps.join(", ")}`);
  }
});

test("a line inside of the loop means the innermost loop around it", async () => {
  const outcome = await bench({ at: "out.push" });
  assert.ok(outcome.kind === "report" && outcome.report.loop.text === "for (let i = 0; i < n; i++) {");
});

test("the n-th entry, or the heaviest one, on request", async () => {
  const several = program.replace(
    "console.log(table(40, 3).length, chain(5));",
    "for (const n of [30, 20000, 50, 60]) table(n, 3);",
  );
  const tripCount = async (entry: number | "heaviest") => {
    const outcome = await bench({ at: "for (let i", text: several, limits: { measureMs: 50, maxWorkers: 1, entry } });
    assert.ok(outcome.kind === "report", JSON.stringify(outcome));
    return outcome.report.input;
  };
  assert.equal((await tripCount(1)).entry, undefined);
  const third = await tripCount(3);
  assert.deepEqual([third.tripCount, third.entry], [50, { number: 3 }]);
  const { tripCount: trips, entry } = await tripCount("heaviest");
  assert.deepEqual([trips, entry?.number, entry?.heaviest?.of], [20000, 2, 4]);
  const never = several.replace("table(n, 3)", "chain(n)");
  const heaviest = { measureMs: 50, maxWorkers: 1, entry: "heaviest" } as const;
  await checkProblem({ at: "for (let i", text: never, limits: heaviest }, /ended without reaching the loop/);
  await checkProblem({ at: "for (let i", text: several, limits: { entry: 5 } }, /without reaching .* 5 times/);
});

test("unsaved text of an open document is what is measured", async () => {
  const runnerFolder = await benchRunner();
  const { project, temp, remove } = makeGround(files);
  try {
    const workspace = openWorkspace({ cwd: project });
    assert.ok(!isProblem(workspace));
    workspace.setDocument(path.join(project, "main.ts"), 2, `\n\n${program.replace("table(40", "table(50")}`);
    const outcome = await benchLoop({
      cwd: project,
      file: path.join(project, "main.ts"),
      line: 7,
      command,
      workspace,
      runnerFolder,
      limits: { measureMs: 100, maxWorkers: 1 },
    });
    assert.ok(outcome.kind === "report", JSON.stringify(outcome));
    assert.equal(outcome.report.input.tripCount, 50);
    assert.equal(fs.readFileSync(path.join(project, "main.ts"), "utf8"), program);
    assert.deepEqual(fs.readdirSync(temp), []);
  } finally {
    remove();
  }
});

test("a loop that must stay serial is refused with its reason", async () => {
  await checkProblem({ at: "x = x / 2" }, /\bx\b/);
});

test("what a user can get wrong, one sentence each", async () => {
  await checkProblem({ at: "import" }, /^There is no loop at main\.ts:1\.$/);
  await checkProblem({ at: "for (let i", file: "none.ts" }, /^There is no file .*none\.ts\.$/);
  await checkProblem({ at: "for (let i", command: [] }, /^There is no command to run\.$/);
  await checkProblem({ at: "for (let i", project: "none.json" }, /none\.json/);
  await checkProblem({ at: "for (let i", text: `${program}\nfunction (` }, /^main\.ts:\d+ has a syntax error/);
  await checkProblem({ at: "for (let i", signal: AbortSignal.abort() }, /was cancelled/);
});
