// Sections of typed arrays, one for each iteration, and what only looks like them.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const rows = (body: string, options: { head?: string; before?: string } = {}) => `
interface Picture { data: Float64Array }
function scale(row: Float64Array): void { for (let i = 0; i < row.length; i++) row[i] = Math.sqrt(row[i]!); }
function f(x: Float64Array, picture: Picture, n: number, w: number): void {
  ${options.before ?? ""}
  for$0 (${options.head ?? "let r = 0; r < n; r++"}) {
    ${body}
  }
}`;
const row = "const row = x.subarray(r * w, (r + 1) * w);";
const each = "for (let c = 0; c < w; c++) row[c] = Math.sqrt(row[c]! + c);";

describe("sections side by side", () => {
  test("are an iteration's own, in shared memory", () => {
    checkParallel(rows(`${row} ${each}`), {
      pattern: "map",
      assumptions: ["integer", "plain-data"],
      split: { writes: "x" },
    });
    checkParallel(rows(`const row = x.subarray(r * w, r * w + w); ${each}`), { pattern: "map" });
    checkParallel(rows("scale(x.subarray(r * w, (r + 1) * w));"), { pattern: "map", split: { writes: "x" } });
    checkParallel(
      rows(`${row} let most = 0; for (const v of row) most = Math.max(most, v); row.fill(most); row.sort();`),
      {
        pattern: "map",
      },
    );
    checkParallel(rows(`const row = picture.data.subarray(r * w, (r + 1) * w); ${each}`), { pattern: "map" });
  });

  test("or with a gap between them", () => {
    checkParallel(rows(`const row = x.subarray(4 * r, 4 * r + 3); ${each}`), {
      pattern: "map",
      assumptions: ["plain-data"],
    });
    checkSerial(rows(`const row = x.subarray(4 * r, 4 * r + 5); ${each}`), ["carried-dependence"]);
    checkSerial(rows(`const row = x.subarray(4 * r, 4 * r - 3); ${each}`), ["carried-dependence"]);
  });

  test("not where they overlap, or count from the end first", () => {
    checkSerial(rows(`const row = x.subarray(r * w, (r + 2) * w); ${each}`), ["carried-dependence"]);
    checkSerial(rows(`${row} ${each}`, { head: "let r = -3; r < n; r++" }), ["carried-dependence"]);
    checkSerial(rows(`const row = x.subarray((r - 1) * w, r * w); ${each}`), ["carried-dependence"]);
    checkSerial(rows(`const row = x.subarray(r * w); ${each}`), ["carried-dependence"]);
    checkSerial(rows(`const row = x.subarray(0 * r, w); ${each}`), ["carried-dependence"]);
  });

  test("nor where a loop inside moves them", () => {
    checkSerial(rows("for (let k = 0; k < n; k++) { const row = x.subarray(k * w, (k + 1) * w); scale(row); }"), [
      "carried-dependence",
    ]);
    checkParallel(rows("for (let k = 0; k < 3; k++) scale(x.subarray(r * w, (r + 1) * w));"), { pattern: "map" });
  });
});

describe("what is seen through a section", () => {
  test("is not all of the array, which other statements may touch", () => {
    checkSerial(rows(`${row} ${each} x[n] = 1;`), ["carried-dependence"]);
    checkSerial(rows(`${row} row[0] = Math.sqrt(x[0]!);`), ["carried-dependence"]);
    checkSerial(rows(`${row} const all = new Float64Array(row.buffer); all[0] = Math.sqrt(row[0]!);`), [
      "carried-dependence",
    ]);
  });

  test("is another iteration's where it was kept", () => {
    checkSerial(
      rows(`${row} for (let c = 0; c < w; c++) row[c] = Math.sqrt(last[c]! + c); last = row;`, {
        before: "let last = x.subarray(0, w);",
      }),
      ["carried-dependence", "possible-alias"],
    );
  });

  test("nor where the array is another one in each iteration", () => {
    checkSerial(rows(`picture.data = x; const row = picture.data.subarray(r * w, (r + 1) * w); ${each}`), [
      "carried-dependence",
    ]);
  });
});
