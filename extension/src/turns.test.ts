// Between two steps others have their turn.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inTurns } from "./turns.js";

test("steps are done one after the other, and others come in between", async () => {
  const done: string[] = [];
  const step = (name: string) => () => {
    done.push(name);
    setImmediate(() => done.push(`others after ${name}`));
  };
  await inTurns([step("one"), async () => step("two")()]);
  assert.deepEqual(done, ["one", "others after one", "two", "others after two"]);
});

test("a step that fails ends it", async () => {
  const done: string[] = [];
  const steps = [() => assert.fail("broken"), () => done.push("never")];
  await assert.rejects(inTurns(steps), /broken/);
  assert.deepEqual(done, []);
});
