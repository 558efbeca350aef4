import assert from "node:assert/strict";
import test from "node:test";
import { DEEPEST, inspect, newSurvey } from "./travel.js";

function obstacle(value: unknown): string | undefined {
  const survey = newSurvey();
  inspect(survey, value, "env", 0);
  return survey.obstacle && `${survey.obstacle.path} is ${survey.obstacle.what}`;
}

class Point {
  x = 1;
}

test("lets pass what a copy cannot be told from", () => {
  const shared = { a: 1 };
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested.
  const holes = [1, , 3];
  for (const value of [
    1,
    "a",
    undefined,
    null,
    10n,
    { a: [shared, shared], b: new Map([[{ k: 1 }, new Set([1])]]) },
    cycle,
    holes,
    Object.assign(Object.create(null), { a: 1 }),
    new Date(0),
    /x/g,
    new Float64Array(2000),
    new DataView(new ArrayBuffer(8)),
    new ArrayBuffer(8),
    new Uint8Array(new SharedArrayBuffer(8)),
    Object.assign([1, 2], { columns: ["a"] }),
  ]) {
    assert.equal(obstacle(value), undefined);
  }
});

test("not memory that was taken away, in a view or by itself; memory of no bytes is another matter", () => {
  const [taken, view] = [new ArrayBuffer(8), new Float64Array(4)];
  structuredClone(0, { transfer: [taken, view.buffer] });
  assert.equal(obstacle({ taken }), "env.taken is a detached buffer");
  assert.equal(obstacle({ view }), "env.view is a view of a detached buffer");
  assert.equal(obstacle([new ArrayBuffer(0), new Float64Array(0)]), undefined);
});

test("a sparse array is looked at by what it holds", { timeout: 10_000 }, () => {
  const far: unknown[] = [{ a: 1 }];
  far[4_000_000_000] = 2;
  assert.equal(obstacle({ far }), undefined);
  far[3_000_000_000] = () => 1;
  assert.equal(obstacle({ far }), "env.far[3000000000] is a function");
});

test("names the path of what does not", () => {
  const { proxy } = Proxy.revocable({}, {});
  const cases: [unknown, string][] = [
    [{ options: { onTick() {} } }, "env.options.onTick is a function"],
    [{ points: [new Point()] }, "env.points[0] is a Point"],
    [{ "odd key": Symbol("s") }, 'env["odd key"] is a symbol'],
    [{ [Symbol("s")]: 1 }, "env is an object with a symbol key"],
    [{ a: Object.freeze([1]) }, "env.a is a frozen, sealed or non-extensible object"],
    [Object.seal({}), "env is a frozen, sealed or non-extensible object"],
    [
      {
        get a() {
          return 1;
        },
      },
      "env.a is an accessor",
    ],
    [Object.defineProperty({}, "a", { value: 1, writable: false }), "env.a is a read-only or hidden property"],
    [{ b: Buffer.from("a") }, "env.b is a Buffer"],
    [new (class Rows extends Array {})(), "env is an array of a class of its own"],
    [proxy, "env is a proxy"],
    [new WeakMap(), "env is a WeakMap"],
    [Promise.resolve(), "env is a Promise"],
    [new Error("e"), "env is an Error"],
    [new Map([["a", () => 1]]), 'env.get("a") is a function'],
    [Object.assign(new Date(0), { a: 1 }), "env is a Date with properties of its own"],
    [Object.assign(new Float64Array(2), { a: 1 }), "env is a typed array with properties of its own"],
    [Object("boxed"), "env is a String"],
    [{ memory: new SharedArrayBuffer(8) }, "env.memory is a SharedArrayBuffer by itself, of which only views travel"],
  ];
  for (const [value, expected] of cases) assert.equal(obstacle(value), expected);
});

test("runs no code of the value", () => {
  const trap = (): never => assert.fail("a trap ran");
  assert.equal(obstacle(new Proxy({}, { get: trap, ownKeys: trap, getPrototypeOf: trap })), "env is a proxy");
  assert.equal(
    obstacle({
      get a() {
        return trap();
      },
    }),
    "env.a is an accessor",
  );
  for (const at of [0, 7]) {
    const list = Array.from({ length: 20 }, (_, index) => index);
    Object.defineProperty(list, at, { get: trap, enumerable: true, configurable: true });
    assert.equal(obstacle(list), `env[${at}] is an accessor`);
    assert.equal(obstacle(new Array(20).fill(list)), `env[0][${at}] is an accessor`);
  }
});

test("finds parts that share an object, and only those", () => {
  const shared = { a: 1 };
  const survey = newSurvey();
  inspect(survey, { shared }, "env", 0);
  inspect(survey, { own: {} }, "items[0]", 1);
  assert.equal(survey.entangled, false);
  inspect(survey, [shared], "items[1]", 2);
  assert.equal(survey.entangled, true);
});

test("gives up on what is nested too deeply to be read in the other thread", () => {
  const chained = (length: number): object => {
    let chain: object = {};
    for (let at = 1; at < length; at++) chain = { chain };
    return chain;
  };
  assert.equal(obstacle(chained(DEEPEST)), undefined);
  assert.match(obstacle(chained(DEEPEST + 1))!, /^env\.chain\.chain\.chain\.chain… is nested too deeply$/);
  assert.match(obstacle(chained(100_000))!, /nested too deeply$/);
  assert.equal(obstacle(Array.from({ length: 9 }, () => chained(DEEPEST - 1))), undefined, "not one within the other");
});
