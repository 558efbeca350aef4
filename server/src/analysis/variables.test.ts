// What becomes of the variables of a loop: where they stand, of which class they are, and what is known to travel.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openExample } from "../../../test/support/check.js";
import { runToEnd } from "../workspace/cancellation.js";
import { loopVariables } from "./variables.js";

/** `class: names` of the outermost loop, and what comes back. */
function shown(text: string) {
  const { workspace, sourceFile } = openExample(text);
  const first = text.split("\n").findIndex((line) => line.includes("for (")) + 1;
  const found = runToEnd(loopVariables(workspace, sourceFile.fileName, ({ line }) => line === first))!;
  const names = (wanted: string) =>
    found.variables
      .filter((variable) => variable.class === wanted)
      .map(({ name, bytes }) => (bytes === null ? name : `${name} ${bytes}`))
      .join(", ");
  return { liveIn: names("live-in"), own: names("private"), carried: names("carried"), back: found.bytesBack };
}

describe("the variables of a loop", () => {
  test("what the workers read travels, what an iteration declares is its own, what the caller adds up is carried", () => {
    const text = `export function f(width: number, dark: boolean, xs: number[]): number {
  let total = 0;
  for (let i = 0; i < xs.length; i++) {
    let sum = 0;
    for (let k = 0; k < 500; k++) sum += Math.sqrt(xs[i]! * k * width + (dark ? 1 : 2));
    total += sum;
  }
  return total;
}`;
    assert.deepEqual(shown(text), {
      liveIn: "xs, width 8, dark 1",
      own: "i, sum, k",
      carried: "total",
      back: 8,
    });
  });

  test("where a loop has to run in order, the variable in the way is carried, and nothing is said of bytes", () => {
    const text = `export function f(value: number, steps: number): number {
  let guess = value;
  for (let i = 0; i < steps; i++) guess = (guess + value / guess) / 2;
  return guess;
}`;
    assert.deepEqual(shown(text), { liveIn: "steps 8, value 8", own: "i", carried: "guess", back: null });
  });

  test("an array that is written in order is carried; functions, imports and globals are no variables", () => {
    const text = `import fs from "node:fs";
const weigh = (x: number): number => x * fs.constants.O_RDONLY;
export function f(ys: Float64Array): void {
  for (let i = 1; i < ys.length; i++) ys[i] = Math.exp(ys[i - 1]! + weigh(i));
}`;
    assert.deepEqual(shown(text), { liveIn: "", own: "i", carried: "ys", back: 8 });
  });

  test("each place where a name stands is told", () => {
    const text = `export function f(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(x * x);
  return out;
}`;
    const { workspace, sourceFile } = openExample(text);
    const { variables } = runToEnd(loopVariables(workspace, sourceFile.fileName, () => true))!;
    const places = variables.find(({ name }) => name === "x")!.places;
    assert.deepEqual(
      places.map(({ line, column }) => text.split("\n")[line - 1]!.slice(column - 1, column + 1)),
      ["x ", "x ", "x)"],
    );
  });

  test("there are none where there is no loop", () => {
    const { workspace, sourceFile } = openExample("export const a = 1;");
    assert.equal(runToEnd(loopVariables(workspace, sourceFile.fileName, () => true)), undefined);
  });
});
