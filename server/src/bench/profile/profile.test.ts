import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { benchRunner, fingerprint, makeGround, type TestGround, tsx } from "../../../../test/support/benchProject.js";
import { type ProfileOutcome, type ProfileRequest, profileLoops } from "./profile.js";
import type { ProfileReport } from "./profileReport.js";

const busy = `
export interface Options { readonly steps: number }

export function root(x: number, { steps }: Options): number {
  let y = x;
  for (let k = 0; k < steps; k++) y = y - (y * y - x) / (2 * y + 1);
  return y;
}

export function roots(n: number, options: Options): number[] {
  const out: number[] = [];
  for (let i = 0; i < n; i++) {
    out.push(root(i, options));
  }
  return out;
}
`;

let ground: TestGround;
let runner: string;

before(async () => {
  runner = await benchRunner();
  ground = makeGround({
    "package.json": '{ "type": "module" }',
    "tsconfig.json": '{ "compilerOptions": { "strict": true, "target": "es2022", "module": "nodenext", "types": [] } }',
    "busy.ts": busy,
    "main.ts": 'import { roots } from "./busy.js";\nroots(100_000, { steps: 500 });\n',
    "fail.ts": 'import { roots } from "./busy.js";\nroots(40_000, { steps: 500 });\nprocess.exit(7);\n',
    "parent.mjs": `import { spawnSync } from "node:child_process";
spawnSync(process.execPath, ["--import", ${JSON.stringify(tsx)}, "main.ts"], { stdio: "inherit" });\n`,
    "forever.mjs": `import fs from "node:fs";
fs.writeFileSync(process.env.STARTED_MARK, "");
let x = 1;
for (;;) {
  x = Math.sqrt(x + 1);
}\n`,
    "empty.json": "{}",
  });
  // The profiled programs are no tests.
  delete process.env["NODE_TEST_CONTEXT"];
});
after(() => ground.remove());

function run(request: Partial<ProfileRequest>): Promise<ProfileOutcome> {
  return profileLoops({
    cwd: ground.project,
    source: { command: [] },
    runnerFolder: runner,
    stdio: "ignore",
    ...request,
  });
}

async function report(...command: string[]): Promise<ProfileReport> {
  const outcome = await run({ source: { command } });
  assert.equal(outcome.kind, "report", JSON.stringify(outcome));
  return outcome.report;
}

const hottest = ({ loops }: ProfileReport) => loops.map(({ loop }) => loop.function);

describe("what was run", () => {
  test("the loops of a program under tsx, with verdict and saving; nothing is left or changed", async () => {
    const files = fingerprint(ground.project);
    const { loops, run: whole } = await report(process.execPath, "--import", tsx, "main.ts");
    assert.deepEqual(
      loops.slice(0, 2).map(({ loop }) => [loop.function, loop.verdict]),
      [
        ["roots", "parallel"],
        ["root", "serial"],
      ],
    );
    const [outer, inner] = loops;
    assert.equal(outer!.text, "for (let i = 0; i < n; i++) {");
    // The whole work is done in the inner loop, inlined into the outer one or not.
    assert.ok(outer!.totalMs * 0.8 < inner!.selfMs, `${inner!.selfMs} of ${outer!.totalMs}`);
    assert.deepEqual([outer!.partOf, inner!.savesMs], [null, 0]);
    assert.equal(inner!.partOf, `busy.ts:${outer!.loop.line}`);
    assert.equal(whole.exitStatus, 0);
    assert.deepEqual(
      fs.readdirSync(ground.temp).filter((name) => name.startsWith("loopsmith-profile")),
      [],
    );
    assert.equal(fingerprint(ground.project), files);
  });

  test("child processes count, too", async () => {
    const profile = await report(process.execPath, "parent.mjs");
    assert.ok(hottest(profile).includes("roots"));
    assert.equal(profile.run.processes, 2);
  });

  test("a program that fails is reported until then, with its exit status", async () => {
    const profile = await report(process.execPath, "--import", tsx, "fail.ts");
    assert.equal(profile.run.exitStatus, 7);
    assert.ok(hottest(profile).includes("roots"));
    assert.match(profile.notes[0]!, /exit status 7/);
  });

  test("what the program prints is handed on where somebody asks for it", async () => {
    let printed = "";
    const command = [process.execPath, "-e", "console.log('to the one'); console.error('to the other')"];
    const outcome = await run({ source: { command }, onOutput: (text) => (printed += text) });
    assert.equal(outcome.kind, "report", JSON.stringify(outcome));
    assert.match(printed, /to the one/);
    assert.match(printed, /to the other/);
  });

  test("an interrupted endless loop shows what is known, and is ended", async () => {
    const abort = new AbortController();
    const mark = path.join(ground.temp, "started");
    process.env["STARTED_MARK"] = mark;
    const watch = setInterval(() => {
      if (fs.existsSync(mark)) setTimeout(() => abort.abort(), 300);
    }, 50);
    const outcome = await run({ source: { command: [process.execPath, "forever.mjs"] }, signal: abort.signal });
    clearInterval(watch);
    delete process.env["STARTED_MARK"];
    assert.equal(outcome.kind, "report", JSON.stringify(outcome));
    assert.equal(outcome.report.run.interrupted, true);
    assert.equal(outcome.report.loops[0]?.text, "for (;;) {");
    assert.match(outcome.report.notes[0]!, /ended before its end/);
  });
});

test("a run that is discarded is ended and not reported", async () => {
  const discard = new AbortController();
  let pid: number | undefined;
  const outcome = await run({
    source: { command: [process.execPath, "-e", "console.log(process.pid); for (;;) Math.sqrt(Math.random());"] },
    discard: discard.signal,
    onOutput: (text) => {
      if (/\d/.test(text)) {
        pid = Number(text);
        discard.abort();
      }
    },
  });
  assert.deepEqual([outcome.kind, pid === undefined], ["problem", false]);
  assert.throws(() => process.kill(pid!, 0), "its process is gone");
});

test("a run is ended when its time is up", async () => {
  const mark = path.join(ground.temp, "started-too");
  process.env["STARTED_MARK"] = mark;
  const outcome = await run({ source: { command: [process.execPath, "forever.mjs"] }, timeoutMs: 2000 });
  delete process.env["STARTED_MARK"];
  assert.equal(outcome.kind, "report", JSON.stringify(outcome));
  assert.equal(outcome.report.run.interrupted, true);
});

describe("what is refused", () => {
  const refused = async (request: Partial<ProfileRequest>, expected: RegExp) => {
    const outcome = await run(request);
    assert.equal(outcome.kind, "problem");
    assert.match(outcome.message, expected);
    assert.ok(outcome.help.endsWith(".") || outcome.help.includes("loopsmith profile"), outcome.help);
  };

  test("a program that kills itself", () =>
    refused(
      { source: { command: [process.execPath, "-e", "process.kill(process.pid, 'SIGKILL')"] } },
      /^The command was ended by SIGKILL, which leaves no profile\.$/,
    ));

  test("a command that does not exist", () =>
    refused({ source: { command: ["no-such-command-here"] } }, /^The command no-such-command-here was not found\.$/));
  test("no command", () => refused({ source: { command: [] } }, /^There is no command/));
  test("a command that runs no Node", () =>
    refused({ source: { command: ["sleep", "0"] } }, /started no Node program/));
  test("a file that is not there", () => refused({ source: { files: ["none.cpuprofile"] } }, /^There is no file none/));
  test("a file that is no profile", () => refused({ source: { files: ["empty.json"] } }, /is not a CPU profile/));
});
