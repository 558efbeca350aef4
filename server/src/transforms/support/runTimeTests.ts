// Names for what is tested before a loop, the same in the author's program and in one that has another form of the loop.
import type { Guarded } from "../../dependence/alias.js";
import type { Need } from "../../dependence/meets.js";
import type { Body } from "../../legality/body.js";
import type { Split } from "../../legality/verdict.js";

/** The name of the test that shows whether the need is met. */
export function testOf(need: Need, { nest }: Body): string {
  switch (need.kind) {
    case "disjoint":
      return disjoint([need.left, need.right].map(nameOf));
    case "distinct":
      return `distinct ${[need.symbol?.name ?? "this", ...need.names].join(".")}`;
    case "integer":
      return `integer ${nest.integers.get(need.id)?.getText() ?? need.id}`;
  }
}

/** The names of all tests that stand before the rewritten loop. */
export function testsOf(split: Split): ReadonlySet<string> {
  return new Set([
    ...split.disjoint.map((pair) => disjoint(pair.map(({ name }) => name))),
    ...split.arrays.map(({ name }) => `array ${name}`),
    ...split.plain.map(({ name }) => `plain ${name}`),
    ...split.distinct.map(({ name }) => `distinct ${name}`),
    ...split.integers.map((expression) => `integer ${expression.getText()}`),
  ]);
}

function disjoint(names: readonly string[]): string {
  return `disjoint ${[...names].sort().join(" ")}`;
}

function nameOf(guarded: Guarded): string {
  return typeof guarded === "string" ? `this.${guarded}` : guarded.name;
}
