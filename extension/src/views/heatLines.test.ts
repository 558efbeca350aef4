// What a profile says beside the loops, on made-up profiles.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ProfiledLoop } from "../protocol.js";
import { heatByFile, heatText, heatTitle, hotLoops, marksOf, placeKey, profileSummary, warmth } from "./heatLines.js";

const loop: ProfiledLoop = {
  uri: "file:///w/a%20b.ts",
  line: 3,
  column: 5,
  share: 0.31,
  selfMs: 200,
  totalMs: 310,
  savesMs: 155,
  partOf: null,
};

describe("the heat of loops", () => {
  test("is kept by file, as the editor writes it, and by place", () => {
    const files = heatByFile([loop, { ...loop, line: 9, uri: "file:///w/c.ts" }], (uri) => uri.toUpperCase());
    assert.deepEqual([...files.keys()], ["FILE:///W/A%20B.TS", "FILE:///W/C.TS"]);
    const own = files.get("FILE:///W/A%20B.TS")!;
    assert.equal(own.get(placeKey(3, 5))?.totalMs, 310);
    assert.equal(own.get(placeKey(3, 6)), undefined);
  });

  test("is hot from a quarter of the run, warm from a twentieth, else cold", () => {
    assert.deepEqual(
      [0.25, 0.249, 0.05, 0.049].map((share) => warmth({ ...loop, share })),
      ["hot", "warm", "warm", "cold"],
    );
  });

  test("marks a line once, for the loop that takes longest; a cold loop has no mark", () => {
    const loops = [loop, { ...loop, column: 20, share: 0.4 }, { ...loop, line: 8, share: 0.01 }];
    const marks = marksOf(heatByFile(loops, (uri) => uri).get(loop.uri)!);
    assert.deepEqual(
      marks.map(({ line, share }) => [line, share]),
      [[3, 0.4]],
    );
  });

  test("of loops that are not cold goes to the server, with their places", () => {
    const heats = heatByFile([loop, { ...loop, line: 8, share: 0.01 }], (uri) => uri).get(loop.uri)!;
    assert.deepEqual(hotLoops(heats), [{ line: 3, column: 5, share: 0.31 }]);
  });

  test("is told with its times, and with a saving where there is one", () => {
    const heat = heatByFile([loop], (uri) => uri)
      .get(loop.uri)!
      .get(placeKey(3, 5))!;
    assert.equal(heatTitle(heat), "31 % of the run");
    assert.match(heatText(heat), /310 ms, 200 ms of it in its own text\. All cores would save at most 155 ms/);
    assert.match(heatText({ ...heat, partOf: "a b.ts:1" }), /a part of what the loop at a b\.ts:1 would save\.$/);
    assert.doesNotMatch(heatText({ ...heat, savesMs: 0 }), /save/);
  });
});

describe("the summary of a profile", () => {
  test("names the loop that saves most", () => {
    const inner = { ...loop, line: 4, savesMs: 150, partOf: "a b.ts:3" };
    assert.equal(
      profileSummary("node main.mjs", 1234, [inner, loop]),
      "node main.mjs took 1.2 s. 31 % of it went into the loop at a b.ts:3, where all cores would save at most 155 ms.",
    );
  });

  test("says so when the hot loops have to run in order, and when no loop is hot", () => {
    assert.match(profileSummary("p", 10, [{ ...loop, savesMs: 0 }]), /have to run in order\.$/);
    assert.match(profileSummary("p", 10, [{ ...loop, share: 0.01 }]), /No loop of your sources took much of it\.$/);
  });
});
