// Explanations: all reasons of a no; what a yes rests on.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { promisingLoop } from "../../../test/support/reports.js";
import { explanation } from "./explanation.js";

const loop: Parameters<typeof explanation>[0] = {
  ...promisingLoop,
  assumptions: [{ id: "disjoint", kind: "checked", message: "a and b share no memory.", line: 4, column: 5 }],
  transforms: [{ id: "make-async", form: "async", safety: "needs-review", disabledReason: "It is exported." }],
};

describe("explanation", () => {
  test("of a loop that can run on all cores", () => {
    const { title, points } = explanation(loop);
    assert.equal(title, "The loop of line 3 can run on all cores");
    assert.deepEqual(
      points.map(({ label }) => label),
      ["Worth it", "a and b share no memory.", "Not offered: make-async"],
    );
  });

  test("of a loop that cannot: every reason, each at its place, and nothing else", () => {
    const reasons = ["x is needed by the next iteration.", "random() keeps a state."].map((message, index) => ({
      id: "carried",
      message,
      help: "Change it.",
      line: 4 + index,
      column: 7,
    }));
    const { title, points } = explanation({ ...loop, verdict: "serial", reasons });
    assert.equal(title, "The loop of line 3 has to run in order");
    assert.deepEqual(
      points.map(({ label, line }) => `${line} ${label}`),
      ["4 x is needed by the next iteration.", "5 random() keeps a state."],
    );
  });
});
