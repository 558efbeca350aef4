// The project's own eslint mends what a rewrite brings in: rules of style only, where they found nothing before; its failures lose nothing.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import type { Changes } from "./apply.js";
import { findingsOf, restyled } from "./projectLinter.js";

let folder = "";

before(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-lint-")));
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

// Finds `var` (style, by its name), two blanks (layout) and `==` (what code does), and mends all of them.
const eslint = `
const fs = require("node:fs");
console.log("loading");
const rules = [["prefer-const", /\\bvar\\b/g, "const"], ["blanks", / {2,}/g, " "], ["eqeqeq", /==/g, "==="]];
const lint = (text) => rules.flatMap(([ruleId, found]) => text.match(found) ? [{ ruleId, fix: {} }] : []);
exports.ESLint = class {
  constructor(options) { this.options = options; }
  async lintFiles(files) {
    return files.map((filePath) => {
      const text = fs.readFileSync(filePath, "utf8");
      if (text.includes("throw")) throw new Error("broken");
      return { filePath, messages: text.includes("fatal") ? [{ fatal: true, ruleId: null }] : lint(text) };
    });
  }
  getRulesMetaForResults() { return { blanks: { type: "layout" }, eqeqeq: { type: "problem" } }; }
  async lintText(text) {
    let output = text;
    for (const [ruleId, found, by] of rules) if (this.options.fix({ ruleId })) output = output.replace(found, by);
    return [output === text ? {} : { output }];
  }
};
`;
const installed = {
  "node_modules/eslint/package.json": '{ "main": "index.js" }',
  "node_modules/eslint/index.js": eslint,
  "eslint.config.js": "",
};

type Texts = Readonly<Record<string, readonly [string | undefined, string]>>;

/** What becomes of files, each by its text before, undefined where it is new, and after the rewrite. */
async function mended(name: string, project: Readonly<Record<string, string>>, texts: Texts) {
  const at = path.join(folder, name);
  const put = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(at, file)), { recursive: true });
    fs.writeFileSync(path.join(at, file), text);
  };
  for (const [file, text] of Object.entries(project)) put(file, text);
  for (const [file, [text]] of Object.entries(texts)) if (text !== undefined) put(file, text);
  const changes: Changes = new Map(
    Object.entries(texts).map(([file, [was, is]]) => [path.join(at, file), { before: was, after: is }]),
  );
  const found = await findingsOf(changes);
  if (found === undefined) return "no answer";
  for (const [file, [, text]] of Object.entries(texts)) put(file, text);
  const result = await restyled(changes, found);
  if (result === undefined) return "no answer afterwards";
  return Object.fromEntries([...result].map(([file, { after: text }]) => [path.relative(at, file), text]));
}

test("findings of style that are new are mended, in the kernels, too", async () => {
  const files = await mended("style", installed, {
    "a.ts": ["const a = 1;", "var  a == 1;"],
    "a.kernels.ts": [undefined, "var k;"],
    "same.ts": ["const b;", "const b, c;"],
    "note.md": ["", "var  a"],
  });
  assert.deepEqual(files, { "a.ts": "const a == 1;", "a.kernels.ts": "const k;" });
});

test("what a rule found before is the author's, in the kernels, too", async () => {
  const files = await mended("author", installed, {
    "a.ts": ["var a;", "var  a;"],
    "a.kernels.ts": [undefined, "var k;"],
    "other.kernels.ts": [undefined, "var k;"],
  });
  assert.deepEqual(files, { "a.ts": "var a;" });
});

test("without eslint, without a configuration, and where it fails, which is told, nothing changes", async () => {
  const texts: Texts = { "a.ts": ["const a;", "var a;"] };
  assert.deepEqual(await mended("none", {}, texts), {});
  const { "eslint.config.js": _, ...unconfigured } = installed;
  assert.deepEqual(await mended("unconfigured", unconfigured, texts), {});
  assert.equal(await mended("failing", installed, { "a.ts": ["const throw;", "var throw;"] }), "no answer");
  assert.equal(await mended("later", installed, { "a.ts": ["const a;", "var throw;"] }), "no answer afterwards");
  assert.deepEqual(await mended("fatal", installed, { "a.ts": ["const a;", "var fatal;"] }), {});
});
