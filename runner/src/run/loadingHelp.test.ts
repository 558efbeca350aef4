import assert from "node:assert/strict";
import test from "node:test";
import { loadingHelp } from "./loadingHelp.js";

test("each reason has its own remedy", () => {
  assert.match(loadingHelp('Unknown file extension ".ts" for /a/b.kernels.ts', "row"), /^Install tsx or typescript/);
  assert.match(
    loadingHelp("file:///a/b.kernels.js does not register a kernel named row", "row"),
    /^Add row to the call/,
  );
  assert.match(loadingHelp("Cannot find module './x'", "row"), /^A kernel module loads by itself/);
});
