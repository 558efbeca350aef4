import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { libraryMembers } from "../../../test/support/libraryMembers.js";
import { recorded } from "../../../test/support/recordedCall.js";
import { type Builtin, builtinCall, builtinConstructor } from "./builtins.js";

describe("the table of library functions", () => {
  test("has a row for every method of ECMAScript", () => {
    const members = libraryMembers();
    assert.ok(members.length > 900, "the declarations were read");
    const missing = members.filter(({ owner, name }) => builtinCall(owner, name) === undefined);
    assert.deepEqual(missing, []);
  });

  test("knows nothing that the library does not have", () => {
    assert.equal(builtinCall("Array", "shuffle"), undefined);
    assert.equal(builtinCall("Array", "constructor"), undefined);
    assert.equal(builtinCall("toString", "call"), undefined);
    assert.equal(builtinConstructor("hasOwnProperty", false), undefined);
  });
});

type Calls = Record<string, readonly (readonly unknown[])[]>;

const numbers = () => [3, 1, 2];
const isOdd = (x: number) => x % 2 === 1;

/** Calls by method, each with a receiver and arguments, that show what the method touches. */
const samples: Readonly<Record<string, { receiver: () => object; calls: Calls }>> = {
  Array: {
    receiver: numbers,
    calls: {
      at: [[0]],
      concat: [[[4]]],
      copyWithin: [[0, 1]],
      entries: [[]],
      every: [[isOdd]],
      fill: [[0]],
      filter: [[isOdd]],
      find: [[isOdd]],
      findIndex: [[isOdd]],
      findLast: [[isOdd]],
      findLastIndex: [[isOdd]],
      flat: [[]],
      flatMap: [[(x: number) => [x, x]]],
      forEach: [[isOdd]],
      includes: [[1]],
      indexOf: [[1]],
      join: [["-"]],
      keys: [[]],
      lastIndexOf: [[1]],
      map: [[isOdd]],
      pop: [[]],
      push: [[4], [[4]]],
      reduce: [[Math.max]],
      reduceRight: [[Math.max]],
      reverse: [[]],
      shift: [[]],
      slice: [[1]],
      some: [[isOdd]],
      sort: [[], [(a: number, b: number) => a - b]],
      splice: [[0, 1, 5]],
      toReversed: [[]],
      toSorted: [[]],
      toSpliced: [[0, 1]],
      toString: [[]],
      unshift: [[4]],
      values: [[]],
      with: [[0, 7]],
    },
  },
  String: {
    receiver: () => new String("a-b-c"),
    calls: {
      at: [[0]],
      charCodeAt: [[0]],
      concat: [["x"]],
      includes: [["a"]],
      indexOf: [["a"]],
      normalize: [[]],
      padEnd: [[9]],
      padStart: [[9, "."]],
      repeat: [[2]],
      slice: [[1]],
      split: [["-"]],
      substring: [[1]],
      toUpperCase: [[]],
      trim: [[]],
    },
  },
  MathStatics: {
    receiver: () => Math,
    calls: { abs: [[-1]], max: [[1, 2]], hypot: [[3, 4]], atan2: [[1, 2]], fround: [[0.1]], clz32: [[7]] },
  },
  ObjectStatics: {
    receiver: () => Object,
    calls: {
      assign: [[{}, { a: 1 }]],
      entries: [[{ a: 1 }]],
      fromEntries: [[[["a", 1]]]],
      hasOwn: [[{ a: 1 }, "a"]],
      is: [[{}, {}]],
      keys: [[{ a: 1 }]],
      values: [[{ a: 1 }]],
      isFrozen: [[{}]],
    },
  },
  JSONStatics: {
    receiver: () => JSON,
    calls: { stringify: [[{ a: [1, { b: 2 }] }]] },
  },
  ArrayStatics: {
    receiver: () => Array,
    calls: { from: [[[1, 2]], [[1, 2], isOdd], [{ length: 2 }]], of: [[{}]], isArray: [[[]]] },
  },
};

const ownerOf: Readonly<Record<string, string>> = {
  MathStatics: "Math",
  ObjectStatics: "ObjectConstructor",
  JSONStatics: "JSON",
  ArrayStatics: "ArrayConstructor",
};

describe("rows are true under real JavaScript", () => {
  for (const [key, { receiver, calls }] of Object.entries(samples)) {
    const owner = ownerOf[key] ?? key;
    test(`${owner}: what is written, returned and called back`, () => {
      for (const [name, variants] of Object.entries(calls)) {
        const row: Builtin | undefined = builtinCall(owner, name);
        assert.ok(row, `${owner}.${name}`);
        for (const given of variants) {
          const seen = recorded(receiver(), name, given);
          const at = `${owner}.${name}(${given.map(String).join(", ")})`;
          const written: readonly unknown[] = seen.written.filter((who) => who !== row.mutates);
          assert.deepEqual(written, [], `${at} writes only what its row says`);
          if (seen.returnsReceiver) assert.equal(row.returns, "receiver", at);
          if (row.returns === "primitive") assert.equal(seen.returnsObject, false, at);
          if (row.returns === "fresh") assert.equal(seen.returnsGiven, false, `${at} returns something new`);
          const unlisted: readonly number[] = seen.called.filter((position) => !(row.calls ?? []).includes(position));
          assert.deepEqual(unlisted, [], `${at} calls only what its row says`);
        }
      }
    });
  }

  test("a row that called something pure would be seen", () => {
    assert.deepEqual(recorded([2, 1], "sort", []).written, ["receiver"]);
    assert.deepEqual(recorded([2, 1], "slice", []).written, []);
    assert.deepEqual(recorded(Object, "assign", [{}, { a: 1 }]).written, [0]);
    assert.deepEqual(recorded([2, 1], "map", [isOdd]).called, [0]);
    assert.equal(recorded([[1]], "at", [0]).returnsObject, true);
  });
});

describe("rows of keyed collections, whose receivers no proxy can stand for", () => {
  const collections: Readonly<Record<string, () => Map<unknown, unknown> | Set<unknown>>> = {
    Map: () =>
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
    Set: () => new Set(["a", "b"]),
  };
  const given: Readonly<Record<string, readonly unknown[]>> = {
    get: ["a"],
    has: ["a"],
    set: ["c", 3],
    add: ["c"],
    delete: ["a"],
    clear: [],
    keys: [],
    values: [],
    entries: [],
    forEach: [() => undefined],
    union: [new Set(["z"])],
    intersection: [new Set(["a"])],
    difference: [new Set(["a"])],
    symmetricDifference: [new Set(["a"])],
    isSubsetOf: [new Set(["a"])],
    isSupersetOf: [new Set(["a"])],
    isDisjointFrom: [new Set(["a"])],
  };
  for (const [owner, make] of Object.entries(collections)) {
    test(`${owner}: what changes and what comes back`, () => {
      for (const [name, args] of Object.entries(given)) {
        const receiver = make();
        const method: unknown = Reflect.get(receiver, name);
        if (typeof method !== "function") continue;
        const row = builtinCall(owner, name);
        assert.ok(row, `${owner}.${name}`);
        const before = [...receiver];
        const result: unknown = Reflect.apply(method, receiver, args);
        const isChanged = JSON.stringify(before) !== JSON.stringify([...receiver]);
        assert.equal(isChanged, row.mutates === "receiver", `${owner}.${name}`);
        if (result === receiver) assert.equal(row.returns, "receiver", `${owner}.${name}`);
        if (row.returns === "primitive") assert.notEqual(typeof result, "object", `${owner}.${name}`);
      }
    });
  }
});
