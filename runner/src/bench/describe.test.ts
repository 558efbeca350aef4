import assert from "node:assert/strict";
import { test } from "node:test";
import { describeValue, shapeOf } from "./describe.js";

test("shapes of live-ins", () => {
  assert.equal(shapeOf(12), "number");
  assert.equal(shapeOf(null), "null");
  assert.equal(shapeOf(["a", "b"]), "string[2]");
  assert.equal(shapeOf([]), "unknown[0]");
  assert.equal(shapeOf(new Float64Array(7)), "Float64Array[7]");
  assert.equal(shapeOf([{ id: 1, name: "x" }]), "{ id: number, name: string }[1]");
  assert.equal(shapeOf([[1], [1, 2]]), "number[…][2]");
  assert.equal(shapeOf([1, "a"]), "(number | string)[2]");
  assert.equal(shapeOf(new Map([[1, 2]])), "Map[1]");
});

test("values are short, and different ones look different where they can", () => {
  assert.equal(describeValue(-0), "-0");
  assert.equal(describeValue(0), "0");
  assert.equal(describeValue(3n), "3n");
  assert.equal(describeValue("a\n"), '"a\\n"');
  assert.equal(describeValue("x".repeat(100)), `"${"x".repeat(37)}"… (100 characters)`);
  assert.equal(describeValue(new TypeError("no")), "TypeError: no");
  assert.equal(describeValue(undefined), "undefined");
});

test("an accessor named constructor is not run", () => {
  const trap = Object.create({
    get constructor(): never {
      throw new Error("was run");
    },
  }) as object;
  assert.equal(describeValue(trap), "{}");
});
