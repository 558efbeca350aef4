import assert from "node:assert/strict";
import { test } from "node:test";
import { openExample } from "../../../test/support/check.js";
import { perProgram } from "./perProgram.js";

test("one store a program, made once", () => {
  const storeOf = perProgram(() => new Map<string, number>());
  const { program, workspace } = openExample("let a;", "stores.ts");
  storeOf(program).set("a", 1);
  assert.equal(storeOf(workspace.program()).get("a"), 1);
  assert.equal(storeOf(openExample("let b;", "stores.ts").program).get("a"), undefined);
});
