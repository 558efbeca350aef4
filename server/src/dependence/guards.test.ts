// Conditions around an access that keep it away from others.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { analyse, checkParallel, checkSerial } from "../../../test/support/check.js";

const over = (body: string) => `
function f(a: Float64Array, m: number[][], n: number, k: number): void {
  for (let i = 0; i < n; i++) { ${body} }
}`;
const wholesOf = (text: string) => {
  const { verdict } = analyse(text).find(({ verdict }) => verdict.kind === "parallel")!;
  return verdict.kind === "parallel" ? verdict.split.integers.map((each) => each.getText()) : [];
};
const yes = (body: string) => checkParallel(over(body), { pattern: "map" });
const no = (body: string) => checkSerial(over(body), ["carried-dependence"]);

describe("a condition", () => {
  test("keeps an iteration from the place that all read", () => {
    yes("if (i !== k) a[i] = Math.sqrt(a[i]! - a[k]!);");
    yes("if (i === k) continue; a[i] = Math.sqrt(a[i]! - a[k]!);");
    yes("if (!(i === k)) { const f = a[k]!; a[i] = Math.sqrt(a[i]! - f); }");
    yes("a[i] = i === k ? 1 : Math.sqrt(a[i]!);");
    no("if (i !== k + 1) a[i] = Math.sqrt(a[i]! - a[k]!);");
    no("if (i !== k) a[i] = 0; a[i] = Math.sqrt(a[k]!);");
  });

  test("orders what is read and what is written", () => {
    yes("if (i > k) a[i] = Math.sqrt(a[k]! + a[k - 1]!);");
    yes("if (i <= k) continue; a[i] = Math.sqrt(a[k]! + a[k - 1]!);");
    yes("if (n > 3 && i > k) a[i] = Math.sqrt(a[k]!);");
    no("if (i >= k) a[i] = Math.sqrt(a[k]! + a[k - 1]!);");
    no("if (n > 3 || i > k) a[i] = Math.sqrt(a[k]!);");
  });

  test("around the loop holds in each iteration", () => {
    const around = (head: string, body: string) => `
function f(a: Float64Array, b: Float64Array, n: number, k: number): void {
  ${head}for$0 (let i = 0; i < n; i++) { ${body} }
}`;
    const ahead = "a[i] = Math.sqrt(a[i + k]! + b[i]!);";
    checkParallel(around("if (k > 0) ", ahead), {
      pattern: "commit",
      assumptions: ["disjoint", "integer", "plain-data"],
    });
    checkParallel(around("if (k <= 0) return; ", ahead), { pattern: "commit" });
    checkParallel(around("if (k >= n) ", ahead.replace("a[i] =", "b[i] =")), { pattern: "map" });
    checkParallel(around("if (k < n) return; ", "a[i + k] = Math.sqrt(a[i]!);"), { pattern: "map" });
    checkSerial(around("if (k < 0) ", ahead), ["carried-dependence"]);
    checkSerial(around("if (k > 0) k--; ", ahead), ["carried-dependence"]);
    checkSerial(around("if (k > 0) k--; if (k > 0) ", ahead), ["carried-dependence"]);
    checkSerial(around("if (k < n - 1) return; ", "a[i + k] = Math.sqrt(a[i]!);"), ["carried-dependence"]);
    const shadowed = `{ const k = b.length - 2 * n; ${around("", ahead).slice(around("", ahead).indexOf("for$0"), -2)} }`;
    checkSerial(around("", "").replace(/for\$0.*/, `if (k > 0) ${shadowed}`), ["carried-dependence"]);
  });

  test("says nothing of numbers that are none, even where they cancel out", () => {
    for (const body of ["if (!(k <= k)) a[i] = a[i - 1]! + 1;", "if (k <= k) continue; a[i] = Math.sqrt(a[i - 1]!);"])
      assert.ok(wholesOf(over(body)).includes("k"), body);
    assert.deepEqual(wholesOf(over("if (!(i <= n)) a[i] = Math.sqrt(a[i]!);")), []);
    assert.ok(wholesOf(over("a[i + k - k] = Math.sqrt(i);")).includes("k"));
    assert.ok(wholesOf(over("a[i + 0 * k] = Math.sqrt(i);")).includes("k"));
    const strided = "for (let j = k; j < k + 3; j++) a[p++] = Math.sqrt(j);";
    assert.ok(wholesOf(over(strided).replace("for", "let p = 0; for")).includes("k"));
  });

  test("holds only where nothing changes what it compares", () => {
    no("if (i !== k) { k = i; } a[i] = Math.sqrt(a[k]!);");
    no("let at = i; if (at !== k) { at = k; a[at] = Math.sqrt(a[k]! + a[i]!); }");
  });
});

describe("the bounds of an inner loop", () => {
  test("keep the two halves of a matrix apart", () => {
    checkParallel(over("for (let j = 0; j < i; j++) m[i]![j] = Math.sqrt(m[j]![i]!);"), { pattern: "map" });
    checkSerial(over("for (let j = 0; j <= i + 1; j++) m[i]![j] = Math.sqrt(m[j]![i]!);"), ["carried-dependence"]);
  });
});
