import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutOverflow } from "./overflow.js";

test("a computation that needs too much stack has no result", () => {
  const endless = (n: number): number => endless(n + 1) + 1;
  assert.equal(
    withoutOverflow(() => endless(0)),
    undefined,
  );
});

test("other errors are not kept back", () => {
  assert.throws(
    () =>
      withoutOverflow(() => {
        throw new TypeError("no");
      }),
    TypeError,
  );
});
