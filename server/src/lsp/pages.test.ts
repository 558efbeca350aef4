// Every code of a diagnostic leads to a page that is there.
import assert from "node:assert/strict";
import fs from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { pageOf, pagesIn } from "./pages.js";

test("a hint leads to the page of the rewrites, a reason to its own, a kernel's problem to its own", () => {
  for (const [code, name] of [
    ["parallel-map", "transforms/README.md"],
    ["carried-dependence", "reasons/carried-dependence.md"],
    ["kernel-state", "reasons/kernel-state.md"],
  ] as const) {
    const page = pageOf(code);
    assert.ok(page?.endsWith(name), `${code}: ${page}`);
    assert.ok(fs.existsSync(fileURLToPath(page!)));
  }
});

test("what has no page leads nowhere, and so does everything where no pages are shipped", () => {
  assert.equal(pageOf("no-such-code"), undefined);
  assert.equal(pagesIn(undefined)("carried-dependence"), undefined);
});
