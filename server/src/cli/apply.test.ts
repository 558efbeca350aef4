import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { installRunner } from "../../../test/support/rewriteProject.js";
import { main } from "./main.js";

let folder = "";

before(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-apply-"));
  installRunner(path.join(folder, "node_modules/@loopsmith/runner"));
});
after(() => fs.rmSync(folder, { recursive: true, force: true }));

async function loopsmith(cwd: string, ...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const terminal = {
    cwd,
    out: (text: string) => (out += `${text}\n`),
    err: (text: string) => (err += `${text}\n`),
    color: false,
  };
  const status = await main(args, { terminal, signal: new AbortController().signal, version: "1.2.3" });
  return { status, out, err };
}

/** Loops of several kinds in one file: parallel, inner of a parallel one, serial around a parallel one, and one that cannot be rewritten. */
const source = `export function shade(h: number, w: number): number[] {
  const out: number[] = [];
  for (let y = 0; y < h; y++) {
    let sum = 0;
    for (let x = 0; x < w; x++) sum += Math.sqrt(x * y);
    out.push(sum);
  }
  return out;
}

export function relax(cells: number[], rounds: number): number[] {
  for (let round = 0; round < rounds; round++) {
    const next: number[] = [];
    for (let i = 0; i < cells.length; i++) {
      next.push(Math.sin(cells[i]!) + Math.cos(cells[(i + 1) % cells.length]!));
    }
    cells = next;
  }
  return cells;
}

export function firstRoot(xs: number[]): number {
  let k = 0;
  for (k = 0; k < xs.length; k++) {
    let r = xs[k]!;
    for (let n = 0; n < 9; n++) r = (r + xs[k]! / r) / 2;
    if (r > 3) break;
  }
  return k;
}

export const value = (): unknown => [shade(5, 7), relax([1, 2, 3], 4), firstRoot([1, 4, 16, 25])];
`;

test("apply --all looks at each loop once, leaves what cannot be rewritten, and says which", async () => {
  const project = path.join(folder, "all");
  fs.mkdirSync(project);
  fs.writeFileSync(path.join(project, "package.json"), '{ "type": "module" }\n');
  fs.writeFileSync(path.join(project, "before.ts"), source);
  fs.writeFileSync(path.join(project, "after.ts"), source);
  const { status, err } = await loopsmith(project, "apply", "after.ts", "--all", "--force", "--sync", "--write");
  assert.equal(status, 0, err);
  assert.match(err, /^after\.ts:24 is left as it is: the loop can end early, and `k` is used after it\.$/m);
  assert.match(err, /^2 loops rewritten in 3 files\./m);
  const text = fs.readFileSync(path.join(project, "after.ts"), "utf8");
  assert.match(text, /parallelMapSync\(range\(h\), shade\w+, \{ w \}\)/);
  assert.match(text, /parallelEntriesSync\(range\(cells\.length\), relax\w+, \{ cells \}\)/);
  assert.deepEqual(await resultOf(project, "after.ts"), await resultOf(project, "before.ts"));

  const again = await loopsmith(project, "apply", "after.ts", "--all", "--force", "--sync", "--write");
  assert.match(again.err, /^No loop was rewritten\.$/m);
  assert.equal(fs.readFileSync(path.join(project, "after.ts"), "utf8"), text);
});

test("apply --all --async makes functions and their callers asynchronous, says so, and leaves what cannot wait", async () => {
  const project = path.join(folder, "async");
  fs.mkdirSync(project);
  const shade = source.slice(0, source.indexOf("export function relax"));
  const callers = `export class Picture {
  private readonly rows: number[] = [];
  paint(h: number): void {
    this.rows.push(...shade(h, 7));
  }
  read(): readonly number[] { return this.rows; }
}
`;
  const getter = `export const tall = { get height(): number { return high(9); } };
export function high(h: number): number {
  let most = 0;
  for (let y = 0; y < h; y++) {
    let sum = 0;
    for (let x = 0; x < h; x++) sum += Math.sqrt(x * y);
    most = Math.max(most, sum);
  }
  return most;
}
`;
  const main = `import { Picture } from "./after.js";
export async function value(): Promise<unknown> {
  const picture = new Picture();
  picture.paint(5);
  return picture.read();
}
`;
  fs.writeFileSync(path.join(project, "package.json"), '{ "type": "module" }\n');
  fs.writeFileSync(path.join(project, "after.ts"), shade + callers + getter);
  fs.writeFileSync(path.join(project, "main.ts"), main);
  const { status, err } = await loopsmith(project, "apply", "--all", "--force", "--async", "--write");
  assert.equal(status, 0, err);
  assert.match(err, /^after\.ts:3 is rewritten and needs your review:$/m);
  assert.match(err, /^ {2}`Picture\.paint` \(after\.ts:\d+\) becomes asynchronous; 1 call awaits it\.$/m);
  assert.match(err, /^ {2}Other code can change `this` \(line after\.ts:\d+\) while the function waits\.$/m);
  assert.match(
    err,
    /^after\.ts:\d+ is left as it is: `height` cannot become asynchronous: an accessor cannot wait\.$/m,
  );
  const text = fs.readFileSync(path.join(project, "after.ts"), "utf8");
  assert.match(text, /async paint\(h: number\): Promise<void> \{\n {4}this\.rows\.push\(\.\.\.await shade\(h, 7\)\);/);
  assert.match(fs.readFileSync(path.join(project, "main.ts"), "utf8"), /^ {2}await picture\.paint\(5\);$/m);
  const { value } = (await import(pathToFileURL(path.join(project, "main.ts")).href)) as { value(): Promise<number[]> };
  assert.equal((await value()).length, 5);

  const both = await loopsmith(project, "apply", "--all", "--async", "--sync");
  assert.equal(both.status, 2);
  assert.match(both.err, /--sync and --async exclude each other/);
});

test("apply --inverse takes a call back, and the kernel module with its last kernel", async () => {
  const project = path.join(folder, "inverse");
  fs.mkdirSync(project);
  fs.writeFileSync(path.join(project, "package.json"), '{ "type": "module" }\n');
  const text = source.slice(0, source.indexOf("export function relax"));
  fs.writeFileSync(path.join(project, "a.ts"), text);
  assert.equal((await loopsmith(project, "apply", "a.ts:3", "--force", "--sync", "--write")).status, 0);
  assert.match(fs.readFileSync(path.join(project, "a.ts"), "utf8"), /parallelMapSync/);
  const { status, err, out } = await loopsmith(project, "apply", "--inverse", "a.ts:5");
  assert.equal(status, 0, err);
  assert.match(out, /^--- a\/a\.kernels\.ts\n\+\+\+ \/dev\/null$/m);
  assert.equal((await loopsmith(project, "apply", "--inverse", "a.ts:5", "--write")).status, 0);
  assert.equal(fs.readFileSync(path.join(project, "a.ts"), "utf8"), text);
  assert.equal(fs.existsSync(path.join(project, "a.kernels.ts")), false);

  const none = await loopsmith(project, "apply", "--inverse", "a.ts:5");
  assert.match(none.err, /^There is no call of parallelMap at a\.ts:5\. Give the line/);
  const both = await loopsmith(project, "apply", "--inverse", "--all");
  assert.match(both.err, /^--inverse and --all exclude each other\./);
});

async function resultOf(project: string, file: string): Promise<unknown> {
  const module = (await import(pathToFileURL(path.join(project, file)).href)) as { value(): unknown };
  return module.value();
}

const sums = `export function norm(h: number, w: number, u: Float64Array): number {
  let norm = 0;
  for (let y = 0; y < h; y++) {
    for (let x = 1; x < w; x++) norm += (u[y * w + x]! - u[y * w + x - 1]!) ** 2;
  }
  return norm;
}

export function product(xs: bigint[]): bigint {
  let all = 1n;
  for (const x of xs) all *= x;
  return all;
}

export function newton(v: number, steps: number): number {
  let x = v;
  for (let i = 0; i < steps; i++) x = (x + v / x) / 2;
  return x;
}

export const value = (): unknown => [norm(2, 3, Float64Array.of(1, 2, 4, 7, 3, 9)), product([2n, 3n, 4n]), newton(2, 9)];
`;

test("apply --reassociate combines by partial results, one loop or all that are promising, and never unasked", async () => {
  const project = path.join(folder, "sums");
  fs.mkdirSync(project);
  fs.writeFileSync(path.join(project, "package.json"), '{ "type": "module" }\n');
  fs.writeFileSync(path.join(project, "before.ts"), sums);
  fs.writeFileSync(path.join(project, "after.ts"), sums);
  const unasked = await loopsmith(project, "apply", "after.ts", "--all", "--force");
  assert.doesNotMatch(unasked.out, /chunks\(/);
  // A loop that is called serial, because there is too little to do in it.
  const one = await loopsmith(project, "apply", "after.ts:11", "--reassociate", "--sync");
  assert.equal(one.status, 0, one.err);
  assert.match(one.out, /\+ {2}for \(const allPart of parallelMapSync\(chunks\(xs\), productChunk, \{\}\)\) \{/);
  assert.doesNotMatch(one.err, /needs your review/);
  const serial = await loopsmith(project, "apply", "after.ts:17", "--reassociate");
  assert.equal(serial.status, 1);
  assert.match(serial.err, /^The loop at after\.ts:17 cannot run in parallel\.[\s\S]*`x` carries a value/);
  const all = await loopsmith(project, "apply", "after.ts", "--all", "--force", "--sync", "--reassociate", "--write");
  assert.equal(all.status, 0, all.err);
  assert.match(all.err, /^after\.ts:3 is rewritten and needs your review:\n {2}`norm` is added up for each part/m);
  assert.match(all.err, /^2 loops rewritten/m);
  assert.deepEqual(await resultOf(project, "after.ts"), await resultOf(project, "before.ts"));
});
