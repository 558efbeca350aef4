// The layout of a rewrite is the client's: by the settings that it names, and left as it is where it names none.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TransformPlan } from "../transforms/transform.js";
import { formattedFor } from "./formatting.js";

const plan: TransformPlan = {
  files: [{ file: "/w/a.ts", created: true, edits: [{ start: 0, end: 0, text: "function f() {}\n" }] }],
  safety: "safe",
  notes: [],
};
const asked = async (answer: () => Promise<unknown>) => {
  const sendRequest = async (_name: string, params: object) => {
    assert.deepEqual(params, { uri: "file:///w/a.ts" });
    return await answer();
  };
  const { files } = await formattedFor({ sendRequest }, plan, "/w/a.ts", () => "");
  return files[0]?.edits[0]?.text;
};

test("settings that the client names are kept", async () => {
  const answer = async () => ({ insertSpaceBeforeFunctionParenthesis: true });
  assert.equal(await asked(answer), "function f () { }\n");
});

test("where it names none, or fails, the rewrite is as it was made", async () => {
  assert.equal(await asked(async () => null), "function f() {}\n");
  assert.equal(await asked(async () => Promise.reject(new Error("no such request"))), "function f() {}\n");
});
