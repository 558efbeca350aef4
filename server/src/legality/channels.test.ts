import { test } from "node:test";
import { checkSameResult } from "../../../test/support/docExamples.js";

// What travels is the value that the commit would have read: checked by running both versions.
const id = "parallel-map-sync";

test("a value that is set in both branches and used in one of them and afterwards", async () => {
  await checkSameResult(
    id,
    `
export function middles(columns: number, rows: number, xs: number[]): number[] {
  const out: number[] = [];
  for$0 (let c = 0; c < columns; c++) {
    let low = 0;
    for (let k = 0; k < 4; k++) low += Math.sqrt(k) * 0;
    if (rows % 2 === 1) {
      out.push(xs[(rows - 1) / 2]!);
      low = (rows - 1) / 2 - 1;
    } else {
      low = rows / 2 - 1;
      out.push(xs[low]!);
    }
    if (low % 2 === 0) out.push(low);
    else out.push(-low, c);
  }
  return out;
}`,
    "[middles(3, 3, [1, 2, 3]), middles(3, 4, [1, 2, 3, 4])]",
  );
});

test("a variable that the kernel would set again after the commit has used it", async () => {
  await checkSameResult(
    id,
    `
function heavy(x: number): number { return Math.exp(Math.sin(x)); }
export function sums(n: number): number[] {
  let first = 0;
  let rest = 0;
  for$0 (let i = 0; i < n; i++) {
    let value = heavy(i);
    first += value;
    value = heavy(value + 1);
    let run = 0;
    for (let j = 0; j < 3; j++) {
      run += heavy(j + value);
      rest += run;
    }
    if (run > 2) rest += value;
  }
  return [first, rest];
}`,
    "sums(20)",
  );
});
