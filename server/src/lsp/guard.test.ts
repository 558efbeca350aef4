// What a request answers when its computation is cancelled or fails, and who waits for whom.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { neverCancelled } from "../workspace/cancellation.js";
import { createGuards } from "./guard.js";

const token = { ...neverCancelled, onCancellationRequested: () => ({ dispose: () => undefined }) };

describe("the guard around requests", () => {
  test("answers with the default and logs where the work fails", async () => {
    const logged: string[] = [];
    const { guard } = createGuards((message) => logged.push(message));
    const answer = await guard("hover", token, "nothing", function* () {
      yield;
      throw new Error("broken");
    });
    assert.equal(answer, "nothing");
    assert.match(logged.join(), /^hover: Error: broken/);
  });

  test("answers a cancelled request with the default, and does not log it", async () => {
    const logged: string[] = [];
    const { guard } = createGuards((message) => logged.push(message));
    const cancelled = { ...token, isCancellationRequested: true };
    const answer = await guard("hover", cancelled, "nothing", function* () {
      yield;
      return "something";
    });
    assert.equal(answer, "nothing");
    assert.deepEqual(logged, []);
  });

  test("lets the background stand still until what is waited for has been answered", async () => {
    const { guard, background } = createGuards(() => undefined);
    const order: string[] = [];
    let slices = 0;
    const asked = guard("loops", token, undefined, function* () {
      // Long enough for several slices, between which the background could begin.
      for (const end = performance.now() + 60; performance.now() < end; ) {
        slices++;
        yield;
      }
      order.push("asked");
    });
    const behind = background("scan", token, undefined, function* () {
      order.push("background");
      yield;
    });
    await Promise.all([asked, behind]);
    assert.deepEqual(order, ["asked", "background"]);
    assert.ok(slices > 1);
  });

  test("lets the background go on after a request that failed", async () => {
    const { guard, background } = createGuards(() => undefined);
    await guard("hover", token, undefined, function* () {
      yield;
      throw new Error("broken");
    });
    assert.equal(
      await background("scan", token, 0, function* () {
        yield;
        return 1;
      }),
      1,
    );
  });
});
