import assert from "node:assert/strict";
import test from "node:test";
import { recordOf, state } from "../state.js";
import { learn, pays, prediction, probe } from "./gate.js";

const one = (): number => 1;
const two = (): number => 2;

test("many dear items pay, few or cheap ones do not", () => {
  const record = recordOf(() => 0);
  assert.ok(pays(record, 10, 100, two));
  assert.ok(!pays(record, 10, 100, one));
  assert.ok(!pays(record, 0.001, 100, two));
});

test("remembers what a kernel cost, and what moving its data cost", () => {
  const record = recordOf(() => 1);
  assert.equal(record.perItem, undefined);
  assert.equal(prediction(record, 100, 2), "its cost is not known");
  learn(record, 4, 10, 1000);
  learn(record, 2, 10);
  assert.equal(record.perItem, 3);
  assert.ok(!pays(record, 10, 100, two));
  assert.match(prediction(record, 100, 2), /^in series 300 ms, on 2 threads 1200 ms$/);
  learn(record, 4, 10, 3000);
  assert.equal(record.transfer, 2000);
});

test("a first item that was slow counts for little beside many that were fast", () => {
  const record = recordOf(() => 6);
  learn(record, 100, 1);
  learn(record, 1, 999);
  assert.ok(record.perItem! < 1.2);
});

test("one slow call among fast ones makes a kernel a little dearer, many make it dear", () => {
  const record = recordOf(() => 6);
  learn(record, 1, 10);
  learn(record, 1000, 10);
  assert.ok(record.perItem! < 2);
  for (let call = 0; call < 20; call++) learn(record, 1000, 10);
  assert.ok(record.perItem! > 900);
});

test("runs each item once and in order while it looks, and all of them where nothing is gained", () => {
  const seen: number[] = [];
  const answer = probe(
    recordOf(() => 2),
    500,
    one,
    (first, end) => {
      for (let index = first; index < end; index++) seen.push(index);
      return true;
    },
  );
  assert.deepEqual([answer.done, answer.goParallel], [500, false]);
  assert.deepEqual(
    seen,
    Array.from({ length: 500 }, (_, index) => index),
  );
});

test("goes parallel as soon as it is sure", () => {
  const answer = probe(
    recordOf(() => 3),
    500,
    two,
    (first, end) => {
      const until = performance.now() + 3 * (end - first);
      while (performance.now() < until);
      return true;
    },
  );
  assert.ok(answer.goParallel && answer.done < 500);
});

test("a kernel that is known to be cheap is timed as one span", () => {
  const record = recordOf(() => 4);
  learn(record, 1e-6, 1);
  let spans = 0;
  probe(record, 1000, two, () => ++spans > 0);
  assert.equal(spans, 1);
});

test("stops looking where an item says so, and does not go parallel then", () => {
  const answer = probe(
    recordOf(() => 5),
    500,
    () => 1000,
    (first) => first < 3,
  );
  assert.deepEqual([answer.done, answer.goParallel], [5, false]);
  assert.equal(state.depth, 0);
});
