// How much a piece of code does, without a look at what it does to objects.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openExample } from "../../../test/support/check.js";
import { createAnalysisContext } from "../legality/analyseFile.js";
import { doesLess } from "./littleWork.js";
import { estimateWork } from "./work.js";

const functions = `
function twice(x: number): number { return x + x; }
function sum(x: number, by = twice(x)): number { let s = 0; for (let k = 0; k < 30; k++) s += twice(by) * k; return s; }
function down(x: number): number { return x < 1 ? 0 : down(x - 1); }
function even(x: number): boolean { return x === 0 || odd(x - 1); }
function odd(x: number): boolean { return x !== 0 && even(x - 1); }
`;

function bodyOf(statement: string) {
  const { program, loops } = openExample(`${functions}
export function f(out: unknown[], xs: number[], n: number): void { for (let i = 0; i < n; i++) { ${statement} } }`);
  const { loop } = loops.find((each) => each.loop.node.getText().includes(statement))!;
  return { body: loop.body, context: createAnalysisContext(program) };
}

for (const [statement, isLittle] of [
  ["out[i] = xs[i]! + 1;", true],
  ["out[i] = twice(xs[i]!);", true],
  ["out[i] = sum(xs[i]!);", false],
  ["for (const x of xs) out[i] = x * x + x;", false],
  ["for (let k = 0; k < 2; k++) out[i] = xs[k]! * k;", true],
  ["out[i] = xs.map((x) => x * i + twice(x));", false],
  ["xs.push(xs[i]!);", true],
  ["out[i] = xs.slice(i).concat(xs).reverse();", true],
  ["out[i] = xs.slice(i).map((x) => x * i + twice(x));", false],
] as const) {
  test(`${statement} is ${isLittle ? "little" : "more"}`, () => {
    const { body, context } = bodyOf(statement);
    assert.equal(doesLess(body, 100, context), isLittle);
    // It says what the whole estimate says.
    assert.equal(estimateWork(body, context) < 100, isLittle);
  });
}

test("what calls itself may be any amount", () => {
  for (const statement of ["out[i] = down(xs[i]!);", "out[i] = even(xs[i]!);"]) {
    const { body, context } = bodyOf(statement);
    assert.equal(doesLess(body, 100, context), false);
  }
});
