import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { anyValue } from "../testing/anyValue.js";
import { itemSource } from "./items.js";
import { type Packed, pack } from "./pack.js";
import { samePacked } from "./samePacked.js";

function packed(items: unknown[], env: unknown): Packed {
  const starts = [0, Math.ceil(items.length / 2), items.length];
  const answer = pack({ source: itemSource(items), env, writes: [], into: undefined, starts });
  assert.ok("packed" in answer);
  return answer.packed;
}

test("what has not changed packs to the same", () => {
  fc.assert(
    fc.property(fc.array(anyValue, { minLength: 2, maxLength: 5 }), anyValue, (items, env) => {
      assert.ok(samePacked(packed(items, env), packed(items, env)));
    }),
  );
});

test("a change anywhere shows", () => {
  const row = [1, 2, 3];
  const cases: readonly (readonly [unknown[], Record<string, unknown>, () => void])[] = [
    [[1, 2], { k: 1 }, () => (cases[0]![1]["k"] = 2)],
    [[1, 2], { k: 1 }, () => cases[1]![0].fill(9, 1)],
    [[1, 2], { deep: { k: 1 } }, () => ((cases[2]![1]["deep"] as { k: number }).k = -0)],
    [[1, 2], { memory: new Float64Array(4) }, () => ((cases[3]![1]["memory"] as Float64Array)[3] = 1)],
    [
      [1, 2],
      { rows: Array.from({ length: 20 }, () => [...row]) },
      () => (cases[4]![1]["rows"] as number[][])[7]!.push(4),
    ],
    [[1, 2], { list: Array.from({ length: 20 }, () => 1) }, () => ((cases[5]![1]["list"] as number[])[7] = 2)],
    [Array.from({ length: 20 }, (_, x) => ({ x, t: "a" })), {}, () => ((cases[6]![0][3] as { t: string }).t = "b")],
    [Array.from({ length: 20 }, (_, x) => ({ x, t: "a" })), {}, () => ((cases[7]![0][3] as { x: number }).x = 7)],
    [[{ a: 1 }, "b"], {}, () => ((cases[8]![0][0] as { a: number }).a = 2)],
    [Array.from({ length: 20 }, () => [1]), {}, () => ((cases[9]![0][3] as number[])[0] = -1)],
    [[1, 2], { flags: new Array(20).fill(true) }, () => ((cases[10]![1]["flags"] as boolean[])[7] = false)],
    [new Array(20).fill(true), {}, () => (cases[11]![0][7] = false)],
  ];
  for (const [at, [items, env, change]] of cases.entries()) {
    const before = packed(items, env);
    assert.ok(samePacked(before, packed(items, env)), `case ${at}`);
    change();
    assert.ok(!samePacked(before, packed(items, env)), `case ${at}`);
  }
});
