import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { benchRunner, fingerprint, makeGround } from "../../../../test/support/benchProject.js";
import { benchWhole, type WholeOutcome, type WholeRequest } from "./wholeProgram.js";

const files = {
  "package.json": '{"type":"module"}',
  "main.js": 'import { work } from "./work.js";\nconsole.log(work(), process.cwd());\n',
  "work.js": "export const work = () => 42;\n",
  "test.js": 'import { work } from "./work.js";\nif (work() !== 42) throw new Error("not 42");\n',
};

interface Case {
  readonly files?: Readonly<Record<string, string>>;
  /** What the copy's work.js becomes. */
  readonly work?: string;
  readonly command?: readonly string[];
  readonly tests?: readonly string[];
  readonly more?: Partial<WholeRequest>;
}

/** Runs it on a small project, and checks that nothing is left behind and nothing was touched. */
async function whole({
  work,
  command = ["node", "main.js"],
  tests,
  more = {},
  ...wanted
}: Case): Promise<WholeOutcome> {
  // Before the ground, which makes its own temporary folder the one in force.
  const runnerFolder = await benchRunner();
  const { project, temp, remove } = makeGround({ ...files, ...wanted.files });
  try {
    const before = fingerprint(project);
    const outcome = await benchWhole({
      cwd: project,
      command,
      tests,
      runnerFolder,
      measureMs: 100,
      rewrite(cwd) {
        if (work === undefined) return { loops: 0, files: [] };
        fs.writeFileSync(path.join(cwd, "work.js"), work);
        return { loops: 1, files: ["work.js"] };
      },
      ...more,
    });
    assert.equal(fingerprint(project), before, "the user's files changed");
    assert.deepEqual(fs.readdirSync(temp), [], "something is left in the temporary folder");
    return outcome;
  } finally {
    remove();
  }
}

async function reportOf(wanted: Case) {
  const outcome = await whole(wanted);
  assert.ok(outcome.kind === "report", JSON.stringify(outcome));
  return outcome.report;
}

async function checkProblem(wanted: Case, message: RegExp): Promise<void> {
  const outcome = await whole(wanted);
  assert.ok(outcome.kind === "problem", JSON.stringify(outcome));
  assert.match(outcome.message, message);
  assert.notEqual(outcome.help, "");
}

const same = "export const work = () => 6 * 7;\n";
const wrong = "export const work = () => 41;\n";

test("a rewritten program that prints the same is timed, though the copies lie in different folders", async () => {
  const steps: string[] = [];
  const { comparison, rewritten } = await reportOf({
    work: same,
    more: { onProgress: ({ message }) => steps.push(message) },
  });
  assert.ok(comparison.outcome === "equal", JSON.stringify(comparison));
  assert.equal(comparison.evidence, "output");
  assert.equal(comparison.serial.samples.length, comparison.rewritten.samples.length);
  assert.ok(2 <= comparison.serial.samples.length);
  assert.ok(comparison.interval[0] <= comparison.speedup && comparison.speedup <= comparison.interval[1]);
  assert.deepEqual(rewritten, { loops: 1, files: ["work.js"] });
  assert.ok(steps.includes("rewriting loops") && steps.some((step) => /^pair 2/.test(step)));
});

test("one that prints something else, or ends otherwise, is never timed", async () => {
  const other = (await reportOf({ work: wrong })).comparison;
  assert.ok(other.outcome === "different");
  assert.match(other.differences[0]!.path, /^\(output, line 1\)$/);
  assert.match(other.differences[0]!.parallel, /^41 /);
  const failing = (await reportOf({ work: "export const work = () => (process.exitCode = 3, 42);\n" })).comparison;
  assert.ok(failing.outcome === "different");
  assert.deepEqual(failing.differences, [{ path: "(end)", serial: "exit status 0", parallel: "exit status 3" }]);
});

test("that the program fails anyway is said beside the times", async () => {
  const failing = { "main.js": 'import { work } from "./work.js";\nconsole.log(work());\nprocess.exitCode = 4;\n' };
  const { comparison, warnings } = await reportOf({ files: failing, work: same });
  assert.equal(comparison.outcome, "equal");
  assert.match(warnings.find(({ id }) => id === "program-fails")!.message, /ends with exit status 4, as it is, too/);
});

test("a run that goes wrong only later is found, too", async () => {
  const later = `import fs from "node:fs";
export const work = () => {
  const runs = fs.existsSync("runs") ? fs.readFileSync("runs").length + 1 : 1;
  fs.writeFileSync("runs", "x".repeat(runs));
  return runs < 3 ? 42 : 41;
};
`;
  const { comparison } = await reportOf({ work: later });
  assert.equal(comparison.outcome, "different");
});

test("a program that prints chance or time cannot be compared by its output, but by tests", async () => {
  const chance = { "main.js": 'import { work } from "./work.js";\nconsole.log(work(), process.hrtime());\n' };
  await checkProblem({ files: chance, work: same }, /does not do the same when it runs twice/);
  const { comparison, tests } = await reportOf({ files: chance, work: same, tests: ["node", "test.js"] });
  assert.ok(comparison.outcome === "equal" && comparison.evidence === "tests");
  assert.equal(tests, "node test.js");
});

test("tests that fail on the rewritten copy are a difference; those that fail before are a problem", async () => {
  const { comparison } = await reportOf({ work: wrong, tests: ["node", "test.js"] });
  assert.ok(comparison.outcome === "different" && comparison.evidence === "tests");
  assert.match(comparison.differences[0]!.parallel, /fails\. It said: .*not 42/);
  const broken = { "test.js": 'throw new Error("always");\n' };
  await checkProblem({ files: broken, work: same, tests: ["node", "test.js"] }, /fails on the program as it is/);
});

test("what can go wrong comes back in words", async () => {
  await checkProblem({}, /No loop was rewritten/);
  await checkProblem({ work: same, command: ["no-such-command"] }, /^The command no-such-command was not found\.$/);
  await checkProblem(
    { files: { "main.js": "setInterval(() => {}, 1000);\n" }, work: same, more: { runMs: 300 } },
    /did not end within/,
  );
  await checkProblem({ work: same, more: { signal: AbortSignal.abort() } }, /was cancelled/);
  const refused = { kind: "problem", message: "It cannot be rewritten.", help: "Change it." } as const;
  await checkProblem({ work: same, more: { rewrite: () => refused } }, /^It cannot be rewritten\.$/);
});

test("ended early, it tells what the runs until then showed", async () => {
  const abort = new AbortController();
  const onProgress = ({ message }: { message: string }) => {
    if (/^pair 2/.test(message)) abort.abort();
  };
  const { comparison, warnings } = await reportOf({
    work: same,
    more: { measureMs: 60_000, signal: abort.signal, onProgress },
  });
  assert.ok(comparison.outcome === "equal");
  assert.equal(comparison.serial.samples.length, 2);
  assert.ok(warnings.some(({ id }) => id === "interrupted"));
});
