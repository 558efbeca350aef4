// Numbers that each iteration advances by the same amount, and what only looks like them.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

/** A loop over pixels of which `body` computes one. */
const pixels = (body: string, options: { before?: string; after?: string; head?: string } = {}) => `
function f(src: Uint8Array, n: number, w: number, flag: boolean): Float64Array {
  const dst = new Float64Array(n);
  ${options.before ?? "let k = 0;"}
  for$0 (${options.head ?? "let i = 0; i < n; i++"}) {
    ${body}
  }
  ${options.after ?? ""}
  return dst;
}`;

const store = "dst[i] = Math.sqrt(src[k]! + src[k + 1]!);";

describe("a number advanced in the body", () => {
  test("by a constant", () => {
    checkParallel(pixels(`${store} k += 4;`), { pattern: "map", split: { writes: "dst" } });
    checkParallel(pixels(`k++; ${store} k = k + 2;`), { pattern: "map" });
    checkParallel(pixels("dst[k++] = Math.sqrt(src[i]!);"), { pattern: "map", split: { writes: "dst" } });
  });

  test("of a loop that counts by itself", () => {
    const loop = (body: string) => `
function f(src: Uint8Array, n: number): Float64Array {
  const dst = new Float64Array(n);
  let i = 0;
  let k = 0;
  while$0 (i < n) {
    ${body}
  }
  return dst;
}`;
    checkParallel(loop(`${store} k += 4; i++;`), { pattern: "map", split: { writes: "dst" } });
    checkParallel(loop(`k++; ${store} i++;`), { pattern: "map" });
    checkSerial(loop(`${store} if (src[i]! > 3) k++; i++;`), ["carried-dependence"]);
  });

  test("by a number that stays what it is, which is tested to be whole", () => {
    checkParallel(pixels(`${store} k -= w;`), { pattern: "map", assumptions: ["integer", "plain-data"] });
    checkSerial(pixels(`${store} k += w; w++;`), ["carried-dependence"]);
    checkSerial(pixels(`${store} k += i;`), ["carried-dependence"]);
  });

  test("not when an iteration may leave it as it is", () => {
    checkSerial(pixels(`${store} if (flag) k++;`), ["carried-dependence"]);
    checkSerial(pixels(`if (src[i] === 0) continue; ${store} k++;`), ["carried-dependence"]);
    checkSerial(pixels(`${store} flag && k++;`), ["carried-dependence"]);
  });

  test("nor when it is read afterwards", () => {
    checkSerial(pixels(`${store} k += 4;`, { after: "dst[0] = k;" }), ["carried-dependence"]);
    checkSerial(pixels(`${store} k += 4;`, { before: "let k = 0; const see = () => k;", after: "see();" }), [
      "carried-dependence",
    ]);
  });

  test("by steps of a counter that is not one", () => {
    checkParallel(pixels("dst[k] = Math.sqrt(src[i]!); k++;", { head: "let i = 0; i < n; i += 4" }), {
      pattern: "map",
    });
    checkSerial(pixels("dst[k] = Math.sqrt(dst[k - 1]!); k++;", { head: "let i = 0; i < n; i += 4" }), [
      "carried-dependence",
    ]);
  });
});

describe("a number advanced by a loop inside", () => {
  const grid = (row: string, before = "let p = 0;") => `
function f(src: Uint8Array, w: number, h: number): Float64Array {
  const dst = new Float64Array(w * h);
  ${before}
  for$0 (let y = 0; y < h; y++) {
    ${row}
  }
  return dst;
}`;
  const column = "dst[p] = Math.sqrt(src[p]!); p++;";

  test("as often for each row", () => {
    checkParallel(grid(`for (let x = 0; x < w; x++) { ${column} }`), { pattern: "map", split: { writes: "dst" } });
    checkParallel(grid(`for (let x = 0; x < w; x++) { ${column} } p++;`), { pattern: "map" });
  });

  test("not when the rows differ, or a row may end early", () => {
    checkSerial(grid(`for (let x = 0; x < y; x++) { ${column} }`), ["carried-dependence"]);
    checkSerial(grid(`for (let x = 0; x < w; x++) { if (src[p] === 0) break; ${column} }`), ["carried-dependence"]);
  });

  test("nor when it is used where there may be less than no columns", () => {
    checkSerial(grid(`dst[p] = Math.sqrt(y); for (let x = 0; x < w; x++) p++;`), ["carried-dependence"]);
    checkParallel(grid(`dst[p] = Math.sqrt(y); for (let x = 0; x < src.length; x++) p++;`), { pattern: "map" });
  });

  test("of a row that starts where the iteration says", () => {
    checkParallel(grid(`let q = y * w; for (let x = 0; x < w; x++) dst[q++] = Math.sqrt(src[x]!);`, ""), {
      pattern: "map",
      split: { writes: "dst" },
    });
    checkSerial(grid(`let q = y; for (let x = 0; x < w; x++) dst[q++] = Math.sqrt(dst[q]!);`, ""), [
      "carried-dependence",
    ]);
  });
});

describe("a number that the head advances beside its counter", () => {
  test("has a value in each iteration", () => {
    checkParallel(pixels("dst[j] = Math.sqrt(src[i]!);", { head: "let i = 0, j = n - 1; i < n; i++, j--" }), {
      pattern: "map",
      split: { writes: "dst" },
    });
    checkParallel(pixels("dst[i] = Math.sqrt(src[j]!);", { head: "let i = 0, j = 0; i < n; i++, j += 4" }), {
      pattern: "map",
    });
  });

  test("unless it ends the loop, or the body moves it on", () => {
    checkSerial(pixels("dst[j] = Math.sqrt(src[i]!);", { head: "let i = 0, j = n - 1; i < j; i++, j--" }), [
      "loop-form",
    ]);
    checkSerial(pixels("dst[j] = Math.sqrt(src[i]!); if (flag) j++;", { head: "let i = 0, j = 0; i < n; i++, j++" }), [
      "loop-form",
    ]);
    checkSerial(pixels("dst[i] = Math.sqrt(src[i]!);", { head: "let i = 0, j = 0; i < n; i++, i++" }), ["loop-form"]);
  });

  test("and two of them that meet are one place", () => {
    checkSerial(
      pixels("const t = dst[i]!; dst[i] = Math.sqrt(dst[j]!); dst[j] = t;", {
        head: "let i = 0, j = n - 1; i < n; i++, j--",
      }),
      ["carried-dependence"],
    );
  });
});

test("what only the caller needs is advanced by the caller", () => {
  checkParallel(
    `
function f(xs: number[]): number[] {
  const out: number[] = [];
  let k = 0;
  for$0 (const x of xs) { out[k] = Math.hypot(x, x * x) ** 1.5; k += 2; }
  return out;
}`,
    {
      pattern: "map",
      split: { channels: "value", liveIns: "", commit: "out[k] = Math.hypot(x, x * x) ** 1.5; k += 2;" },
    },
  );
});

test("what a failure hides does not have to come before it", () => {
  const pairs = (rest: string) => `
function f(p: number[][], n: number): Float64Array | undefined {
  const d = new Float64Array(n * n);
  let k = 0;
  ${rest}
}`;
  const loop = "for$0 (let i = 0; i < n; i++) for (let j = i; j < n; j++) d[k++] = Math.hypot(p[i]![0]!, p[j]![1]!);";
  checkParallel(pairs(`${loop} return d;`), { pattern: "commit", split: { channels: "hypotResult[]" } });
  const visible = (label: string) => pairs(`try { ${label}${loop} } catch { return d.subarray(k); }`);
  checkParallel(visible(""), { pattern: "commit", split: { startsAgain: "true" } });
  checkSerial(visible("all: "), ["carried-dependence", "failure-order"]);
});

test("the start is what stands there when the loop begins", () => {
  const moved = (before: string) => `
function f(a: number[], n: number): number {
  ${before}
  for$0 (let i = 0; i < n; i++) { a[k] = Math.sqrt(a[i]! + 1); k++; }
  return first;
}`;
  checkParallel(moved("let k = 0, first = 3;"), { pattern: "map" });
  checkSerial(moved("let k = 0, first = (k += 3);"), ["carried-dependence"]);
});

test("a pattern takes its targets behind what it takes apart", () => {
  const over = (body: string) => `
function f(o: Record<number, number>, n: number): void {
  let k = 0;
  for$0 (let i = 0; i < n; i++) { ${body} }
}`;
  checkParallel(over("o[k] = Math.sqrt(o[k++]!);"), { pattern: "map" });
  checkSerial(over("[o[k]] = [Math.sqrt(o[k++]!)];"), ["carried-dependence"]);
});
