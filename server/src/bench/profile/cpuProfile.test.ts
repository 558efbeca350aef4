import assert from "node:assert/strict";
import { test } from "node:test";
import { readThreadTimes } from "./cpuProfile.js";

const callFrame = (functionName: string, url = "file:///a.js") => ({
  functionName,
  scriptId: "1",
  url,
  lineNumber: 0,
  columnNumber: 0,
});
const nodes = [
  { id: 1, callFrame: callFrame("(root)", ""), hitCount: 0, children: [2, 3] },
  { id: 2, callFrame: callFrame("(idle)", ""), hitCount: 1 },
  {
    id: 3,
    callFrame: callFrame("work"),
    hitCount: 3,
    positionTicks: [
      { line: 5, ticks: 1 },
      { line: 6, ticks: 2 },
    ],
  },
];

test("a sample stands for the time until the next one", () => {
  const profile = { nodes, startTime: 0, endTime: 9000, samples: [3, 3, 2, 3], timeDeltas: [500, 1000, 2000, 4000] };
  const times = readThreadTimes(JSON.stringify(profile))!;
  const work = times.nodes.find(({ name }) => name === "work")!;
  // 1000 µs and 2000 µs before the idle sample; the last sample lasts as long as its own delta.
  assert.equal(work.selfMs, 1 + 2 + 4);
  assert.equal(times.busyMs, 7);
  assert.equal(times.wallMs, 9);
  assert.deepEqual(
    work.lines.map(({ line }) => line),
    [4, 5],
  );
  assert.equal(work.parent?.name, "(root)");
});

test("without samples the hits divide the run", () => {
  const times = readThreadTimes(JSON.stringify({ nodes, startTime: 0, endTime: 4000 }))!;
  assert.equal(times.busyMs, 3);
});

test("a process that waits for another does not compute", () => {
  const waits = { id: 3, callFrame: callFrame("spawnSync", "node:internal/child_process"), hitCount: 3 };
  const times = readThreadTimes(JSON.stringify({ nodes: [...nodes.slice(0, 2), waits], startTime: 0, endTime: 4000 }))!;
  assert.equal(times.busyMs, 0);
});

test("what is no profile is refused", () => {
  for (const text of ["", "{}", "[]", '{"nodes":[{}],"startTime":0,"endTime":1}', "null"])
    assert.equal(readThreadTimes(text), undefined);
});
