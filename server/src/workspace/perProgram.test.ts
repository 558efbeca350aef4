import assert from "node:assert/strict";
import { test } from "node:test";
import { ts } from "ts-morph";
import { perProgram } from "./perProgram.js";

const empty = () => ts.createProgram({ rootNames: [], options: { noLib: true } });

test("one store a program, made once", () => {
  const storeOf = perProgram(() => new Map<string, number>());
  const program = empty();
  storeOf(program).set("a", 1);
  assert.equal(storeOf(program).get("a"), 1);
  assert.equal(storeOf(empty()).get("a"), undefined);
});
