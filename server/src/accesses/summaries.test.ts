// Summaries of functions: what a walk over linked objects reads and writes, and what a function puts where.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const walk = (body: string, after = "") => `
interface Tree { value: number; hits: number; left?: Tree; right?: Tree; }
function nearest(tree: Tree | undefined, x: number, best: { d: number; at: number }): void {
  if (!tree) return;
  const d = Math.abs(tree.value - x);
  if (d < best.d) { best.d = d; ${body} }
  const [near, far] = x < tree.value ? [tree.left, tree.right] : [tree.right, tree.left];
  nearest(near, x, best);
  if (d < best.d) nearest(far, x, best);
}
function all(tree: Tree, xs: number[]): number[] {
  return xs.map((x) => { const best = { d: Infinity, at: 0 }; nearest(tree, x, best); ${after} return best.d; });
}`;

describe("a walk down a tree", () => {
  test("reads the tree, however deep it is, and writes what it is given", () => {
    checkParallel(walk("best.at = tree.value;"), { pattern: "map" });
  });

  test("not when it marks where it has been and looks at the marks", () => {
    checkSerial(walk("best.at = tree.hits++;"), ["carried-dependence", "possible-alias"]);
    checkSerial(walk("tree.hits++;", "best.d += tree.left!.right!.left!.hits;"), [
      "carried-dependence",
      "possible-alias",
    ]);
  });
});

const put = (body: string) => `
interface Box { v: number[] }
function put(box: Box, v: number[]): void { box.v = v; }
function putBehind(box: Box, v: number[]): void { put(box, v); }
function putNew(box: Box, x: number): void { box.v = [x]; }
class Holder { v: number[] = [0]; set(v: number[]): void { this.v = v; } }
export function f(n: number, shared: number[]): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) { const box = { v: [0] }; ${body} box.v[0] = Math.sqrt(box.v[0]! + i); out.push(box.v[0]!); }
  return out;
}`;

describe("a function that puts an object into another one", () => {
  test("is seen when it puts a new one there, or one of this iteration", () => {
    checkParallel(put("putNew(box, i);"), { pattern: "commit" });
    checkParallel(put("put(box, [i]); putBehind(box, [i]);"), { pattern: "commit" });
  });

  test("not as if nothing were there when all iterations share it", () => {
    checkSerial(put("put(box, shared);"), ["carried-dependence"]);
    checkSerial(put("putBehind(box, shared);"), ["carried-dependence"]);
    checkSerial(put("[box].forEach((each) => put(each, shared));"), ["carried-dependence"]);
  });

  test("nor when it is a method", () => {
    checkParallel(put("const own = new Holder(); own.set([i]); own.v[0] = i;"), { pattern: "commit" });
    checkSerial(
      put("const own = new Holder(); own.set(shared); own.v[0] = Math.sqrt(own.v[0]! + i); box.v[0] = own.v[0];"),
      ["carried-dependence"],
    );
  });

  test("nor when the library calls it", () => {
    const behind = put("[box].forEach(fill); ").replace(
      "class Holder",
      "const table = [1]; function fill(box: Box): void { box.v = table; } class Holder",
    );
    checkSerial(behind, ["hidden-call", "module-state"]);
  });
});

describe("a function that declares its `this`", () => {
  const set = (body: string) => `
function set(this: void, a: number[], v: number): void { ${body} }
export function f(shared: number[], n: number): number[] {
  const out: number[] = [];
  for$0 (let i = 0; i < n; i++) { set(shared, i); out.push(Math.sqrt(shared[0]! + i) + Math.sin(i)); }
  return out;
}`;

  test("gets its arguments behind it", () => {
    checkParallel(set("if (v > a.length) return;"), { pattern: "commit" });
    checkSerial(set("a[0]! += v;"), ["carried-dependence"]);
  });

  test("also when it is handed over", () => {
    const handed = (body: string) => `
function apply(this: void, g: (x: number) => number, x: number): number { return g(x); }
export function f(out: Float64Array): void {
  let sum = 0;
  for$0 (let i = 0; i < out.length; i++) out[i] = apply(function (this: void, x) { ${body} return Math.sqrt(x); }, i);
}`;
    checkParallel(handed(""), { pattern: "map" });
    checkSerial(handed("sum += x; if (sum > 3) return sum;"), ["carried-dependence"]);
  });
});
