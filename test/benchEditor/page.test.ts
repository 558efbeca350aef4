// The page of figures: every figure with what is wanted of it, and a busy machine named.
import assert from "node:assert/strict";
import { test } from "node:test";
import { editorPage, type Figures } from "./page.js";

const stretch = (ms: number) => ({ ms, entered: "f" });
const figures: Figures = {
  vscode: "1.1.0",
  node: "v24.0.0",
  activationMs: 42.4,
  activationCpuMs: 31,
  serverReadyMs: 800,
  firstMarksMs: 900,
  keyToMarksMs: [300, 250, 400],
  longest: { activation: stretch(9.04), typing: stretch(1), scanning: stretch(2) },
  scan: { ms: 5000, files: 400, loops: 3000 },
  memory: { hostBefore: 2 ** 20, hostAfter: 3 * 2 ** 20, server: { now: 5 * 2 ** 20, most: 6 * 2 ** 20 } },
};

test("tells median and most, sizes in MiB, and what is wanted", () => {
  const page = editorPage(figures, { cores: 2, cpu: "some", load: 0.3, lines: 100_000 });
  assert.match(page, /\| activation of the extension \| 42 ms \| below 150 ms \|/);
  assert.match(page, /median of 3, most \| 300 ms, 400 ms \|/);
  assert.match(page, /while it is activated \| 9\.0 ms \| below 20 ms \|/);
  assert.match(page, /gains, the profiles among it \| 2 MiB \|/);
  assert.match(page, /workspace of 100,000 lines\.\n/);
});

test("says so where others kept the machine busy", () => {
  const page = editorPage(figures, { cores: 2, cpu: "some", load: 12, lines: 100_000 });
  assert.match(page, /busy: 12\.0 other processes/);
});
