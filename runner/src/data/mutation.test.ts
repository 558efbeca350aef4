import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { range } from "../range.js";
import { anyValue } from "../testing/anyValue.js";
import { itemSource } from "./items.js";
import { watchEnv } from "./mutation.js";
import { pack } from "./pack.js";
import { unpack } from "./unpack.js";

const starts = Uint32Array.of(0, 4);

/** Where an env has changed after something was done to it, as a worker has it. */
function changed<E>(env: E, act: (env: E) => void, writes: (keyof E)[] = []): string | undefined {
  const answer = pack({ source: itemSource(range(4)), env, writes, into: undefined, starts });
  assert.ok("packed" in answer);
  const own = unpack(answer.packed, starts).env as E;
  const look = watchEnv(answer.packed, own, writes);
  act(own);
  return look();
}

test("what is only read has not changed, whatever it is", () => {
  fc.assert(
    fc.property(anyValue, (value) =>
      assert.equal(
        changed({ value }, () => {}),
        undefined,
      ),
    ),
  );
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  assert.equal(
    changed({ cyclic, holes: new Array(3), nan: Number.NaN, zero: -0 }, () => {}),
    undefined,
  );
});

test("the first change is named by its path", () => {
  const point = { x: 1 };
  const env = () => ({
    count: 1,
    list: [1, 2],
    rows: Array.from(range(20), () => [1, 2]),
    deep: { point, again: [point] },
    map: new Map([["a", { n: 1 }]]),
    set: new Set([1]),
    date: new Date(5),
    pattern: /a/g,
    out: new Float64Array(4),
    memory: new ArrayBuffer(8),
  });
  type Env = ReturnType<typeof env>;
  const cases: [string, (own: Env) => void][] = [
    ["env.count", (own) => own.count++],
    ["env.list.length", (own) => own.list.push(3)],
    ["env.list[0]", (own) => own.list.reverse()],
    ["env.rows[7][1]", (own) => (own.rows[7]![1] = 9)],
    ["env.deep.point.x", (own) => (own.deep.again[0]!.x = 2)],
    ["env.deep.again[0]", (own) => (own.deep.again[0] = { x: 1 })],
    ["env.map", (own) => (own.map.get("a")!.n = 2)],
    ["env.set", (own) => own.set.add(2)],
    ["env.date", (own) => own.date.setTime(6)],
    ["env.pattern.lastIndex", (own) => own.pattern.test("a")],
    ["env.out[2]", (own) => (own.out[2] = 1)],
    ["env.memory[0]", (own) => new Uint8Array(own.memory).fill(1)],
    ["env.count", (own) => delete (own as { count?: number }).count],
    ["env.more", (own) => Object.assign(own, { more: 1 })],
  ];
  for (const [path, act] of cases) assert.equal(changed(env(), act), path);
});

test("arrays that the kernel writes may change, with whatever shares their memory", () => {
  const buffer = new ArrayBuffer(16);
  const env = { out: new Uint8Array(buffer), words: new Uint32Array(buffer), other: new Uint8Array(4) };
  assert.equal(
    changed(env, ({ out }) => out.fill(3), ["out"]),
    undefined,
  );
  assert.equal(
    changed(env, ({ other }) => other.fill(3), ["out"]),
    "env.other[0]",
  );
});
