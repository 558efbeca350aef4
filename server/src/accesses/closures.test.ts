// Functions that a call has made, with variables of their own: one for each iteration, or one for all.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const generators = `
function stream(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
let drawn = 0;
function counting(): () => number { return () => Math.sqrt(drawn++); }
function scaler(by: number): (x: number) => number { return (x) => Math.sqrt(x) * by; }
function updater(weights: number[]): (k: number) => number { return (k) => { weights[k] = Math.sqrt(weights[k]!); return k; }; }
function counters(): () => () => number { let count = 0; return () => () => Math.sqrt(count++); }
`;

const loop = (body: string, before = "") => `${generators}
function f(out: Float64Array, weights: number[]): void {
  ${before}
  for$0 (let i = 0; i < out.length; i++) { ${body} }
}`;

describe("a generator of random numbers", () => {
  test("for each iteration", () => {
    checkParallel(loop("const random = stream(i); out[i] = random() + random();"), {
      pattern: "map",
      split: { writes: "out", callees: "stream" },
    });
  });

  test("not one for all of them", () => {
    checkSerial(loop("out[i] = Math.sqrt(random());", "const random = stream(1);"), ["carried-dependence"]);
  });

  test("not one that draws from a variable of the module", () => {
    checkSerial(loop("const next = counting(); out[i] = next();"), ["carried-dependence", "module-state"]);
  });
});

describe("a function that a call has made", () => {
  test("may keep what it was made with", () => {
    checkParallel(loop("const scaled = scaler(i); out[i] = scaled(i) + scaled(3);"), { pattern: "map" });
  });

  test("not an array of the caller, nor a variable of the maker's maker", () => {
    checkSerial(loop("const update = updater(weights); out[i] = update(i);"), ["unknown-call"]);
    checkSerial(loop("const next = make(); out[i] = next();", "const make = counters();"), ["carried-dependence"]);
  });

  test("does not travel to a worker", () => {
    checkSerial(loop("out[i] = scaled(i);", "const scaled = scaler(2);"), ["nothing-to-share"]);
  });

  test("is not known when another one may be in its place", () => {
    checkSerial(loop("let scaled = scaler(i); if (i > 3) scaled = Math.sqrt; out[i] = scaled(i);"), ["unknown-call"]);
  });

  test("nor when it holds itself", () => {
    checkSerial(
      "function g(n: number) { const a: () => number = b(), b: () => number = a(); for (let i = 0; i < n; i++) a(); }",
      ["unknown-call"],
    );
  });
});

test("what a class or an importer reads later is seen after the loop", () => {
  const last = (before: string, after = "") => `
${before}
let last = 0;
export function f(n: number): number[] {
  const out: number[] = [];
  $0for (let i = 0; i < n; i++) { last = Math.sqrt(i); out.push(last * 2); }
  return out;
}
${after}`;
  const commit = (text: string) =>
    checkParallel(text, { pattern: "commit", split: { commit: "last = Math.sqrt(i); out.push(last * 2);" } });
  commit(last("export { last };"));
  commit(last("", "export class Snapshot { value = last; }"));
});

test("what `eval` may name is seen, too", () => {
  const answering = (answer: string) => `
export function f(n: number): unknown {
  const out: number[] = [];
  let last = 0;
  $0for (let i = 0; i < n; i++) { last = Math.sqrt(i); out.push(last * 2); }
  return ${answer};
}`;
  checkParallel(answering("out"), { pattern: "commit", split: { commit: "out.push(last * 2);" } });
  const commit = "last = Math.sqrt(i); out.push(last * 2);";
  checkParallel(answering('eval("last")'), { pattern: "commit", split: { commit } });
});
