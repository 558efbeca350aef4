// The groups of the Loops view, on made-up loops.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { ScannedLoop } from "../protocol.js";
import {
  childrenOf,
  countLoops,
  type FileLoops,
  type Heat,
  loopGroups,
  mostShown,
  type TreeOptions,
} from "./loopTree.js";

const base: ScannedLoop = {
  line: 1,
  column: 1,
  endLine: 3,
  function: "f",
  text: "for (const x of xs) {",
  verdict: "serial",
  pattern: null,
  promising: false,
  why: "",
  workPerIteration: 10,
  canRewrite: false,
  reasons: [],
};
const promising = { ...base, verdict: "parallel", pattern: "map", promising: true, canRewrite: true } as const;
const small = { ...base, verdict: "parallel", pattern: "map" } as const;
const refused = (...ids: readonly string[]) => ({
  ...base,
  reasons: ids.map((id) => ({ id, message: `about ${id}` })),
});
const file = (path: string, loops: readonly ScannedLoop[]): FileLoops => ({
  uri: `file:///${path}`,
  path,
  loops: loops.map((loop, index) => ({ ...loop, line: index + 1 })),
});

function shown(files: readonly FileLoops[], options: Partial<TreeOptions> = {}): readonly string[] {
  const groups = loopGroups(files, { grouping: "file", filter: "", heatOf: () => undefined, ...options });
  return groups.map(
    ({ label, description, loops }) =>
      `${label} (${description}): ${loops.map(({ path, loop }) => `${path}:${loop.line}`).join(" ")}`,
  );
}

describe("the Loops view", () => {
  const files = [
    file("b.ts", [promising, refused("early-exit", "carried-dependence")]),
    file("a.ts", [small, refused("carried-dependence"), base]),
    file("empty.ts", []),
  ];

  test("groups by file, in the order of their paths; files without loops are left out", () => {
    assert.deepEqual(shown(files), ["a.ts (3): a.ts:1 a.ts:2 a.ts:3", "b.ts (1 of 2 worth it): b.ts:1 b.ts:2"]);
  });

  test("makes nothing anew for a file of which nothing new is known", () => {
    const options: TreeOptions = { grouping: "file", filter: "", heatOf: () => undefined };
    const [before] = loopGroups(files, options);
    const [after, other] = loopGroups([files[1]!, file("b.ts", [promising])], options);
    assert.equal(after, before);
    assert.equal(other?.description, "1 of 1 worth it");
    const heat: Heat = { share: 0.5, savesMs: 1, partOf: null };
    const [hot] = loopGroups(files, { ...options, heatOf: (uri) => (uri.endsWith("a.ts") ? heat : undefined) });
    assert.deepEqual(
      hot?.loops.map((node) => node.heat),
      [heat, heat, heat],
    );
    assert.deepEqual(loopGroups(files, options)[0]?.loops[0]?.heat, undefined);
  });

  test("groups by verdict and reason; a loop stands under each of its reasons", () => {
    assert.deepEqual(shown(files, { grouping: "reason" }), [
      "Can run on all cores (1): b.ts:1",
      "Can run on all cores, but does not pay (1): a.ts:1",
      "In order: carried dependence (2): b.ts:2 a.ts:2",
      "In order: early exit (1): b.ts:2",
      "Has to run in order (1): a.ts:3",
    ]);
  });

  test("gives each node an id of its own", () => {
    const groups = loopGroups(files, { grouping: "reason", filter: "", heatOf: () => undefined });
    const ids = groups.flatMap(({ id, loops }) => [id, ...loops.map((loop) => loop.id)]);
    assert.equal(new Set(ids).size, ids.length);
  });

  test("groups by saving: before a profile the promising ones, by their work", () => {
    const heavy = { ...promising, workPerIteration: 500 };
    assert.deepEqual(shown([file("a.ts", [promising, heavy, base])], { grouping: "saving" }), [
      "Worth it, by work per iteration (2): a.ts:2 a.ts:1",
    ]);
  });

  test("after a profile by what they save; a part of another one's saving is none of its own", () => {
    const heats: Readonly<Record<number, Heat>> = {
      1: { share: 0.2, savesMs: 100, partOf: null },
      2: { share: 0.6, savesMs: 300, partOf: null },
      3: { share: 0.5, savesMs: 250, partOf: "a.ts:2" },
      4: { share: 0.1, savesMs: 0, partOf: null },
    };
    const loops = [promising, promising, promising, base, promising];
    const heatOf = (_: string, line: number) => heats[line];
    assert.deepEqual(shown([file("a.ts", loops)], { grouping: "saving", heatOf }), [
      "Saves time on all cores (2): a.ts:2 a.ts:1",
      "Takes time, saves none (2): a.ts:3 a.ts:4",
      "Worth it, not seen in the profile (1): a.ts:5",
    ]);
  });

  test("filters by words in path, function, text and reason, all of which have to be there", () => {
    assert.deepEqual(shown(files, { filter: "CARRIED b.ts" }), ["b.ts (1): b.ts:2"]);
    assert.deepEqual(shown(files, { filter: "carried nowhere" }), []);
  });

  test("shows the rest of a large group behind one more node", () => {
    const loops = Array.from({ length: 2 * mostShown + 1 }, () => base);
    const [all] = loopGroups([file("a.ts", loops)], { grouping: "file", filter: "", heatOf: () => undefined });
    const first = childrenOf(all!);
    assert.equal(first.length, mostShown + 1);
    const more = first.at(-1)!;
    assert.equal(more.kind === "group" && more.label, `${mostShown + 1} more`);
    assert.equal(childrenOf(more).length, mostShown + 1);
    assert.deepEqual(childrenOf(first[0]!), []);
  });

  test("counts what the badge shows", () => {
    assert.deepEqual(countLoops(files), { promising: 1, all: 5 });
  });
});
