// What the stories work on.
import fs from "node:fs";
import path from "node:path";

/** @param {string} root of the repository @param {string} folder empty */
export function prepareStories(root, folder) {
  const workspace = path.join(folder, "workspace");
  fs.cpSync(path.join(root, "test/fixtures/workspace"), workspace, { recursive: true });
  const loop = (name) => `export function ${name}(xs: number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < xs.length; i++) {
    let sum = 0;
    for (let k = 0; k < 500; k++) sum += Math.sqrt(xs[i]! * k);
    out.push(sum);
  }
  return out;
}
`;
  const settings = { "loopsmith.bench.command": "node main.mjs", "loopsmith.bench.seconds": 1 };
  fs.mkdirSync(path.join(workspace, ".vscode"));
  fs.writeFileSync(path.join(workspace, ".vscode/settings.json"), JSON.stringify(settings));
  fs.writeFileSync(
    path.join(workspace, "steps.mjs"),
    `let guess = 1;
const wanted = Number(process.argv[2] ?? 3e8);
for (let step = 0; step < wanted; step++) {
    guess = (guess + 2 / guess) / 2;
}
console.log(guess);
`,
  );
  placeTools(workspace);
  fs.writeFileSync(
    path.join(workspace, "trial.mjs"),
    `import { work } from "tools";
const out = [];
for (let i = 0; i < 20; i++) {
  out.push(work(i));
}
console.log(out.length);
`,
  );
  // The same loop once more, for who rewrites it for good.
  const walks = fs.readFileSync(path.join(workspace, "slow.mjs"), "utf8");
  fs.writeFileSync(path.join(workspace, "verified.mjs"), walks);
  const main = path.join(workspace, "main.mjs");
  const again = 'import { walks as again } from "./verified.mjs";\nagain(300_000);\n';
  fs.writeFileSync(main, `import "./trial.mjs";\n${fs.readFileSync(main, "utf8")}${again}`);
  // A loop whose function has a caller.
  fs.writeFileSync(
    path.join(workspace, "chain.ts"),
    `import { escapeTime } from "./escape.js";

function rows(size: number): number[][] {
  const out: number[][] = [];
  for (let y = 0; y < size; y++) {
    const row: number[] = [];
    for (let x = 0; x < size; x++) row.push(escapeTime(x / size, y / size, 1000));
    out.push(row);
  }
  return out;
}

function total(size: number): number {
  return rows(size).flat().length;
}

export async function main(): Promise<number> {
  return total(300);
}
`,
  );
  // Nine lines each.
  fs.writeFileSync(path.join(workspace, "long.ts"), Array.from({ length: 335 }, (_, at) => loop(`f${at}`)).join(""));
  const cell = {
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source: ["let s = 0;\n", "for (let i = 0; i < 9; i++) s += i;"],
  };
  const metadata = { language_info: { name: "javascript" } };
  fs.writeFileSync(
    path.join(workspace, "cells.ipynb"),
    JSON.stringify({ cells: [cell], metadata, nbformat: 4, nbformat_minor: 5 }),
  );
  const second = path.join(folder, "second");
  fs.mkdirSync(second);
  fs.writeFileSync(path.join(second, "heavy.ts"), loop("heavy"));
  fs.writeFileSync(
    path.join(second, "package.json"),
    '{ "private": true, "type": "module", "scripts": { "show": "node --version" } }',
  );
  const folders = [{ path: "workspace" }, { path: "second" }];
  fs.writeFileSync(path.join(folder, "both.code-workspace"), JSON.stringify({ folders }));
}

/** A package: what it does, the analysis does not see. An installation takes it away, because no manifest names it. */
export function placeTools(workspace) {
  const tools = path.join(workspace, "node_modules/tools");
  fs.mkdirSync(tools, { recursive: true });
  fs.writeFileSync(path.join(tools, "package.json"), '{ "name": "tools", "version": "1.0.0", "types": "index.d.ts" }');
  fs.writeFileSync(path.join(tools, "index.js"), "exports.work = (x) => x * x;\n");
  fs.writeFileSync(path.join(tools, "index.d.ts"), "export function work(x: number): number;\n");
}
