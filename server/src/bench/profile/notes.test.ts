import assert from "node:assert/strict";
import { test } from "node:test";
import { type NotedProfile, notesOf } from "./notes.js";

const run: NotedProfile["run"] = {
  wallMs: 1000,
  busyMs: 900,
  collectionMs: 0,
  processes: 1,
  threads: 1,
  samples: 900,
  exitStatus: 0,
  signal: null,
  interrupted: false,
};

const notes = (more: Partial<NotedProfile>) =>
  notesOf({
    run,
    loops: [],
    unwritten: [],
    missingMaps: new Set(),
    cwd: "/home/me",
    files: 1,
    isLoaded: false,
    ...more,
  });

test("a source map that is missing is named, with what it costs and what to do", () => {
  assert.deepEqual(
    notes({ missingMaps: new Set(["/home/me/dist/main.js.map"]) })[0],
    "The source map dist/main.js.map is missing, so the time is shown in the generated file: build again with source maps.",
  );
});

test("a run that ended early, badly, too soon, or elsewhere says so", () => {
  assert.match(notes({ run: { ...run, interrupted: true } })[0]!, /ended before its end/);
  assert.match(notes({ run: { ...run, exitStatus: 3 } })[0]!, /exit status 3/);
  assert.match(notes({ run: { ...run, exitStatus: null, signal: "SIGSEGV" } })[0]!, /ended by SIGSEGV/);
  assert.match(notes({ run: { ...run, samples: 5 } })[0]!, /only 5 samples/);
  assert.match(notes({ run: { ...run, collectionMs: 300 } }).at(-1)!, /garbage collector took 33 %/);
  assert.match(notes({ unwritten: ["ENOSPC: no space left on device, write"] })[0]!, /^1 profile could not.*TMPDIR/);
  assert.match(notes({ files: 0 })[0]!, /No time was spent in source files/);
});

test("a profile from elsewhere of code that a loader made says how to get one that can be read", () => {
  assert.match(
    notes({ isLoaded: true })[0]!,
    /as a loader such as tsx made them.* loopsmith profile -- npx tsx main\.ts/,
  );
});

test("a plain run of which nothing is missing has only the note that no loop was seen", () => {
  assert.deepEqual(notes({}), ["None of the program's own loops was reached in the samples."]);
});
