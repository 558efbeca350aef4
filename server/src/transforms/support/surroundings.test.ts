import assert from "node:assert/strict";
import { test } from "node:test";
import { openProject } from "../../../../test/support/rewriteProject.js";
import { isRecordableThis, surroundingsOf } from "./surroundings.js";

function mentioned(text: string) {
  const { context } = openProject({ "a.ts": text });
  const { variables, functions, usesThis, hidden } = surroundingsOf(context.analysis.loop.node, context);
  return {
    variables: variables.map(({ name }) => name),
    functions: functions.map(({ name }) => name),
    isRecordable: usesThis && isRecordableThis(usesThis, context),
    hidden,
  };
}

const box = (method: string, loop: string) =>
  `class Box { size = 2; ${method} { const out: number[] = []; ${loop} return out; } }\nexport { Box };\n`;

test("variables and functions apart; what the loop declares is neither", () => {
  const text =
    "const half = (x: number) => x / 2;\nexport function f(n: number) { let sum = 0; for (let i = 0; i < n; i++) { const x = half(i); sum += x; } return sum; }\n";
  assert.deepEqual(mentioned(text), {
    variables: ["n", "sum"],
    functions: ["half"],
    isRecordable: undefined,
    hidden: undefined,
  });
});

test("`this` of a method, and of arrow functions in it", () => {
  const loop = "for (let i = 0; i < this.size; i++) out.push(i);";
  assert.equal(mentioned(box("run()", loop)).isRecordable, true);
  assert.equal(mentioned(box("run()", `const go = () => { ${loop} }; go();`)).isRecordable, true);
});

test("not of a static method, a constructor or a function of its own", () => {
  const loop = "for (let i = 0; i < this.size; i++) out.push(i);";
  assert.equal(mentioned(box("static size = 2; static run()", loop)).isRecordable, false);
  assert.equal(mentioned(box("run()", `function go(this: Box) { ${loop} } go.call(this);`)).isRecordable, false);
  const made =
    "class Box { size = 2; constructor(out: number[]) { for (let i = 0; i < this.size; i++) out.push(i); } }";
  assert.equal(mentioned(`${made}\nexport { Box };\n`).isRecordable, false);
});

test("what only the class can see", () => {
  assert.equal(mentioned(box("#k = 1; run()", "for (let i = 0; i < 3; i++) out.push(this.#k);")).hidden, "#k");
});
