import assert from "node:assert/strict";
import test from "node:test";
import vm from "node:vm";
import { callSites, isAbsolutePath } from "./callSites.js";

test("names the files of the callers, from the nearest one on", () => {
  const call = (file: string) => vm.runInThisContext("(next) => next()", { filename: file });
  const target = () => callSites(target);
  const sites = call("/a b/outer.js")(() => call("file:///inner.mjs?v=2")(target));
  const files = sites.map(({ file }: { file: string }) => file);
  assert.equal(files[0], "file:///inner.mjs");
  assert.ok(files.includes("file:///a%20b/outer.js"));
});

test("code of no file has no file", () => {
  const target = () => callSites(target);
  const [site] = vm.runInThisContext("(next) => next()", { filename: "webpack-internal:///./a.js" })(target);
  assert.equal(site.file, undefined);
});

test("leaves the program's own way to print stacks alone", () => {
  const own = (error: Error) => `own ${error.message}`;
  Error.prepareStackTrace = own;
  try {
    const target = () => callSites(target);
    assert.ok(target().length > 0);
    assert.equal(Error.prepareStackTrace, own);
    assert.equal(new Error("text").stack, "own text");
  } finally {
    Error.prepareStackTrace = undefined as never;
  }
});

test("an absolute path begins with a slash, a drive or a share", () => {
  for (const file of ["/a", "C:\\a", "c:/a", "\\\\server\\share"]) assert.ok(isAbsolutePath(file), file);
  for (const file of ["a", "./a", "c:", "webpack-internal:///a", "node:fs"]) assert.ok(!isAbsolutePath(file), file);
});
