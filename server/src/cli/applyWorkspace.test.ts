// A monorepo whose packages build upon one another (`tsc -b`): each gets its own dependency and modules, and still builds.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { main } from "./main.js";

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-workspace-")));
after(() => fs.rmSync(folder, { recursive: true, force: true }));

const options = { extends: "../../tsconfig.base.json", compilerOptions: { rootDir: "src", outDir: "dist" } };
const manifest = { version: "1.0.0", type: "module", exports: "./dist/index.js", types: "./dist/index.d.ts" };
const total = (given: string) => `import { type Point, scaled } from "${given}";

export function weights(points: readonly Point[]): number[] {
  const all: number[] = [];
  for (const point of points) {
    let s = point.x;
    for (let k = 0; k < 50; k++) s = Math.sqrt(s * s + k);
    all.push(s);
  }
  return all.map(scaled);
}
`;
const files = {
  "package.json": { name: "all", private: true, workspaces: ["packages/*"] },
  "tsconfig.json": { files: [], references: ["core", "app", "listed"].map((name) => ({ path: `packages/${name}` })) },
  "tsconfig.base.json": {
    compilerOptions: { strict: true, target: "es2022", module: "nodenext", composite: true, types: [] },
  },
  "node_modules/@loopsmith/runner/package.json": { name: "@loopsmith/runner", type: "module", types: "./index.d.ts" },
  "node_modules/@loopsmith/runner/index.d.ts":
    "export declare function parallelMapSync<T, R, E>(items: readonly T[], kernel: (item: T, env: E) => R, env: E): R[];\nexport declare function registerKernels(module: string, kernels: object): void;\n",
  "packages/core/package.json": { name: "@all/core", ...manifest },
  "packages/core/tsconfig.json": { ...options, include: ["src"] },
  "packages/core/src/index.ts": `export * from "./points.js";\n`,
  "packages/core/src/points.ts":
    "export interface Point {\n  x: number;\n}\n\nexport function scaled(x: number): number {\n  return 2 * x;\n}\n",
  "packages/app/package.json": { name: "@all/app", ...manifest, dependencies: { "@all/core": "1.0.0" } },
  "packages/app/tsconfig.json": { ...options, include: ["src"], references: [{ path: "../core" }] },
  "packages/app/src/index.ts": total("@all/core"),
  "packages/listed/package.json": { name: "@all/listed", ...manifest },
  "packages/listed/tsconfig.json": { ...options, files: ["src/index.ts"], references: [{ path: "../core" }] },
  "packages/listed/src/index.ts": total("@all/core"),
};

const tsc = path.resolve("node_modules/typescript/bin/tsc");
const build = () => execFileSync(process.execPath, [tsc, "-b"], { cwd: folder, encoding: "utf8" });
const text = (file: string) => fs.readFileSync(path.join(folder, file), "utf8");

test("apply in a workspace of composite projects", async () => {
  for (const [file, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    const shown = typeof content === "string" ? content : `${JSON.stringify(content, undefined, 2)}\n`;
    fs.writeFileSync(path.join(folder, file), shown);
  }
  fs.mkdirSync(path.join(folder, "node_modules/@all"));
  fs.symlinkSync(path.join(folder, "packages/core"), path.join(folder, "node_modules/@all/core"), "junction");
  build();
  const said: string[] = [];
  const terminal = { cwd: folder, out: () => {}, err: (line: string) => void said.push(line), color: false };
  const arguments_ = ["apply", ".", "--all", "--force", "--sync", "--write", "--no-format"];
  const status = await main(arguments_, { terminal, signal: new AbortController().signal, version: "1" });
  assert.equal(status, 0, said.join("\n"));
  for (const name of ["app", "listed"]) {
    assert.match(text(`packages/${name}/src/index.ts`), /parallelMapSync\(points, weightsPoint, \{\}\)/);
    assert.match(text(`packages/${name}/src/index.kernels.ts`), /import type \{ Point \} from "@all\/core";/);
    assert.match(text(`packages/${name}/package.json`), /"@loopsmith\/runner": "\^/);
  }
  assert.match(text("packages/listed/tsconfig.json"), /"src\/index\.ts",\n\s+"src\/index\.kernels\.ts"/);
  for (const file of ["package.json", "packages/core/package.json", "packages/app/tsconfig.json"])
    assert.doesNotMatch(text(file), /runner|kernels/);
  assert.equal(build(), "");
});
