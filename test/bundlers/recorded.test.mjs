// The inputs of a loop are recorded, and the loop is compared and timed, under each loader and test runner that people use, for ES
// modules and in CommonJS. The project stays as it is.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { makeWorkspace } from "./workspace.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));
const cli = path.resolve(here, "../../server/dist/cli.js");

const loop = (types) => `export function squares(n${types ? ": number" : ""}) {
  const out${types ? ": number[]" : ""} = [];
  for (let i = 0; i < n; i++) {
    let x = i;
    for (let k = 0; k < 100; k++) x = Math.sqrt(x * x + k);
    out.push(x);
  }
  return out;
}
`;
const common = (text) =>
  text.replace(/^export function (\w+)/, "function $1").replace(/$/, "\nmodule.exports = { squares };\n");

/** A method of a class, with an instance of another one in a field. */
const field = (types) => `class Scale {
  by = 2;
}
class Field {
  limit = 100;
  scale = new Scale();
  rows(n${types ? ": number" : ""}) {
    const out${types ? ": number[]" : ""} = [];
    for (let i = 0; i < n; i++) {
      let x = i * this.scale.by;
      for (let k = 0; k < this.limit; k++) x = Math.sqrt(x * x + k);
      out.push(x);
    }
    return out;
  }
}
`;
const [asModule, asCommon] = ["export { Field };\n", "module.exports = { Field };\n"];

/** The project's files but for those that differ between the two kinds of modules. */
const files = {
  "tsconfig.json": '{"compilerOptions":{"strict":true,"target":"es2022","module":"preserve","types":[]}}\n',
  "src/rows.ts": loop(true),
  "src/field.ts": field(true) + asModule,
  "src/main.ts":
    'import { Field } from "./field";\nimport { squares } from "./rows";\nconsole.log(squares(300).length + new Field().rows(300).length);\n',
  "tests/rows.vitest.ts":
    'import { expect, test } from "vitest";\nimport { Field } from "../src/field";\nimport { squares } from "../src/rows";\ntest("rows", () => expect(squares(300).length + new Field().rows(300).length).toBe(600));\n',
  "tests/rows.jest.ts":
    'import { Field } from "../src/field";\nimport { squares } from "../src/rows";\ntest("rows", () => expect(squares(300).length + new Field().rows(300).length).toBe(600));\n',
  "tests/rows.mocha.ts":
    'import { squares } from "../src/rows";\nit("rows", () => { if (squares(300).length !== 300) throw new Error(); });\n',
  "tests/rows.node.ts":
    'import { test } from "node:test";\nimport { squares } from "../src/rows";\ntest("rows", () => { if (squares(300).length !== 300) throw new Error(); });\n',
  "vitest.config.mjs": 'export default { test: { include: ["tests/*.vitest.ts"] } };\n',
};
const jestConfig =
  '{ testMatch: ["**/tests/*.jest.ts"], transform: { "\\\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" } }] }';

const kinds = {
  esm: {
    "package.json": '{ "private": true, "type": "module" }\n',
    "plain.js": loop(false),
    "field.js": field(false) + asModule,
    "main.js":
      'import { Field } from "./field.js";\nimport { squares } from "./plain.js";\nconsole.log(squares(300).length + new Field().rows(300).length);\n',
    "jest.config.mjs": `export default ${jestConfig}, extensionsToTreatAsEsm: [".ts"] };\n`,
  },
  cjs: {
    "package.json": '{ "private": true }\n',
    "plain.js": common(loop(false)),
    "field.js": field(false) + asCommon,
    "main.js":
      'const { Field } = require("./field.js");\nconst { squares } = require("./plain.js");\nconsole.log(squares(300).length + new Field().rows(300).length);\n',
    "jest.config.js": `module.exports = ${jestConfig} };\n`,
  },
};

for (const [kind, own] of Object.entries(kinds)) {
  describe(kind === "esm" ? "a project of ES modules" : "a project in CommonJS", () => {
    let root = "";
    before(() => {
      root = makeWorkspace("suite");
      fs.rmSync(path.join(root, "esm"), { recursive: true });
      fs.rmSync(path.join(root, "cjs"), { recursive: true });
      for (const name of ["tsx", "typescript"])
        fs.symlinkSync(
          path.join(here, "node_modules", `tool-${name}`),
          path.join(root, "node_modules", name),
          "junction",
        );
      for (const [name, text] of Object.entries({ ...files, ...own })) {
        fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
        fs.writeFileSync(path.join(root, name), text);
      }
    });
    after(() => fs.rmSync(root, { recursive: true, force: true, maxRetries: 5 }));

    const tool = (file) => `node_modules/${file}`;
    const isRecorded = (name, place, args) => test(name, () => checkRecorded(root, place, ["node", ...args]));
    const isInstance = (name, place, args) =>
      test(`${name}, a method`, () => checkRecorded(root, place, ["node", ...args], ["n", "out", "this"]));
    isInstance("node", "field.js:9", ["main.js"]);
    isInstance("tsx", "src/field.ts:9", [tool("tsx/dist/cli.mjs"), "src/main.ts"]);
    isInstance("vitest", "src/field.ts:9", [tool("vitest/vitest.mjs"), "run"]);
    isRecorded("node", "plain.js:3", ["main.js"]);
    isRecorded("tsx", "src/rows.ts:3", [tool("tsx/dist/cli.mjs"), "src/main.ts"]);
    for (const pool of ["forks", "threads"])
      isRecorded(`vitest, ${pool}`, "src/rows.ts:3", [tool("vitest/vitest.mjs"), "run", "--pool", pool]);
    const modules = kind === "esm" ? ["--no-warnings", "--experimental-vm-modules"] : [];
    isInstance("jest", "src/field.ts:9", [...modules, tool("jest/bin/jest.js")]);
    isRecorded("jest", "src/rows.ts:3", [...modules, tool("jest/bin/jest.js")]);
    const load = kind === "esm" ? ["--import", "tsx"] : ["--require", "tsx/cjs"];
    isRecorded("mocha", "src/rows.ts:3", [...load, tool("mocha/bin/mocha.js"), "tests/rows.mocha.ts"]);
    isRecorded("node --test", "src/rows.ts:3", ["--import", "tsx", "--test", "tests/rows.node.ts"]);
  });
}

function checkRecorded(root, place, command, liveIns = ["n", "out"]) {
  const untouched = fingerprint(root);
  const env = { ...process.env, NODE_OPTIONS: "", CI: "1", LOOPSMITH_WORKERS: "2" };
  // Else a test runner inside of this one would report to it.
  delete env.NODE_TEST_CONTEXT;
  const args = [cli, "bench", place, "--seconds", "0.2", "--format", "json", "--", ...command];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: root,
    env,
    encoding: "utf8",
    timeout: 120_000,
  });
  assert.equal(status, 0, stdout + stderr);
  const { comparison, input } = JSON.parse(stdout);
  assert.equal(comparison.outcome, "equal");
  assert.equal(input.tripCount, 300);
  assert.deepEqual(
    input.liveIns.map(({ name }) => name),
    liveIns,
  );
  assert.equal(fingerprint(root), untouched);
}

/** Names and contents of the project's own files. */
function fingerprint(root) {
  const hash = createHash("sha256");
  for (const name of fs.readdirSync(root, { recursive: true }).sort()) {
    if (name.split(path.sep)[0] === "node_modules" || fs.statSync(path.join(root, name)).isDirectory()) continue;
    hash.update(name).update(fs.readFileSync(path.join(root, name)));
  }
  return hash.digest("hex");
}
