// Loops that advance by a number that only the run tells: what their iterations have to themselves if it is large enough.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const pixels = (body: string, head = "let i = 0; i < data.length; i += channels") => `
function f(data: Float64Array, channels: number, n: number): void {
  for$0 (${head}) {
    ${body}
  }
}`;

describe("a step that is a variable", () => {
  test("leaves each iteration the elements up to the next", () => {
    checkParallel(pixels("data[i] = Math.sqrt(data[i]! * 3);"), {
      pattern: "map",
      assumptions: ["step", "integer", "plain-data"],
    });
    checkParallel(pixels("for (let c = 0; c < channels; c++) data[i + c] = Math.sqrt(data[i + c]!);"), {
      pattern: "map",
    });
    checkSerial(pixels("for (let c = 0; c <= channels; c++) data[i + c] = Math.sqrt(data[i]!);"), [
      "carried-dependence",
    ]);
  });

  test("is tested to be as large as it must be", () => {
    checkParallel(pixels("data[i] = Math.sqrt(data[i + 1]! + data[i]!); data[i + 1] = data[i]!;"), { pattern: "map" });
    checkSerial(pixels("data[i] = Math.sqrt(data[i + 9]! + data[i]!); data[i + 9] = data[i]!;"), [
      "carried-dependence",
    ]);
  });

  test("downwards, and in steps that are computed", () => {
    checkParallel(pixels("data[i] = Math.sqrt(data[i]!);", "let i = n; i >= 0; i -= 2 * channels"), { pattern: "map" });
  });

  test("not when it may change, or may step over the end", () => {
    checkSerial(pixels("data[i] = Math.sqrt(data[i]!); channels++;"), ["carried-dependence", "loop-form"]);
    checkSerial(pixels("data[i] = Math.sqrt(data[i]!);", "let i = 0; i !== n; i += channels"), [
      "carried-dependence",
      "loop-form",
    ]);
    checkSerial(pixels("data[i] = Math.sqrt(data[i]!);", "let i = 1; i < n; i += i"), [
      "carried-dependence",
      "loop-form",
    ]);
  });
});

test("the halves of a butterfly", () => {
  checkParallel(
    `
function pass(re: Float64Array, n: number, dual: number, w: Float64Array): void {
  for$0 (let b = 0; b < n; b += 2 * dual) {
    for (let a = 0; a < dual; a++) {
      const i = b + a;
      const j = b + a + dual;
      const t = re[j]! * Math.cos(w[a]!);
      re[j] = re[i]! - t;
      re[i] = re[i]! + t;
    }
  }
}`,
    { pattern: "map", split: { writes: "re" } },
  );
});

describe("blocks that end at the nearer of two bounds", () => {
  const blocks = (end: string, before = "") => `
function f(a: Float64Array, n: number, size: number): void {
  for$0 (let b = 0; b < n / size; b++) {
    const from = b * size;
    ${before}
    for (let i = from; i < ${end}; i++) a[i] = Math.sin(a[i]!) + 1;
  }
}`;

  test("do not meet", () => {
    checkParallel(blocks("to", "const to = Math.min(n, from + size);"), { pattern: "map", split: { writes: "a" } });
    checkParallel(blocks("Math.min(from + size, n)"), { pattern: "map" });
  });

  test("unless it is the further one, or reaches into the next block", () => {
    checkSerial(blocks("Math.max(from + size, n)"), ["carried-dependence"]);
    checkSerial(blocks("Math.min(from + size + 1, n)"), ["carried-dependence"]);
    checkSerial(blocks("to", "let to = Math.min(n, from + size); to = n;"), ["carried-dependence"]);
  });
});
