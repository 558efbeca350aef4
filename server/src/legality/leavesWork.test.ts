// Loops of which a part could be computed apart, and whether that part is worth a worker.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const f = (body: string) => `
function heavy(x: number): number { let s = x; for (let k = 0; k < 9; k++) s = Math.sqrt(s + k); return s; }
function f(xs: Float64Array, ys: Float64Array, cost: number[], n: number, rounds: number): unknown {
  ${body}
}`;

describe("beside a chain of steps", () => {
  test("a new array is nothing to wait for, what is computed into it is", () => {
    const rounds = (fill: string) =>
      f(`let rank = new Float64Array(n);
  for$0 (let r = 0; r < rounds; r++) {
    const next = new Float64Array(n)${fill};
    for (let u = 0; u < n; u++) next[u]! += rank[n - 1 - u]! * 0.85;
    rank = next;
  }
  return rank;`);
    checkSerial(rounds(""), ["carried-dependence"]);
    checkSerial(rounds(".fill((1 - 0.85) / n)"), ["carried-dependence"]);
    checkParallel(rounds(".map((_, u) => heavy(u * r))"), { pattern: "commit" });
  });

  test("neither are the terms of the next step of a table", () => {
    checkSerial(
      f(`for$0 (let j = 1; j < n; j++) {
    ys[j] = Math.min(ys[j - 1]! + 1, xs[j]! + 1, xs[j - 1]! + (cost[j] === 0 ? 0 : 1));
  }
  return 0;`),
      ["carried-dependence"],
    );
    checkSerial(
      f(`for$0 (let j = n - 1; j >= 0; j--) {
    const at = 4 * j + n;
    ys[at] = cost[j] === n ? xs[at + n + 2]! + 1 : Math.max(xs[at + n]!, ys[at + 4]!);
  }
  return 0;`),
      ["carried-dependence"],
    );
    checkParallel(f("for$0 (let j = 1; j < n; j++) ys[j] = ys[j - 1]! + heavy(xs[j]!); return 0;"), {
      pattern: "commit",
    });
  });

  test("nor a number that is the same in every step", () => {
    const product = (factor: string) =>
      f(`let v = 1;
  let seed = n;
  const next = () => (seed = (seed * 16807) % 2147483647);
  for$0 (let i = 0; i < n; i++) v *= Math.exp(${factor});
  return v;`);
    checkSerial(product("n - 0.5 * rounds * rounds + rounds * next()"), ["carried-dependence"]);
    checkParallel(product("n - 0.5 * rounds * rounds + rounds * xs[i]!"), { pattern: "reduction" });
  });
});

describe("beside what only gathers", () => {
  test("a new array is as good as any other", () => {
    checkParallel(
      f("const rows: Float64Array[] = []; for$0 (let i = 0; i < n; i++) rows.push(new Float64Array(n)); return rows;"),
      {
        pattern: "commit",
      },
    );
  });

  test("and a place that is counted up takes what was computed for it", () => {
    checkParallel(
      f("let k = 0; for$0 (let i = 0; i < n; i++) if (cost[i]! > 3) ys[k++] = xs[i]! * xs[i]! + 1; return k;"),
      { pattern: "commit" },
    );
  });
});
