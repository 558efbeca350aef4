import assert from "node:assert/strict";
import { test } from "node:test";
import type { Comparison } from "@loopsmith/runner/bench";
import { callsApart } from "./callsApart.js";

const replayed = (median: number) =>
  ({ outcome: "equal", serial: { samples: [median], median, mad: 0 } }) as unknown as Comparison;

test("times that are far apart are a reason to distrust, in either direction", () => {
  for (const ms of [400, 50]) {
    const found = callsApart(ms, replayed(200));
    assert.equal(found?.id, "calls-apart");
    assert.match(found.message, new RegExp(`took ${ms}(?:\\.0)? ms in the program and takes 200 ms`));
  }
});

test("times near each other are none, nor what was not timed, nor results that differ", () => {
  assert.equal(callsApart(250, replayed(200)), undefined);
  assert.equal(callsApart(undefined, replayed(200)), undefined);
  assert.equal(callsApart(400, { outcome: "different", differences: [] }), undefined);
});
