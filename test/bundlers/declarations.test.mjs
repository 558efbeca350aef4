// The types of the built runner in a program that checks the declarations of its libraries, too, as the compiler does by default.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");
const compiler = path.join(here, "node_modules/tool-typescript/bin/tsc");
let folder = "";
before(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-declarations-")));
  const scope = path.join(folder, "node_modules/@loopsmith");
  fs.mkdirSync(scope, { recursive: true });
  fs.symlinkSync(path.join(root, "runner"), path.join(scope, "runner"), "junction");
  fs.symlinkSync(path.join(root, "node_modules/@types"), path.join(folder, "node_modules/@types"), "junction");
  fs.writeFileSync(
    path.join(folder, "main.ts"),
    `import { assumptionsHold, grid, parallelMap, parallelMapSync, randomStream, range, registerKernels, shared } from "@loopsmith/runner";
export const twice = (x: number): number => 2 * x;
export const all: number[] = parallelMapSync(range(3), twice, {});
export const later: Promise<number[]> = Promise.resolve(parallelMap(range(3), twice, {}));
export const others = [assumptionsHold, grid, randomStream, registerKernels, shared];
`,
  );
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

describe("the declarations", () => {
  for (const [module, moduleResolution] of [
    ["commonjs", "node10"],
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ]) {
    test(`compile under ${moduleResolution}, and bring in no other package than Node's types`, () => {
      const compilerOptions = {
        ...{ module, moduleResolution, target: "es2020", lib: ["es2020"], types: ["node"] },
        ...{ strict: true, noEmit: true, skipLibCheck: false, preserveSymlinks: true },
      };
      fs.writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts"] }));
      const run = spawnSync(process.execPath, [compiler, "-p", folder, "--listFiles"], { encoding: "utf8" });
      const lines = run.stdout.split("\n").filter((line) => line !== "");
      // What Node's own types ask of newer libraries is not ours.
      const errors = lines.filter((line) => /error TS/.test(line) && !line.includes("@types"));
      assert.deepEqual(errors, []);
      const files = lines.filter((line) => !/error TS/.test(line));
      assert.ok(files.some((file) => file.includes("/runner/dist/")));
      assert.deepEqual(
        files.filter((file) => file.includes("piscina")),
        [],
      );
    });
  }
});
