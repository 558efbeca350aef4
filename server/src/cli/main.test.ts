import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { main } from "./main.js";

let folder = "";

before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-cli-"));
  fs.mkdirSync(path.join(folder, "empty"));
  fs.writeFileSync(path.join(folder, "broken.ts"), "export function f(n: number) { for (let i = 0; i < n; i++ { } }\n");
  fs.writeFileSync(
    path.join(folder, "light.ts"),
    "export function g(n: number): number {\n  let s = 0;\n  for (let i = 0; i < n; i++) s += Math.sqrt(i);\n  return s;\n}\n",
  );
  fs.writeFileSync(
    path.join(folder, "heavy.ts"),
    `export function rows(h: number): number[] {
  const out: number[] = [];
  for (let y = 0; y < h; y++) {
    let sum = 0;
    for (let x = 0; x < 5000; x++) sum += Math.sqrt(x * y);
    out.push(sum);
  }
  return out;
}
export function root(v: number, steps: number): number {
  let x = v;
  for (let i = 0; i < steps; i++) x = x - (x * x - v) / (2 * x);
  return x;
}
`,
  );
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

async function loopsmith(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const terminal = {
    cwd: folder,
    color: false,
    out: (text: string) => {
      out += `${text}\n`;
    },
    err: (text: string) => {
      err += `${text}\n`;
    },
  };
  const status = await main(args, { terminal, signal: new AbortController().signal, version: "1.2.3" });
  return { status, out, err };
}

describe("what works", () => {
  test("check shows the loops worth the trouble, and how many there are", async () => {
    const { status, out } = await loopsmith("check", "heavy.ts");
    assert.equal(status, 0);
    assert.match(out, /^heavy\.ts:3:3 {2}parallel \(commit\) {2}in rows$/m);
    assert.match(out, /^3 loops: 1 parallel \(1 worth it\), 0 serial, 2 that would not pay$/m);
    assert.doesNotMatch(out, /in root/);
  });

  test("--all shows the refused ones, too, with line and variable", async () => {
    const { out } = await loopsmith("check", "--all", "heavy.ts");
    assert.match(out, /serial {2}in root/);
    assert.match(out, /line 12 `x` carries a value from one iteration to the next/);
  });

  test("json lists every loop", async () => {
    const { out } = await loopsmith("check", "heavy.ts", "--format", "json");
    const document = JSON.parse(out) as { version: number; loops: { verdict: string }[] };
    assert.equal(document.version, 1);
    assert.deepEqual(
      document.loops.map((loop) => loop.verdict),
      ["parallel", "parallel", "serial"],
    );
  });

  test("sarif names its version and places", async () => {
    const { out } = await loopsmith("check", "heavy.ts", "--format", "sarif");
    const log = JSON.parse(out) as { version: string; runs: { results: { ruleId: string }[] }[] };
    assert.equal(log.version, "2.1.0");
    assert.deepEqual([...new Set(log.runs[0]!.results.map((result) => result.ruleId))].sort(), [
      "carried-dependence",
      "parallel-commit",
      "parallel-reduction",
    ]);
  });

  test("--fail-on makes the exit status 1", async () => {
    assert.equal((await loopsmith("check", "heavy.ts", "--fail-on", "promising")).status, 1);
    assert.equal((await loopsmith("check", "light.ts", "--fail-on", "promising")).status, 0);
  });

  test("check warns of kernels that have become unsafe, where they stand and who calls them", async () => {
    const project = path.join(folder, "kernels");
    fs.mkdirSync(project);
    fs.writeFileSync(
      path.join(project, "count.ts"),
      'import { parallelMapSync } from "@loopsmith/runner";\nimport { step } from "./count.kernels.js";\n\nexport const all = (xs: number[]) => parallelMapSync(xs, step, {});\n',
    );
    fs.writeFileSync(
      path.join(project, "count.kernels.ts"),
      "let seen = 0;\nexport function step(x: number): number {\n  seen++;\n  return x;\n}\n",
    );
    const { status, out } = await loopsmith("check", "kernels");
    assert.equal(status, 0);
    assert.match(out, /^kernels\/count\.kernels\.ts:3:3 {2}unsafe kernel {2}step, {2}called at kernels\/count\.ts:4$/m);
    assert.match(out, /changes `seen`, which is not its own.*\[kernel-state\]/);
    assert.equal((await loopsmith("check", "kernels", "--fail-on", "unsafe-kernel")).status, 1);
    assert.equal((await loopsmith("check", "kernels", "--fail-on", "kernel-input")).status, 0);
    const json = JSON.parse((await loopsmith("check", "kernels", "--format", "json")).out) as {
      kernels: { id: string }[];
    };
    assert.deepEqual(
      json.kernels.map(({ id }) => id),
      ["kernel-state"],
    );
    const log = JSON.parse((await loopsmith("check", "kernels", "--format", "sarif")).out) as {
      runs: { results: { ruleId: string; level: string }[] }[];
    };
    assert.deepEqual(
      log.runs[0]!.results.map(({ ruleId, level }) => [ruleId, level]),
      [["kernel-state", "warning"]],
    );
    fs.rmSync(project, { recursive: true });
  });

  test("apply prints a diff and writes nothing", async () => {
    const { status, out } = await loopsmith("apply", "heavy.ts:3");
    assert.equal(status, 0);
    assert.match(out, /^\+\s+const out: number\[\] = parallelMapSync\(range\(h\), rows\w+, \{\}\);$/m);
    assert.match(out, /^\+\+\+ b\/heavy\.kernels\.\w+/m);
    assert.deepEqual(
      fs.readdirSync(folder).filter((file) => file.includes("kernels")),
      [],
    );
  });

  test("help and version", async () => {
    assert.match((await loopsmith("--help")).out, /loopsmith check \[paths\]/);
    const { out, status } = await loopsmith("apply", "--help");
    assert.match(out, /^ {2}loopsmith apply file:line/);
    assert.match(out, /--force .*\n[\s\S]*--inverse[\s\S]*--project/);
    assert.doesNotMatch(out, /loopsmith (?:check|install)/);
    assert.equal(status, 0);
    assert.equal((await loopsmith("--version")).out, "1.2.3\n");
  });
});

describe("what a user can get wrong", () => {
  const cases: readonly [args: readonly string[], status: number, message: RegExp][] = [
    [["check", "broken.ts"], 1, /^broken\.ts:1 has a syntax error: /],
    [["check", "empty"], 2, /^There is no TypeScript or JavaScript file in empty\. Run the command/],
    [["check", "nowhere"], 2, /^There is no file or folder nowhere\. Give a path/],
    [["check", "--project", "nope.json"], 2, /nope\.json\. Give --project the path/],
    [["check", "light.ts:5"], 2, /^There is no loop at light\.ts:5\. Loops begin on line 3\./],
    [["check", "--frmat", "json"], 2, /^The option --frmat is not known here/],
    [["check", "--format", "xml"], 2, /^There is no format "xml" for check\. Use --format/],
    [["apply", "light.ts"], 2, /^apply needs one loop as file:line, or --all\./],
    [["apply", "light.ts:3"], 1, /is not likely to pay: .* Use --force/],
    [["apply", "heavy.ts:12"], 1, /cannot run in parallel\. \n {2}line 12: `x` carries/],
    [["apply", "heavy.ts:3", "--write", "--diff"], 2, /^--write and --diff exclude each other\./],
    [["bench", "heavy.ts:3"], 2, /^bench needs the command that runs your program\./],
    [["bench", "--whole", "heavy.ts"], 2, /^bench needs the command/],
    [["bench", "--whole", "--format", "svg", "--", "node"], 2, /^There is no format "svg" for bench --whole\./],
    [["bench", "--whole", "--compare", "x.json", "--", "node"], 2, /^There is no baseline x\.json\./],
    [["bench", "--trace", "--", "node"], 2, /^bench --trace needs a loop as file:line\./],
    [["bench", "--trace", "a.ts:1"], 2, /^bench --trace needs the command/],
    [["bench", "--trace", "--whole", "a.ts:1", "--", "node"], 2, /^bench --trace and --whole exclude each other\./],
    [
      ["bench", "--trace", "a.ts:1", "b.ts:2", "--", "node"],
      2,
      /^bench --trace takes one loop; "b\.ts:2" is too much\./,
    ],
    [["apply", "--all", "--observed", "t.json"], 2, /^--all and --observed exclude each other\./],
    [
      ["bench", "--trace", "a.ts:1", "--format", "svg", "--", "node"],
      2,
      /^There is no format "svg" for bench --trace\./,
    ],
    [["bench", "heavy.ts:3", "--tests", "npm test", "--", "node"], 2, /^--tests and --sync belong to bench --whole\./],
    [["apply", "--inverse", "heavy.ts:3", "--reassociate"], 2, /^--inverse and --reassociate exclude each other\./],
    [
      ["apply", "heavy.ts:3", "--reassociate", "--transform", "parallel-map-sync"],
      2,
      /^--reassociate and --transform exclude each other\./,
    ],
    [["bench", "--", "node"], 2, /^bench needs a loop as file:line\./],
    [["bench", "heavy.ts:3", "--seconds", "no", "--", "node"], 2, /^--seconds needs a number above 0, not "no"\./],
    [["profile"], 2, /^profile needs the command that runs your program\./],
    [["bench", "heavy.ts:3", "--entry", "last", "--", "node"], 2, /^--entry needs first, heaviest or a whole number/],
    [["bench", "--whole", "--entry", "2", "--", "node"], 2, /^--entry belongs to bench of one loop\./],
    [["profile", "--from", "a.cpuprofile", "b.cpuprofile"], 1, /^There is no file a\.cpuprofile\./],
    [["profile", "--from", "a.cpuprofile", "main.js"], 2, /^profile does not know what to do with "main\.js"\./],
    [["profile", "--seconds", "no", "--", "node"], 2, /^--seconds needs a number above 0, not "no"\./],
    [["chek"], 2, /^There is no command "chek"\. The commands are/],
  ];
  for (const [args, status, message] of cases) {
    test(`loopsmith ${args.join(" ")}`, async () => {
      const before = fs.readdirSync(folder);
      const answer = await loopsmith(...args);
      assert.equal(answer.status, status, answer.err);
      assert.match(answer.err, message);
      assert.doesNotMatch(answer.err, /^\s+at /m);
      assert.deepEqual(fs.readdirSync(folder), before, "nothing is written");
    });
  }
});

describe("profile", () => {
  test("asks for a command, and for one only", async () => {
    const bare = await loopsmith("profile", "node", "main.js");
    assert.equal(bare.status, 2);
    assert.match(bare.err, /loopsmith profile -- node main\.js/);
    const both = await loopsmith("profile", "--from", "a.cpuprofile", "--", "node", "main.js");
    assert.equal(both.status, 2);
    assert.match(both.err, /no command is run/);
    const format = await loopsmith("profile", "--format", "html", "--", "node", "main.js");
    assert.equal(format.status, 2);
    assert.match(format.err, /pretty, json or md/);
  });

  test("a file that is no profile is the input's fault", async () => {
    const { status, err } = await loopsmith("profile", "--from", "heavy.ts");
    assert.equal(status, 1);
    assert.match(err, /not a CPU profile/);
  });
});
