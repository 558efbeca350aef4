import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { isTypeScript, transpile } from "./transpile.js";

let folder = "";
before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-transpile-"));
  const compiler = path.join(folder, "project/node_modules/typescript");
  fs.mkdirSync(compiler, { recursive: true });
  // A compiler with the interface of TypeScript 5 and 6; the repository's own has none.
  const common = createRequire(import.meta.resolve("ts-morph")).resolve("@ts-morph/common");
  fs.writeFileSync(path.join(compiler, "index.js"), `module.exports = require(${JSON.stringify(common)}).ts;`);
});
after(() => fs.rmSync(folder, { recursive: true }));

function write(name: string, code: string): string {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, code);
  return file;
}

const code = 'import { type A, f } from "./f.js";\nexport const row = (y: number): A => f(y);\n';

test("compiles for either kind of module, with the compiler that the file would find", () => {
  const file = write("project/src/a.kernels.ts", code);
  const module = transpile(file, "module")!;
  assert.match(module, /import \{ f \} from "\.\/f\.js";\nexport const row = \(y\) => f\(y\);/);
  assert.match(transpile(file, "commonjs")!, /require\("\.\/f\.js"\)/);
});

test("keeps to the project's own options", () => {
  write("project/strict/base.json", '{ "compilerOptions": { "useDefineForClassFields": false, "target": "es2022" } }');
  write(
    "project/strict/tsconfig.json",
    '{ "extends": "./base.json", /* as is allowed */ "compilerOptions": { "noEmit": true } }',
  );
  const file = write("project/strict/a.ts", "export class A { x = 1; }\n");
  assert.match(transpile(file, "module")!, /this\.x = 1/);
});

test("does nothing where no compiler is installed", () => {
  assert.equal(transpile(write("elsewhere/a.ts", code), "module"), undefined);
});

test("does nothing where the compiler has no interface", () => {
  write("seven/node_modules/typescript/index.js", "module.exports = { version: '7.0.2' };");
  assert.equal(transpile(write("seven/a.ts", code), "module"), undefined);
});

test("tells TypeScript by the name", () => {
  for (const file of ["a.ts", "a.mts", "a.cts", "a.tsx"]) assert.ok(isTypeScript(file), file);
  for (const file of ["a.js", "a.d.ts", "a.d.mts", "a.json", "ts"]) assert.ok(!isTypeScript(file), file);
});
