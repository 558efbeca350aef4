import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { compareEnds, type RunEnd } from "./compareEnds.js";

const end = (output: string, more: Partial<RunEnd> = {}): RunEnd => ({
  status: 0,
  killedBy: null,
  output,
  digest: createHash("sha256").update(output).digest("hex"),
  ...more,
});

test("equal output and equal end are no difference", () => {
  assert.deepEqual(compareEnds(end("a\nb\n"), end("a\nb\n")), []);
  assert.deepEqual(compareEnds(end("", { status: 1 }), end("", { status: 1 })), []);
});

test("the first line that differs, and what stands there on both sides", () => {
  assert.deepEqual(compareEnds(end("a\nb\nc"), end("a\nx\nc")), [
    { path: "(output, line 2)", serial: "b", parallel: "x" },
  ]);
  assert.deepEqual(compareEnds(end("a"), end("a\nmore")), [
    { path: "(output, line 2)", serial: "(nothing more)", parallel: "more" },
  ]);
  assert.deepEqual(compareEnds(end("a\nmore"), end("a")), [
    { path: "(output, line 2)", serial: "more", parallel: "(nothing more)" },
  ]);
});

test("an exit status or a signal that differs, whatever was printed", () => {
  assert.deepEqual(compareEnds(end("a"), end("a", { status: 3 })), [
    { path: "(end)", serial: "exit status 0", parallel: "exit status 3" },
  ]);
  assert.deepEqual(compareEnds(end("a"), end("a", { status: null, killedBy: "SIGSEGV" })), [
    { path: "(end)", serial: "exit status 0", parallel: "ended by SIGSEGV" },
  ]);
});

test("a difference behind what was kept is one, too; a very long line is cut", () => {
  const [late] = compareEnds(end("same"), end("same", { digest: "other" }));
  assert.match(late!.serial, /far behind/);
  const [long] = compareEnds(end("x".repeat(500)), end("y"));
  assert.equal(long!.serial.length, 121);
});
