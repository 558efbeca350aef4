// A short form of the soak; `npm run soak -- --seconds 1800` is the long one.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { close } from "./index.js";
import { leftovers, soak } from "./testing/soak.js";
import { soakCalls } from "./testing/soakCalls.js";

after(close);

test("calls of all kinds at once give what they should, and leave nothing behind", async () => {
  await soak({ seed: 1, goesOn: ({ rounds }) => rounds < 3, patience: 60_000 });
  const before = leftovers();
  const { calls, kills } = await soak({ seed: 2026, goesOn: ({ rounds }) => rounds < 18, patience: 60_000 });
  assert.ok(
    Object.values(calls).every((count) => count > 0),
    JSON.stringify(calls),
  );
  assert.equal(Object.keys(calls).length, Object.keys(soakCalls).length);
  assert.ok(kills > 0);
  // Threads that were told to end after their grace period are looked at once more by a timer.
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.deepEqual({ ...leftovers(), timers: 0 }, { ...before, calls: 0, busy: 0, timers: 0 });
});
