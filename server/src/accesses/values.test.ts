// What the parameters of callbacks hold: an element, the array, what a fold has made so far, and nothing else.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const sale = "interface Sale { date: string; amount: number; }\n";

describe("the accumulator of a reduce", () => {
  const fold = (body: string, first: string, parameters = "") =>
    `${sale}function f(sales: Sale[]${parameters}) { return sales.reduce((made, sale) => { const month = sale.date.slice(0, 7); ${body} return made; }, ${first}); }`;

  test("is what the fold begins with", () => {
    checkParallel(fold("made[month] = (made[month] ?? 0) + sale.amount;", "{} as Record<string, number>"), {
      pattern: "commit",
    });
    checkParallel(fold("made.set(month, sale.amount);", "new Map<string, number>()"), { pattern: "commit" });
    checkParallel(fold("made.push(month);", "[] as string[]"), { pattern: "commit" });
  });

  test("may be the array itself, when it is begun with", () => {
    checkSerial(fold("made.push({ date: month, amount: 1 });", "sales"), ["carried-dependence", "changing-length"]);
    checkSerial(fold("made.push({ date: month, amount: 1 });", "others", ", others: Sale[]"), [
      "carried-dependence",
      "changing-length",
    ]);
  });

  test("or becomes it, when it is returned", () => {
    checkSerial(
      `${sale}function f(sales: Sale[]) { return sales.reduce((made, sale, at) => { made.push({ date: sale.date.slice(0, 7), amount: at }); return at > 3 ? sales : made; }, [] as Sale[]); }`,
      ["carried-dependence", "changing-length"],
    );
  });
});

test("the default of a parameter is among what it may hold", () => {
  const filled = (parameter: string) => `
function f(rows: (number[] | undefined)[], n: number) {
  const shared = [0];
  rows.forEach((${parameter}) => {
    for$0 (let i = 1; i < n; i++) shared[i] = Math.sqrt(row![i - 1]! + i);
  });
  return shared;
}`;
  checkParallel(filled("row = shared"), { pattern: "map", assumptions: ["disjoint", "plain-data"] });
});
