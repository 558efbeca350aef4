// An object that the function has made itself, beside one that it was handed: when they can be one.
import { describe, test } from "node:test";
import { checkParallel } from "../../../test/support/check.js";

const loop = "for$0 (let i = 1; i < given.values.length; i++) own[i] = Math.sqrt(given.values[i - 1]! + i);";
const head =
  "function keep(given: { values: number[] }, n: number): number[] { const own = new Array<number>(n).fill(0);";

describe("an array that is made in the function", () => {
  test("is nobody else's before it gets out, which it may do behind the loop", () => {
    checkParallel(`${head} ${loop} given.values = own; return own; }`, { pattern: "map", assumptions: ["plain-data"] });
    checkParallel(`${head} ${loop} return [own, given.values].flat(); }`, {
      pattern: "map",
      assumptions: ["plain-data"],
    });
  });

  const tested = { pattern: "map", assumptions: ["disjoint", "plain-data"] } as const;

  test("may be what it is compared with once it has got out", () => {
    checkParallel(`${head} given.values = own; ${loop} return own; }`, tested);
  });

  test("also in an earlier round of a loop around", () => {
    checkParallel(`${head} for (let r = 0; r < n; r++) { ${loop} given.values = own; } return own; }`, tested);
  });

  test("or by a function that runs who knows when", () => {
    checkParallel(
      `${head} const share = () => { given.values = own; }; if (n > 3) share(); ${loop} return own; }`,
      tested,
    );
  });
});

describe("workers write an array ahead of an iteration that may fail", () => {
  const over = (before: string) => `
declare const shelf: Record<string, unknown>;
declare function later(job: () => unknown): void;
declare function tag(parts: TemplateStringsArray, value: unknown): void;
export function filled(limit: number): void {
  const own = new Float64Array(4000);
  ${before}
  let total = 0;
  for$0 (let i = 0; i < 10; i++) {
    for (let k = 0; k < 400; k++) own[i * 400 + k] = Math.sqrt(k + i);
    total += own[i * 400]!;
    if (total > limit) throw new Error("too much");
  }
}`;

  test("where nobody else can see it", () => {
    checkParallel(over(""), { pattern: "commit", split: { writes: "own" } });
    checkParallel(over("const copy = own.slice(); shelf.copy = copy;"), {
      pattern: "commit",
      split: { writes: "own" },
    });
  });

  for (const before of [
    "shelf.all = [own];",
    "shelf.get = () => own;",
    "function get() { return own; } shelf.get = get;",
    "const get = () => own; const through = () => get(); shelf.get = through;",
    "shelf.holder = { get() { return own; } };",
    "class Holder { static readonly all = own; } shelf.holder = Holder;",
    "shelf.all = (function* () { yield own; })();",
    "later(() => own);",
    "tag`$" + "{own}`;",
    "shelf.memory = own.buffer;",
    "shelf.view = own.subarray(1);",
    "shelf.view = [own].map((each) => new DataView(each.buffer));",
    "class Holder { constructor(readonly all: Float64Array) {} keep() { shelf.holder = this; } } new Holder(own).keep();",
  ])
    test(`not after ${before}`, () => {
      checkParallel(over(before), { pattern: "commit", split: { writes: "" } });
    });

  for (const maker of [
    "function made() { const a = new Float64Array(4000); shelf.all = a; return a; }",
    "function made() { const a = new Float64Array(4000); shelf.get = () => a; return a; }",
    "const all: Float64Array[] = []; function made() { const a = new Float64Array(4000); all.push(a); return a; }",
    "let last: Float64Array; function made() { last = new Float64Array(4000); return last; }",
  ])
    test(`nor where its maker keeps it: ${maker}`, () => {
      const text = over("").replace("new Float64Array(4000)", "made()");
      checkParallel(`${text}\n${maker}`, { pattern: "commit", split: { writes: "" } });
    });

  test("but where its maker only counts", () => {
    const text = over("").replace("new Float64Array(4000)", "made()");
    const maker = "let count = 0; function made() { count++; return new Float64Array(4000); }";
    checkParallel(`${text}\n${maker}`, { pattern: "commit", split: { writes: "own" } });
  });

  test("nor where the function has handed it out in between", () => {
    const text = over("yield own;").replace("function filled(limit: number): void", "function* filled(limit: number)");
    checkParallel(text, { pattern: "commit", split: { writes: "" } });
  });
});

test("what its maker keeps may be found again", () => {
  const all = "const all: number[][] = [];";
  const made = (body: string) => `${all} function made(n: number): number[] { ${body} }
function keep(n: number): number[] { const own = made(n); const other = all[0]!;
  for$0 (let i = 1; i < n; i++) own[i] = Math.sqrt(other[i - 1]! + i); return own; }`;
  const tested = { pattern: "map", assumptions: ["disjoint", "plain-data"] } as const;
  checkParallel(made("const a = new Array<number>(n).fill(0); all.push(a); return a;"), tested);
  checkParallel(made("return new Array<number>(n).fill(0);"), { ...tested, assumptions: ["plain-data"] });
});

describe("an array gets out of the function", () => {
  const over = (before: string) => `
const stash: { rows: Float64Array; list: Float64Array[] } = { rows: new Float64Array(9), list: [] };
let later: { get(): Float64Array } | undefined;
class Sink { set item(value: Float64Array) { stash.rows = value; } }
class Check { static [Symbol.hasInstance](value: Float64Array): boolean { stash.rows = value; return true; } }
function fetch(): void { stash.rows = later!.get(); }
function run(api: { get(): Float64Array }): void { stash.rows = api.get(); }
export function f(n: number): Float64Array {
  const own = new Float64Array(n);
  ${before}
  const given = stash.rows;
  for$0 (let i = 1; i < n; i++) own[i] = Math.sqrt(given[i - 1]! + i);
  return own;
}`;
  const kept = (before: string) => checkParallel(over(before), { pattern: "map", assumptions: ["plain-data"] });
  const tested = (before: string) =>
    checkParallel(over(before), { pattern: "map", assumptions: ["disjoint", "plain-data"] });

  test("through a setter, or a test of the program", () => {
    kept("const box = { item: own };");
    tested("const sink = new Sink(); sink.item = own;");
    tested("const sink = new Sink(); [sink.item] = [own];");
    tested("Object.assign(new Sink(), { item: own });");
    tested("if ((own as unknown) instanceof Check) n = n;");
  });

  test("by a method, whatever it is called by", () => {
    tested('stash.list["push"](own); stash.rows = stash.list[0]!;');
  });

  test("in the rest of a pattern", () => {
    kept("const { ...all } = { own }; if (all.own.length > 9) n = 9;");
    tested("const { ...all } = { own }; stash.rows = all.own;");
    tested("const [...all] = [own]; stash.rows = all[0]!;");
    tested("let all: Float64Array[]; [...all] = [own]; stash.rows = all[0]!;");
    tested("const omit = ({ n, ...all }: { n: number; own: Float64Array }) => all; stash.rows = omit({ n, own }).own;");
    tested("stash.rows = [[own]].map(([...all]) => all[0]!)[0]!;");
  });

  test("among the arguments that a function takes together", () => {
    kept("const count = (...all: Float64Array[]) => all.length; n = count(own) + n - 1;");
    tested("const last = (...all: Float64Array[]) => all[all.length - 1]!; stash.rows = last(own);");
    tested("const first = (...[row]: Float64Array[]) => row!; stash.rows = first(own);");
    tested("const list = (...all: Float64Array[]) => all; stash.rows = list(own)[0]!;");
    tested("const box = (...all: Float64Array[]) => ({ all }); stash.rows = box(own).all[0]!;");
  });

  test("deep inside of what a function makes", () => {
    kept("const box = (row: Float64Array) => ({ inner: { row } }); n = box(own).inner.row.length;");
    tested("const box = (row: Float64Array) => ({ inner: { row } }); stash.rows = box(own).inner.row;");
    tested("const box = (row: Float64Array) => [[[row]]]; stash.rows = box(own)[0]![0]![0]!;");
    const chunks =
      "const all: T[][] = []; for (let i = 0; i < list.length; i += 2) all.push(list.slice(i, i + 2)); return all;";
    tested(`function chunk<T>(list: T[]): T[][] { ${chunks} } stash.rows = chunk([own])[0]![0]!;`);
  });

  test("through a class or a function of the function's own", () => {
    kept("class Own { static row = own; } if (Own.row.length > 9) n = 9;");
    tested("class Own { static row = own; static get() { return Own.row; } } stash.rows = Own.get();");
    tested("class Own { static row = own; static get() { return this.row; } } stash.rows = Own.get();");
    tested("class Own { get row() { return own; } } stash.rows = new Own().row;");
    tested("function last() { return last.row; } last.row = own; stash.rows = last();");
  });

  test("through a prototype, or a property that is defined", () => {
    kept("const box = { inner: { own } }; n = box.inner.own.length;");
    tested("const box = { __proto__: { own } } as unknown as { own: Float64Array }; stash.rows = box.own;");
    tested("const box = {} as { own: Float64Array }; Object.setPrototypeOf(box, { own }); stash.rows = box.own;");
    const get = "Object.defineProperty(box, 'own', { get: () => own });";
    tested(`const box = {} as { own: Float64Array }; ${get} stash.rows = box.own;`);
  });

  test("where it is converted", () => {
    kept("JSON.stringify({ own, toJSON(): number { return n; } });");
    tested("JSON.stringify({ own, toJSON(): number { stash.rows = this.own; return n; } });");
  });

  test("in a function or an instance that is handed on", () => {
    kept("function leak() { return own; } leak();");
    tested("function leak() { return own; } const api = { get: leak }; run(api);");
    tested("function leak() { return own; } later = { get: leak }; fetch();");
    tested("class Holder { get() { return own; } } later = new Holder(); fetch();");
  });
});
