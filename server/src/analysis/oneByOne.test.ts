import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openProject } from "../../../test/support/rewriteProject.js";
import { applyTextEdits } from "../transforms/support/applyEdits.js";
import { runToEnd } from "../workspace/cancellation.js";
import { loopPlaces, placeAfter, planLoop } from "./oneByOne.js";

describe("placeAfter", () => {
  const edits = [
    { start: 0, end: 0, text: "import;\n" },
    { start: 10, end: 20, text: "call" },
    { start: 30, end: 35, text: "" },
  ];

  test("a loop moves with what is put in or taken away before it", () => {
    assert.equal(placeAfter(5, edits), 13);
    assert.equal(placeAfter(20, edits), 22);
    assert.equal(placeAfter(40, edits), 37);
  });

  test("what is put in at its first character stands before it; a loop that is replaced, or lies in one, is gone", () => {
    assert.equal(placeAfter(0, edits), 8);
    assert.equal(placeAfter(10, edits), undefined);
    assert.equal(placeAfter(15, edits), undefined);
  });
});

const files = {
  "a.ts": `export function rows(h: number): number[] {
  const out: number[] = [];
  for (let y = 0; y < h; y++) {
    let sum = 0;
    for (let x = 0; x < 5000; x++) sum += Math.sqrt(x * y);
    out.push(sum);
  }
  return out;
}
export function root(v: number, steps: number): number {
  let x = v;
  for (let i = 0; i < steps; i++) x = x - (x * x - v) / (2 * x);
  return x;
}
export const last = (h: number): number[] => {
  const out: number[] = [];
  for (let y = 0; y < h; y++) {
    let sum = 0;
    for (let x = 0; x < 5000; x++) sum += Math.cos(x * y);
    out.push(sum);
  }
  return out;
};
`,
};

describe("loopPlaces", () => {
  const { context } = openProject(files);
  const places = (which: "all" | "promising") =>
    runToEnd(loopPlaces(context.workspace, context.sourceFile.fileName, which));

  test("all loops with the one around each", () => {
    const all = places("all");
    assert.deepEqual(
      all.map(({ line }) => line),
      [3, 5, 12, 17, 19],
    );
    assert.equal(all[1]!.parent, all[0]!.offset);
    assert.equal(all[2]!.parent, undefined);
  });

  test("those worth the trouble only", () => {
    assert.deepEqual(
      places("promising").map(({ line }) => line),
      [3, 17],
    );
  });
});

test("each loop is planned where it is after the edits before it; a serial one has no plan", () => {
  const { context } = openProject(files);
  const { workspace } = context;
  const file = context.sourceFile.fileName;
  const wanted = { transform: undefined, form: "sync" as const };
  const [rows, , root, last] = runToEnd(loopPlaces(workspace, file, "all"));
  assert.equal(runToEnd(planLoop(workspace, file, root!.offset, wanted)).kind, "none");
  const first = runToEnd(planLoop(workspace, file, rows!.offset, wanted));
  assert.ok(first.kind === "offered");
  const { edits } = first.plan.files.find((each) => each.file === file)!;
  workspace.setDocument(file, 1_000_000, applyTextEdits(workspace.readFile(file)!, edits));
  const second = runToEnd(planLoop(workspace, file, placeAfter(last!.offset, edits)!, wanted));
  assert.ok(second.kind === "offered");
  assert.match(
    second.plan.files[0]!.edits.map(({ text }) => text).join("\n"),
    /parallelMapSync\(range\(h\), \w+, \{\}\)/,
  );
  const async = runToEnd(
    planLoop(workspace, file, placeAfter(last!.offset, edits)!, { transform: "parallel-map-await", form: "either" }),
  );
  assert.deepEqual(async, { kind: "disabled", reason: "the transform parallel-map-await does not apply to it" });
});
