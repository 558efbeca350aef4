import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeGround } from "../../../test/support/benchProject.js";
import { misfits, type Schema } from "../../../test/support/jsonSchema.js";
import type { TraceEvidence, TraceReport } from "../bench/trace/traceReport.js";
import { changesOf } from "./apply.js";
import { type Terminal, UserProblem } from "./problem.js";
import { traceHtml } from "./traceHtml.js";
import { traceMarkdown, traceText } from "./traceText.js";

const schemaFile = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../docs/trace-report.schema.json");

const place = { file: "main.ts", line: 3, column: 5, text: "n += i" };

const evidence: TraceEvidence = {
  file: "main.ts",
  line: 3,
  sha256: "0".repeat(64),
  pureFunctions: ["tools#work"],
  apart: false,
  notes: ["`work` changes nothing."],
};

const report = (more: Partial<TraceReport> = {}): TraceReport => ({
  version: 1,
  date: "2026-11-21T12:00:00.000Z",
  machine: { cores: 4, cpu: "Some CPU", memoryBytes: 8e9, node: "v20.20.0", os: "Linux" },
  program: "node main.js",
  loop: { file: "main.ts", line: 3, text: "for (…) {" },
  answer: "no-conflict",
  undecided: ["Only the declaration of `work` is there."],
  run: { ended: "end", iterations: 9000, traced: 4400, accesses: 88_000, ms: 120, slowdown: 12.3 },
  conflicts: [],
  inOrder: [],
  unknowns: [],
  functions: [{ name: "tools#work", isPure: true, findings: [] }],
  evidence: null,
  withoutEvidence: null,
  ...more,
});

const conflicting = report({
  answer: "conflict",
  conflicts: [
    {
      kind: "flow",
      source: place,
      sink: place,
      iterations: [0, 1],
      count: 5,
      message: "Iteration 1 reads what iteration 0 wrote.",
    },
  ],
});

const unknown = report({ answer: "not-known", unknowns: [{ place, message: "`log` cannot be looked into." }] });

test("a page of its own: the answer, both places, what follows; nothing runs and nothing is loaded", async () => {
  const bad = await traceHtml({ ...conflicting, loop: { file: "main.ts", line: 3, text: "for (<b>…) {" } });
  assert.match(bad, /<span class="bad">Iterations of the loop at line 3 depend on one another/);
  assert.match(bad, /<td [^>]*><code>n \+= i<\/code> main\.ts:3<\/td>/);
  assert.match(bad, /for \(&lt;b&gt;…\) \{/);
  assert.match(bad, /Change what the two places share/);
  assert.doesNotMatch(bad, /Not in the way|could not be looked into/);
  const good = await traceHtml(report({ evidence }));
  assert.match(good, /<span class="good">No conflict in 4,400 iterations/);
  assert.match(good, /12\.3× as long per iteration/);
  assert.match(good, /<ul>\n<li><code>work<\/code> changes nothing\.<\/li>\n<\/ul>/);
  assert.match(good, /tools#work<\/code><\/th><td [^>]*>computed a value of its arguments/);
  const vague = await traceHtml(unknown);
  assert.match(vague, /<h2>What could not be looked into<\/h2>\n<ul>\n<li><code>log<\/code> cannot be looked into/);
  for (const page of [bad, good, vague]) assert.doesNotMatch(page, /<script|<link|<img|\bon\w+="|javascript:|url\(/);
});

test("each answer in words, with how much was seen, how slow it was, and the next step", () => {
  const good = traceText(report({ evidence }), false);
  assert.match(good, /No conflict in 4,400 iterations of this input/);
  assert.match(good, /evidence, not proof/);
  assert.match(good, /4,400 of 9,000 iterations/);
  assert.match(good, /12\.3× as long per iteration/);
  assert.match(good, /apply main\.ts:3 --observed/);
  const bad = traceText(conflicting, false);
  assert.match(bad, /depend on one another/);
  assert.match(bad, /Iteration 1 reads what iteration 0 wrote\. Seen 5 times\./);
  assert.doesNotMatch(bad, /--observed/);
  const open = traceText(unknown, false);
  assert.match(open, /Nothing is known/);
  assert.match(open, /`log` cannot be looked into/);
  assert.doesNotMatch(open, /--observed/);
  assert.match(
    traceText(report({ withoutEvidence: "It travels not." }), false),
    /No rewrite is offered\. It travels not\./,
  );
  assert.match(traceMarkdown(conflicting), /\| flow \| `n \+= i` \(main\.ts:3\)/);
  assert.match(traceMarkdown(report({ evidence })), /\*\*No conflict in/);
});

test("reports of each answer fit the published schema; another one does not", () => {
  const schema = JSON.parse(fs.readFileSync(schemaFile, "utf8")) as Schema;
  const misfitsOf = (value: unknown) => misfits(JSON.parse(JSON.stringify(value)), schema);
  for (const each of [report(), report({ evidence }), conflicting, unknown]) assert.deepEqual(misfitsOf(each), []);
  assert.deepEqual(misfitsOf({ ...report(), more: 1 }), ["report.more: unknown"]);
});

const main = `import { work } from "tools";
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(work(x));
  return out;
}
`;

/** What `apply --observed` would write, or the problem that it tells. */
function applied(wanted: Partial<TraceReport>, text = main): string {
  const { project, remove } = makeGround({
    "package.json": '{"type":"module"}',
    "tsconfig.json": '{"compilerOptions":{"strict":true,"module":"nodenext","target":"es2022","types":[]}}',
    "tools.d.ts": 'declare module "tools" { export function work(x: number): number; }',
    "main.ts": text,
    "trace.json": JSON.stringify(report(wanted)),
  });
  const notes: string[] = [];
  const terminal: Terminal = { cwd: project, out: () => {}, err: (line) => notes.push(line), color: false };
  try {
    const options = { all: false, form: "either" as const, force: false, write: false, inverse: false, format: false };
    const { changes } = changesOf(
      { ...options, paths: ["main.ts:4"], project: undefined, transform: undefined, observed: "trace.json" },
      terminal,
    );
    return [...notes, ...[...changes.values()].map(({ after }) => after)].join("\n");
  } catch (error) {
    if (error instanceof UserProblem) return error.message;
    throw error;
  } finally {
    remove();
  }
}

const sha256 = createHash("sha256").update(main).digest("hex");

test("evidence allows the rewrite of the text that was traced, as one that needs review", () => {
  const text = applied({ evidence: { ...evidence, line: 4, sha256 } });
  assert.match(text, /needs your review/);
  assert.match(text, /in the run that was traced/);
  assert.match(text, /parallelMapSync\(xs, allX, \{\}\)/);
});

test("and nothing else: of another text, another loop, without evidence, or of other functions", () => {
  assert.match(applied({ evidence: { ...evidence, line: 4 } }), /main\.ts has changed since it was traced/);
  assert.match(applied({ evidence: { ...evidence, line: 9, sha256 } }), /is of another loop, main\.ts:9/);
  assert.match(applied({ answer: "conflict" }), /allows no rewrite: its answer is conflict/);
  const other = { ...evidence, line: 4, sha256, pureFunctions: ["tools#other"] };
  assert.match(applied({ evidence: other }), /cannot run in parallel/);
});
