// The reason failure-order: loops that have it beyond the example in its head, and the nearest loops that have not.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../../test/support/check.js";

const helpers = `
function root(x: number): number { if (x < 0) throw new RangeError("negative"); return Math.sqrt(x); }
function wave(x: number): number { let s = x; for (let k = 0; k < 99; k++) s += Math.sin(s + k); return s; }
`;

test("not when the work comes first", () => {
  checkParallel(
    `${helpers}function roots(xs: number[], seen: number[], out: number[]): void {
  for$0 (const x of xs) { out.push(root(x)); seen.push(x); }
}`,
    { pattern: "commit", split: { order: "batches" } },
  );
});

test("not when the work cannot fail", () => {
  checkParallel(
    `${helpers}function waves(xs: number[], seen: number[], out: number[]): void {
  for$0 (const x of xs) { seen.push(x); out.push(wave(x)); }
}`,
    { pattern: "commit" },
  );
});

test("not when nobody can see what was done before", () => {
  checkParallel(
    `${helpers}function roots(xs: number[]): number[] {
  const out: number[] = [];
  let count = 0;
  for$0 (const x of xs) { count++; out.push(root(x) + wave(x)); }
  out.push(count);
  return out;
}`,
    { pattern: "commit" },
  );
});

test("a commit that throws comes before what the workers compute ahead", () => {
  const total = (label: string) => `${helpers}function total(xs: number[], limit: number): number {
  let sum = 0;
  ${label}for$0 (const x of xs) { if (sum > limit) throw new Error("too much"); sum += root(x); }
  return sum;
}`;
  checkParallel(total(""), { pattern: "commit", split: { startsAgain: "true" } });
  checkSerial(total("all: "), ["carried-dependence", "failure-order"]);
});

test("typed arrays are not written ahead of a commit that throws", () => {
  const text = (out: string, parameter: string) => `${helpers}function total(xs: number[], limit: number${parameter}) {
  let sum = 0;
  ${out}
  for$0 (let i = 0; i < xs.length; i++) {
    out[i] = wave(xs[i]!);
    sum += out[i]!;
    if (sum > limit) throw new Error("too much");
  }
  return out;
}`;
  checkParallel(text("", ", out: Float64Array"), { pattern: "commit", split: { writes: "" } });
  checkParallel(text("const out = new Float64Array(9);", ""), { pattern: "commit", split: { writes: "out" } });
});

test("not when what would come before is done in the other branch of a condition", () => {
  const text = (branches: string) => `${helpers}function roots(xs: number[], out: number[], seen: number[]): void {
  all: for$0 (const x of xs) { if (x === 1) { ${branches} } }
}`;
  checkParallel(text("seen.push(x); } else { out.push(root(x));"), { pattern: "commit" });
  checkSerial(text("seen.push(x); } if (x > 0) { out.push(root(x));"), ["failure-order"]);
});

describe("a loop that can be run again as its author wrote it", () => {
  const before = "seen.push(xs.length);";
  const roots = (head: string, rest = "") => `${helpers}
function take(from: number[]): number[] { return from.splice(0); }
function roots(xs: number[], seen: number[], out: number[]): boolean {
  for$0 (${head}) { ${before} out.push(root(x)); ${rest} }
  return true;
}`;

  test("shows itself how far it comes, and no worker has stored anything", () => {
    checkParallel(roots("const x of xs"), { pattern: "commit", split: { startsAgain: "true", order: "array" } });
    const text = roots("const x of xs").replace(before, `${before} ys[out.length] = x;`);
    checkParallel(text.replace("seen: number[],", "seen: number[], ys: Float64Array,"), {
      pattern: "commit",
      split: { startsAgain: "true", writes: "" },
    });
  });

  test("not where its head would take something twice, or where it can end early", () => {
    checkSerial(roots("const x of take(xs)"), ["failure-order"]);
    checkSerial(roots("const x of xs.values()"), ["failure-order"]);
    checkSerial(roots("const x of xs", "if (x > 1000) return false;"), ["early-exit", "failure-order"]);
    checkParallel(roots("let x = 0; x < Math.min(9, xs.length); x++"), { pattern: "commit" });
  });
});
