// Which functions a value can be: chosen between, taken from a table, returned by a factory.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const functions = `
let calls = 0;
function root(x: number): number { return Math.sqrt(x) + 1; }
function square(x: number): number { return x * x + 1; }
function counted(x: number): number { return x + calls++; }
`;

const loop = (body: string, before = "", head = "") => `${functions}${head}
function f(out: Float64Array, xs: Float64Array, flag: boolean, key: string, other: (x: number) => number): void {
  ${before}
  for$0 (let i = 0; i < out.length; i++) { ${body} }
}`;

describe("one of several functions", () => {
  test("chosen once, before the loop", () => {
    checkParallel(loop("out[i] = g(xs[i]!);", "const g = flag ? root : square;"), {
      pattern: "map",
      assumptions: ["disjoint", "plain-data"],
      split: { callees: "g", liveIns: "out, xs" },
    });
  });

  test("not when one of them counts, or comes from outside", () => {
    checkSerial(loop("out[i] = g(xs[i]!);", "const g = flag ? root : counted;"), [
      "carried-dependence",
      "module-state",
    ]);
    checkSerial(loop("out[i] = g(xs[i]!);", "const g = flag ? root : other;"), ["unknown-call"]);
  });

  test("chosen in each iteration, or where it is called", () => {
    checkParallel(loop("const g = xs[i]! > 1 ? root : Math.abs; out[i] = g(i);"), { pattern: "map" });
    checkParallel(loop("out[i] = (xs[i]! > 1 ? root : square)(i);"), { pattern: "map" });
  });

  test("in a variable that nothing else is assigned to", () => {
    checkParallel(loop("let g = root; if (i > 3) g = square; out[i] = g(i);"), { pattern: "map" });
    checkSerial(loop("let g = root; if (i > 3) g = other; out[i] = g(i);"), ["unknown-call"]);
  });

  test("as a callback of the library", () => {
    checkParallel(loop("out[i] = [i, i + 1].map(flag ? root : square)[0]!;"), { pattern: "map" });
    checkSerial(loop("out[i] = [i, i + 1].map(flag ? root : counted)[0]!;"), ["carried-dependence", "module-state"]);
  });
});

describe("what a factory returns", () => {
  const factory = "function choose(flag: boolean) { if (flag) return root; return square; }";

  test("one of known functions", () => {
    checkParallel(loop("out[i] = g(i);", "const g = choose(flag);", factory), {
      pattern: "map",
      split: { callees: "g", liveIns: "out" },
    });
    checkParallel(loop("out[i] = choose(xs[i]! > 1)(i);", "", factory), { pattern: "map" });
  });

  test("not one that it was given", () => {
    const given = "function choose(flag: boolean, h: (x: number) => number) { if (flag) return root; return h; }";
    checkSerial(loop("out[i] = g(i);", "const g = choose(flag, other);", given), ["unknown-call"]);
  });

  test("literals that keep nothing, or what they were made with", () => {
    const literals =
      "function choose(k: number) { return k > 2 ? (x: number) => root(x) : (x: number) => square(x) + k; }";
    checkParallel(loop("const g = choose(i); out[i] = g(i);", "", literals), { pattern: "map" });
    checkSerial(loop("out[i] = g(i);", "const g = choose(3);", literals), ["nothing-to-share"]);
  });
});

describe("a table of functions", () => {
  const table = "const ops = { root, twice: (x: number) => root(x) * 2, third(x: number) { return root(x) / 3; } };";

  test("one of them, or any", () => {
    checkParallel(loop("out[i] = ops.twice(i) + ops.third(i);", "", table), {
      pattern: "map",
      split: { callees: "ops", liveIns: "out" },
    });
    checkParallel(loop("out[i] = ops[key as keyof typeof ops](i);", "", table), { pattern: "map" });
    checkParallel(
      loop("let v = i; for (const step of steps) v = step(v); out[i] = v;", "", "const steps = [root, square];"),
      {
        pattern: "map",
      },
    );
  });

  test("not any when one counts", () => {
    const counting = "const ops = { root, counted };";
    checkParallel(loop("out[i] = ops.root(i);", "", counting), { pattern: "map" });
    checkSerial(loop("out[i] = ops[key as keyof typeof ops](i);", "", counting), [
      "carried-dependence",
      "module-state",
    ]);
  });

  test("not one that somebody writes or gives away", () => {
    const call = "out[i] = ops.twice(i);";
    checkSerial(loop(call, "ops.twice = other;", table), ["unknown-call"]);
    checkSerial(loop(call, "delete (ops as any).twice;", table), ["unknown-call"]);
    checkSerial(loop(call, "Object.assign(ops, { twice: other });", table), ["unknown-call"]);
    checkSerial(loop(call, "const alias = ops; alias.twice = other;", table), ["unknown-call"]);
    checkSerial(loop(call, "", `${table} const given = [ops];`), ["unknown-call"]);
  });

  test("not one whose functions know the table", () => {
    const own = "const ops = { twice(x: number) { (this as any).twice = root; return x; } };";
    checkSerial(loop("out[i] = ops.twice(i);", "", own), ["dynamic-dispatch"]);
  });

  test("not a function of an array", () => {
    checkSerial(loop("out[i] = steps[i % 2]!(i); steps.push(other);", "", "const steps = [root, square];"), [
      "unknown-call",
    ]);
  });
});

describe("a function of the library", () => {
  test("under a name of its own", () => {
    checkParallel(
      loop(
        "out[i] = sqrt(i) + hypot(i, 2) + [i].map(sqrt)[0]!;",
        "",
        "const { sqrt } = Math; const hypot = Math.hypot;",
      ),
      {
        pattern: "map",
      },
    );
  });

  test("not what only has its type", () => {
    checkSerial(loop("out[i] = own(i);", "const own: typeof Math.sqrt = other;"), ["unknown-call"]);
    checkSerial(
      `export function f(xs: number[], own: { f: typeof Math.sqrt }) { const out = []; for (const x of xs) out.push(own.f(x)); }`,
      ["unknown-call"],
    );
  });
});
