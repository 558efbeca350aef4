// Values that the file of the kernel would import: the caller reads those that change.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";
import { checkRewrite, openProject, planIn } from "../../../test/support/rewriteProject.js";

test("a field of a class that is set somewhere is read by the caller", () => {
  checkParallel(
    `
class Scale { static by = 1; }
export function setScale(value: number): void { Scale.by = value; }
function work(x: number): number { return Math.exp(Math.sin(x)); }
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(work(x) * Scale.by);
  return out;
}`,
    { pattern: "commit", split: { channels: "workResult" } },
  );
});

test("not a field that nobody sets", () => {
  checkParallel(
    `
class Scale { static by = 2; }
function work(x: number): number { return Math.exp(Math.sin(x)); }
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(work(x) * Scale.by);
  return out;
}`,
    { pattern: "commit", split: { channels: "value" } },
  );
});

test("a variable of a namespace that is set somewhere is read by the caller", () => {
  checkParallel(
    `
namespace Scale { export let by = 1; }
export function setScale(value: number): void { Scale.by = value; }
function work(x: number): number { return Math.exp(Math.sin(x)); }
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(work(x) * Scale.by);
  return out;
}`,
    { pattern: "commit", split: { channels: "workResult" } },
  );
});

test("not a variable of the loop's own file, which is handed over", () => {
  checkParallel(
    `
let by = 1;
export function setScale(value: number): void { by = value; }
function work(x: number): number { return Math.exp(Math.sin(x)); }
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(work(x) * by);
  return out;
}`,
    { pattern: "commit", split: { liveIns: "by" } },
  );
});

test("a function that reads such a field", () => {
  checkSerial(
    `
class Scale { static by = 1; }
export function setScale(value: number): void { Scale.by = value; }
function scaled(x: number): number { return Math.exp(Math.sin(x)) * Scale.by; }
export function all(xs: number[]): number[] { return xs.map((x) => scaled(x)); }`,
    ["module-state"],
  );
});

/** A loop that calls a function which reads the module's state; \`tune\` may change that. */
const told = (state: string, read: string, tune = "") => `
${state}
export function tune(names: Record<string, number>, k: number): unknown { ${tune} return k; }
function use(x: number): number { return Math.exp(Math.sin(x)) * ${read}; }
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for$0 (const x of xs) out.push(use(x));
  return out;
}`;
const stays = (...text: Parameters<typeof told>) => checkParallel(told(...text), { pattern: "commit" });
const changes = (...text: Parameters<typeof told>) => checkSerial(told(...text), ["module-state"]);
const table = "const table = [1, 2, 3];";

test("a constant stays what it is while it is read, under its own name or another", () => {
  stays(table, "table[0]!", "for (const x of table) k += x;");
  stays(table, "table[0]!", "const [first] = table; if (table === (names as unknown)) k = first!;");
  stays(table, "table[0]!", "k += table.map((x) => x * 2).length + Math.max(...table) + JSON.stringify(table).length;");
  stays("const [by] = [2, 3];", "by");
  stays("const primes = new Set([2, 3, 5].map((x) => x + 1)); const words = Object.freeze({ a: [1] });", "primes.size");
});

test("not what somebody has by another name, or was given", () => {
  changes(`${table} const view = table;`, "view[0]!", "table[0] = k;");
  changes("const other = { by: [2] }; const scale = { part: other };", "scale.part.by[0]!", "other.by[0] = k;");
  changes("const rows = [[2]]; const all = new Set(rows);", "all.size", "rows[0]![0] = k;");
  changes("const row = [2]; const all = new Array(row, row);", "all[0]![0]!", "row[0] = k;");
  changes("const memory = new ArrayBuffer(8); const scale = new Float64Array(memory);", "scale[0]!");
  changes(`${table} const alias = table; export { alias };`, "table[0]!");
  changes("const [scale] = [[1, 2]];", "scale![0]!", "scale![0] = k;");
  changes("let { by } = { by: 1 };", "by", "by = k;");
  changes("var by = 1; if (Date.now() > 5) { var by = 2; }", "by");
});

test("not what a function changes that is only named, or gets all there is", () => {
  const double = "function double(x: number, i: number, all: number[]): void { all[i] = x * 2; }";
  changes(`${table} ${double}`, "table[0]!", "table.forEach(double);");
  changes("const rows = [{ v: 1 }];", "rows[0]!.v", "rows.forEach(function () { arguments[0].v = k; });");
  changes(
    "const row = { v: 1 }; function set(key: string, value: unknown): unknown { row.v = 2; return value; }",
    "row.v",
    "JSON.stringify(row, set);",
  );
});

test("not where reading or converting runs a function that changes it", () => {
  changes("const seq = { n: 0, get next(): number { this.n += 1; return this.n; } };", "seq.n", "k = seq.next;");
  changes(
    "const seq = { n: 0, *[Symbol.iterator]() { this.n += 1; yield 1; } };",
    "seq.n",
    "for (const x of seq) k += x;",
  );
  changes("const seq = { n: 0, valueOf(): number { this.n += 1; return 1; } };", "seq.n", "if (+seq > 2) k = 1;");
});

test("nor a field of a class that is reached otherwise", () => {
  stays(
    "class Scale { static by = 2; static #own = 3; static own() { return Scale.#own; } }",
    "Scale.by * Scale.own()",
  );
  changes("class Base { static by = 1; } class Scale extends Base {}", "Scale.by", "Base.by = k;");
  changes(
    "class Scale { static #by = 1; static get() { return Scale.#by; } static set(k: number) { Scale.#by = k; } }",
    "Scale.get()",
  );
  changes("class Scale { static by = 1; }", "Scale.by", 'Scale["by"] = k;');
  changes("class Scale { static by = 1; }", "Scale.by", "Object.assign(Scale, { by: k });");
});

test("nor a variable of a namespace that is reached otherwise", () => {
  stays("namespace N { export let by = 2; }", "N.by");
  changes("namespace N { export let by = 1; }", "N.by", 'N["by"] = k;');
  changes(
    "namespace N { export let by = 1; } function set(to: { by: number }): void { to.by = 2; }",
    "N.by",
    "set(N);",
  );
});

test("nor what converts itself by a function that changes it", () => {
  stays("const row = { v: 1 };", "row.v", "JSON.stringify(row);");
  changes("const row = { v: 1, toJSON(): number { this.v = 5; return 1; } };", "row.v", "JSON.stringify(row);");
});

test("what a function has besides is state like any other", () => {
  checkSerial(
    `
function next(): number { return next.n++; }
next.n = 0;
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for$0 (const x of xs) out.push(Math.sqrt(x + next()));
  return out;
}`,
    ["possible-alias"],
  );
  changes("function count(): number { return 1; } count.by = 1;", "count.by", "count.by = k;");
});

const other = "const other = { by: 1, list: [1] };";

test("what a constant is computed from stays what it is", () => {
  stays(`${other} const by = other.by * 2;`, "by");
  stays(`${other} const { by } = other; const sizes = other.list.map((x) => x + by);`, "sizes.length");
  stays(`${other} const pick = other.by > 2 ? (x: number) => x : (x: number) => -x;`, "pick(x)");
  stays("class Scale { static by = Math.max(1, 2); }", "Scale.by");
});

test("nor by what the module has changed itself until then: it does so in a worker, too", () => {
  stays(`${other} const by = other.by * 2;`, "by", "other.by = k;");
  stays(
    `let seed = 42;
     function drawn(): number { seed = (seed * 16807) % 2147483647; return seed; }
     const noise = Array.from({ length: 16 }, drawn);`,
    "noise[0]!",
  );
  stays("class Scale { static part = 2; static by = Scale.part * 2; static { console.log(Scale.by); } }", "Scale.by");
  stays("const by = (console.log(2), 3); let state = 1; const twice = state + by;", "twice", "state = k;");
});

test("not where each thread comes to another value", () => {
  changes("const seed = Math.random();", "seed");
  changes("const seeds = Array.from({ length: 3 }, () => Math.random());", "seeds.length");
  changes("const start = Date.now();", "start");
  changes("class Scale { static by = Math.random(); }", "Scale.by");
  changes("const drawn = () => Math.random(); const by = drawn();", "by");
  changes("const { by = Math.random() } = {} as { by?: number };", "by");
  changes("namespace Scale { export const by = new Date().getTime(); }", "Scale.by");
  changes("class Scale { part = Math.random(); } const scale = new Scale();", "scale.part");
  changes("let seed = Date.now(); function drawn(): number { return seed++; } const by = drawn();", "by");
});

const crc = (fill: string, more = "") => `
export const TABLE = new Uint32Array(256);
${fill}
${more}
export function crc(bytes: readonly number[]): number {
  let c = ~0;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 255]! ^ (c >>> 8);
  return ~c >>> 0;
}
`;
const fill =
  "for (let n = 0; n < 256; n++) { let c = n; for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; TABLE[n] = c >>> 0; }";
const summed = `import { crc } from "./crc.js";
export function sums(parts: readonly (readonly number[])[]): number[] {
  const out: number[] = [];
  for$0 (const part of parts) out.push(crc(part));
  return out;
}
`;

test("a table that its module fills while it is loaded, as a worker does, too", async () => {
  await checkRewrite(
    { "a.ts": summed, "crc.ts": crc(fill) },
    { expression: "sums([[1, 2], [3], []])", contains: { "a.kernels.ts": ['import { crc } from "./crc.js";'] } },
  );
});

test("not one that is filled otherwise in a worker, or later, or by somebody else", () => {
  const refused = (text: string) =>
    assert.throws(
      () => planIn(openProject({ "a.ts": summed, "crc.ts": text }), "parallel-map-sync"),
      /reads `TABLE`/,
      text,
    );
  refused(crc("for (let n = 0; n < 256; n++) TABLE[n] = Math.random() * 9;"));
  refused(crc(fill, "export function patch(k: number): void { TABLE[k] = 0; }"));
  refused(crc("function init(to: Uint32Array): void { to[0] = 1; } init(TABLE);"));
  stays("const table = [1, 2];", "table[1]!");
});

test("nor what the loop's own file fills, as long as nothing stays there that has changed it by then", () => {
  stays("const table = [1]; table.push(2);", "table[1]!");
  stays("const table: number[] = []; for (var i = 0; i < 9; i++) table.push(i);", "table[1]!");
  stays(`${other} const table = [other.by];`, "table[0]!", "other.by = k;");
  changes(`${other} function setUp(): void { other.by = 7; } setUp(); const table = [other.by];`, "table[0]!");
  changes(
    `${other} function base() { other.by = 7; return Object; } class A extends base() {} const table = [other.by];`,
    "table[0]!",
  );
  changes(`${other} const table = [other.by]; other.list.pop(); table[0] = other.list.length;`, "table[0]!");
});

test("what stays there may change it under another name", () => {
  const rows = "const rows: number[][] = [[1], [2]];";
  const table = "const table = [rows[0]![0]!, rows[1]![0]!];";
  changes(`${rows} for (const row of rows) row[0] = 70; ${table}`, "table[0]!");
  changes(`${rows} rows.forEach((row) => { row[0] = 70; }); ${table}`, "table[0]!");
  changes(`${rows} [7].forEach((x) => { for (const row of rows) row[0] = x; }); ${table}`, "table[0]!");
  changes(`${rows} const first = rows[0]!; first[0] = 70; ${table}`, "table[0]!");
  changes(`${rows} function setUp(): void { for (const row of rows) row.pop(); } setUp(); ${table}`, "table[0]!");
  // It only looks.
  stays(`${rows} for (const row of rows) row.at(0); ${table}`, "table[0]!");
});
