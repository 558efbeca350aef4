import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { checkParallel, checkSerial, openExample } from "../../../test/support/check.js";
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

describe("what stands in the place of a method", () => {
  const over = (rest: string) => `
interface State { n: number }
class A { f(x: number): number { return Math.sqrt(x) ** 1.5; } }
${rest}
export function run(o: A, s: State, n: number): number {
  let total = 1;
  for$0 (let i = 0; i < n; i++) { s.n = total % 3; total += o.f(i); }
  return total;
}`;
  const derived = (member: string) => `class B extends A { constructor(readonly s: State) { super(); } ${member} }`;

  const plain = { pattern: "commit", assumptions: ["plain-data"] } as const;
  const tested = { pattern: "commit", assumptions: ["disjoint", "plain-data"] } as const;

  test("not a member by another name", () => {
    checkParallel(over(derived("g(x: number): number { return this.s.n + x; }")), plain);
    checkParallel(over("export function set(a: { g?: unknown }): void { [a.g] = [() => 5]; }"), plain);
  });

  test("a member by a name in quotes or brackets", () => {
    for (const name of ["f", '"f"', '["f"]', "[key]"]) {
      const member = `${name}(x: number): number { return this.s.n + x; }`;
      checkParallel(over(`const key = "f" as const;\n${derived(member)}`), tested);
    }
  });

  test("what a pattern, the head of a loop, or a copy puts there", () => {
    for (const set of [
      "[a.f] = [() => 5];",
      "for (a.f of [() => 5]) break;",
      "Object.assign(a, { f: () => 5 });",
      'Object.defineProperty(a, "f", {});',
    ])
      checkSerial(over(`export function set(a: A): void { ${set} }`), ["carried-dependence", "dynamic-dispatch"]);
  });
});
