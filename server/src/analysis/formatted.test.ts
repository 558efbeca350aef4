// The layout of what a rewrite writes: by the user's settings, and nothing of the author's text with it.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TransformPlan } from "../transforms/transform.js";
import { type FormatSettings, formattedPlan } from "./formatted.js";

const before = "const a=1;\nold();\nconst b=2;\n";
const kernel = "export function row(y: number): number {\n  return y*2;\n}\n";

function planOf(text: string): TransformPlan {
  const start = before.indexOf("old();");
  return {
    files: [
      { file: "/w/a.ts", created: false, edits: [{ start, end: start + "old();".length, text }] },
      { file: "/w/a.kernels.ts", created: true, edits: [{ start: 0, end: 0, text: kernel }] },
    ],
    safety: "safe",
    notes: [],
  };
}

function formatted(text: string, settings: FormatSettings = {}): readonly string[] {
  const plan = formattedPlan(planOf(text), () => before, { indentSize: 2, tabSize: 2, ...settings });
  return plan.files.map(({ edits }) => edits.map((edit) => edit.text).join("|"));
}

test("blanks are the user's, in what is written; in the author's lines around it nothing changes", () => {
  const [call, made] = formatted("fill (a,function(x){ return x; });", { insertSpaceBeforeFunctionParenthesis: true });
  assert.equal(call, "fill(a, function(x) { return x; });");
  assert.equal(made, "export function row (y: number): number {\n  return y * 2;\n}\n");
});

test("indentation is the user's", () => {
  const [, made] = formatted("f();", { indentSize: 4, tabSize: 4, insertSpaceBeforeAndAfterBinaryOperators: false });
  assert.equal(made, "export function row(y: number): number {\n    return y*2;\n}\n");
});

test("semicolons stay as they are, and texts and comments are not touched", () => {
  const text = "f(`a  b`) // 1  2\ng()";
  assert.equal(formatted(text, { semicolons: "insert" })[0], text);
});

test("a file that is no program, and one that goes, are left alone", () => {
  const files = [
    { file: "/w/package.json", created: false, edits: [{ start: 0, end: 0, text: '{"a":1}' }] },
    { file: "/w/b.ts", created: false, deleted: true, edits: [] },
  ] as const;
  const plan: TransformPlan = { files, safety: "safe", notes: [] };
  assert.deepEqual(
    formattedPlan(plan, () => "", {}),
    plan,
  );
});
