// What a hover says of the bytes that travel, and what an action is called.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { LoopVariable } from "../analysis/variables.js";
import { titleOf, travelText } from "./toProto.js";

const variable = (name: string, bytes: number | null, kind: LoopVariable["class"] = "live-in"): LoopVariable => ({
  name,
  class: kind,
  bytes,
  places: [],
});
const place = { line: 1, column: 1, endLine: 3 };

test("live-ins go to each worker with their bytes, results come back from each iteration", () => {
  const variables = [variable("width", 8), variable("dark", 1), variable("xs", null), variable("i", null, "private")];
  assert.equal(
    travelText({ ...place, variables, bytesBack: 8 }),
    "To each worker: `width` 8 bytes, `dark` 1 byte, `xs` (size known when it runs). Back from each iteration: 8 bytes.",
  );
});

test("where nothing travels, or nobody knows how much, it says so", () => {
  const empty = travelText({ ...place, variables: [], bytesBack: 0 });
  assert.match(empty, /nothing but the iterations’ numbers.*each iteration: nothing\.$/);
  assert.match(
    travelText({ ...place, variables: [], bytesBack: null }),
    /a result whose size is known when it runs\.$/,
  );
});

test("an action that is not offered says in its title what is in the way, in one sentence", () => {
  const action = {
    title: "Run it",
    safety: "safe",
    disabledReason: "`a.b` carries a value: line 3 sets it. Change it.",
  } as const;
  assert.equal(titleOf(action), "Run it: `a.b` carries a value");
  assert.equal(titleOf({ ...action, disabledReason: "it waits" }), "Run it: it waits");
});

test("one that is offered says whether it needs a review", () => {
  const action = { title: "Run it", safety: "safe", disabledReason: null } as const;
  assert.equal(titleOf(action), "Run it");
  assert.equal(titleOf({ ...action, safety: "needs-review" }), "Run it (needs review)");
});
