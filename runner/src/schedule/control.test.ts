import assert from "node:assert/strict";
import { test } from "node:test";
import {
  awaitChunk,
  type Control,
  closeCall,
  controlWords,
  drawChunk,
  eventAfter,
  eventCount,
  FinishedChunk,
  finishChunk,
  reportUnable,
} from "./control.js";

function newControl(chunks: number): Control {
  return new Int32Array(new SharedArrayBuffer(4 * controlWords(chunks)));
}

/** The word that those who wait look at. */
const EVENTS = 1;

/** Whether somebody who waits from now on hears of what is done next: nobody is then left to be woken. */
function hears(control: Control, act: () => void): boolean {
  assert.ok(eventAfter(control, eventCount(control)) !== undefined);
  act();
  return Atomics.notify(control, EVENTS) === 0;
}

test("who awaits a later chunk does not hear of the usual ends before it, and does of that chunk and of those behind it", () => {
  const control = newControl(8);
  for (const _ of [0, 1]) drawChunk(control, 1);
  awaitChunk(control, 4);
  assert.equal(
    hears(control, () => finishChunk(control, 0, FinishedChunk.numbers)),
    false,
  );
  assert.equal(
    hears(control, () => finishChunk(control, 1, FinishedChunk.posted)),
    false,
  );
  assert.equal(
    hears(control, () => finishChunk(control, 4, FinishedChunk.nothing)),
    true,
  );
  assert.equal(
    hears(control, () => finishChunk(control, 5, FinishedChunk.rows)),
    true,
  );
});

test("who awaits a later chunk hears of what ends a call early", () => {
  const control = newControl(8);
  drawChunk(control, 1);
  awaitChunk(control, 4);
  assert.equal(
    hears(control, () => finishChunk(control, 0, FinishedChunk.recompute)),
    true,
  );
  assert.equal(
    hears(control, () => finishChunk(control, 0, FinishedChunk.changed)),
    true,
  );
  assert.equal(
    hears(control, () => reportUnable(control)),
    true,
  );
});

test("of a chunk that somebody has drawn, and of a closed call, every end is heard: there may be no later one", () => {
  const drawn = newControl(8);
  for (let chunk = 0; chunk <= 4; chunk++) drawChunk(drawn, 1);
  awaitChunk(drawn, 4);
  assert.equal(
    hears(drawn, () => finishChunk(drawn, 0, FinishedChunk.numbers)),
    true,
  );
  const closed = newControl(8);
  drawChunk(closed, 1);
  closeCall(closed);
  awaitChunk(closed, 4);
  assert.equal(
    hears(closed, () => finishChunk(closed, 0, FinishedChunk.numbers)),
    true,
  );
});

test("who awaits no chunk hears of all again", () => {
  const control = newControl(8);
  drawChunk(control, 1);
  awaitChunk(control, 4);
  awaitChunk(control, 0);
  assert.equal(
    hears(control, () => finishChunk(control, 0, FinishedChunk.numbers)),
    true,
  );
});
