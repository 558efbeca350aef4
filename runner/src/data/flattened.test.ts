import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { flattened } from "./flattened.js";
import { itemSource } from "./items.js";
import { pack } from "./pack.js";
import { inspect, newSurvey } from "./travel.js";

type Rows = unknown[][];

const trap = (): never => assert.fail("was called");

const plainProperty = { value: 1, writable: true, enumerable: true, configurable: true };

const odd: Readonly<Record<string, (row: unknown[]) => unknown>> = {
  "a name": (row) => Object.assign(row, { sum: 1 }),
  "a symbol": (row) => Object.assign(row, { [Symbol("sum")]: 1 }),
  "a hidden name": (row) => Object.defineProperty(row, "sum", { value: 1 }),
  "an accessor": (row) => Object.defineProperty(row, "sum", { get: trap, enumerable: true, configurable: true }),
  "an accessor at 0": (row) => Object.defineProperty(row, 0, { get: trap, enumerable: true, configurable: true }),
  "an accessor at the end": (row) => Object.defineProperty(row, row.length, { get: trap, set: trap, enumerable: true }),
  "a setter": (row) => Object.defineProperty(row, 0, { set: trap, enumerable: true, configurable: true }),
  "a read-only element": (row) => Object.defineProperty(row, 0, { ...plainProperty, writable: false }),
  "a hidden element": (row) => Object.defineProperty(row, 0, { ...plainProperty, enumerable: false }),
  "a lasting element": (row) => Object.defineProperty(row, 0, { ...plainProperty, configurable: false }),
  "a read-only length": (row) => Object.defineProperty(row, "length", { writable: false }),
  "another prototype": (row) => Object.setPrototypeOf(row, class Rows extends Array {}.prototype),
  "no prototype": (row) => Object.setPrototypeOf(row, null),
  "a hole": (row) => {
    row.length++;
  },
  frozen: Object.freeze,
  sealed: Object.seal,
  "not extensible": Object.preventExtensions,
};

/** Copies, because the engine remembers what has become of arrays made at one place of a text. */
const copies = (rows: Rows): Rows => rows.map((row) => row.slice());

const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(-0, Number.NaN));
const element = fc.oneof(number, fc.string(), fc.boolean(), fc.bigInt(), fc.constantFrom(null, undefined, {}));
const rowsOf = (arbitrary: fc.Arbitrary<unknown>) => fc.array(fc.array(arbitrary, { maxLength: 6 }), { minLength: 1 });
const someRows: fc.Arbitrary<Rows> = fc.oneof(rowsOf(fc.integer()), rowsOf(number), rowsOf(element));

test("gives the elements of plain arrays in order", () => {
  const plain = Array.from({ length: 40 }, (_, row) => Array.from({ length: 3 }, (_, at) => row + at / 2));
  assert.deepEqual(flattened(copies(plain)), plain.flat());
  fc.assert(
    fc.property(someRows, (rows) => {
      const elements = flattened(copies(rows));
      assert.ok(elements !== undefined);
      assert.deepEqual(elements, rows.flat());
    }),
  );
});

test("gives nothing where one of them is more than its elements, and runs nothing of it", () => {
  fc.assert(
    fc.property(someRows, fc.nat(), fc.constantFrom(...Object.keys(odd)), (rows, at, which) => {
      const changed = copies(rows);
      odd[which]!(changed[at % rows.length]!);
      assert.equal(flattened(changed), undefined, which);
    }),
    { numRuns: 1000 },
  );
  const proxy = new Proxy([1], { get: trap, getPrototypeOf: trap, has: trap, getOwnPropertyDescriptor: trap });
  for (const other of [proxy, { length: 0 }, null, 1, "a", new Float64Array(1), new Array(1001).fill(0)])
    assert.equal(flattened([[1], other, [2]]), undefined);
});

test("the check finds the same in rows that are looked at together as in each by itself", () => {
  const obstacleOf = (value: unknown): string | undefined => {
    const survey = newSurvey();
    inspect(survey, value, "env", 0);
    return survey.obstacle && `${survey.obstacle.path} is ${survey.obstacle.what}`;
  };
  const changes = [...Object.values(odd), (row: unknown[]) => row.push(() => 1), (row: unknown[]) => row.push(row)];
  for (const change of changes) {
    const few = copies(Array.from({ length: 10 }, (_, at) => [at, at / 2, `${at}`]));
    const many = copies(Array.from({ length: 300 }, (_, at) => [at, at / 2, `${at}`]));
    change(few[7]!);
    change(many[7]!);
    assert.equal(obstacleOf(many), obstacleOf(few));
    assert.equal(obstacleOf([many, 1]), obstacleOf([few, 1]));
  }
});

test("rows that share what they hold are found to do so, also when they are looked at together", () => {
  const shared = { x: 1 };
  const rows = Array.from({ length: 40 }, (_, at): unknown[] => [at, at === 3 || at === 30 ? shared : null]);
  rows.push(rows[5]!);
  const survey = newSurvey();
  assert.ok(inspect(survey, rows, "env", 0));
  assert.deepEqual([...survey.repeated], [shared, rows[5]]);
  assert.equal(survey.owners.size, 42);
  const answer = pack({ source: itemSource(rows), env: {}, writes: [], into: undefined, starts: [0, 20, 41] });
  assert.ok("packed" in answer);
  assert.equal(answer.packed.items.kind, "together");
});

test("where a program makes the engine leave its fast way, nothing is taken for plain", () => {
  const rows = copies(Array.from({ length: 40 }, (_, at) => [at / 2, at]));
  const texts = copies(Array.from({ length: 40 }, (_, at) => [`${at}`]));
  assert.ok(flattened(rows) !== undefined && flattened(texts) !== undefined);
  // Closes the way for the rest of the process.
  Object.assign([], { [Symbol.isConcatSpreadable]: true });
  rows[3] = Object.assign(rows[3]!, { sum: 1 });
  texts[3] = Object.assign(texts[3]!, { sum: 1 });
  assert.equal(flattened(rows), undefined);
  assert.equal(flattened(texts), undefined);
  assert.equal(flattened([[1], Object.defineProperty([2], "constructor", { get: trap })]), undefined);
});
