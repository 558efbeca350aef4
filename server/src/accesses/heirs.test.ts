import assert from "node:assert/strict";
import { test } from "node:test";
import { openExample } from "../../../test/support/check.js";
import { heirsOf } from "./heirs.js";

const asked = (text: string) => {
  const { members, isAssigned } = heirsOf(openExample(text).program);
  return { press: members("press").length, isAssigned: isAssigned("press") };
};

test("what stands in the place of a method is told of each state of the program", () => {
  const first = "class A { press() {} } class B extends A { press() {} }";
  assert.deepEqual(asked(first), { press: 1, isAssigned: false });
  assert.deepEqual(asked(`${first} class C extends B { press() {} }`), { press: 2, isAssigned: false });
  assert.deepEqual(asked("class A { press() {} } new A().press = () => {};"), { press: 0, isAssigned: true });
  assert.deepEqual(asked('class A { press() {} } new A()["press"] ||= () => {};'), { press: 0, isAssigned: true });
  assert.deepEqual(asked("class A { press() {} } new A().press === undefined;"), { press: 0, isAssigned: false });
  assert.deepEqual(asked(first), { press: 1, isAssigned: false });
});
