import assert from "node:assert/strict";
import test from "node:test";
import { isKernelModule, placeOf, registerKernels } from "./kernels.js";

test("a kernel is found by file and name, whatever the loader added to the address", () => {
  const kernel = (item: number): number => item;
  registerKernels("file:///a/b.kernels.ts?t=123#x", { kernel });
  assert.deepEqual(placeOf(kernel), { module: "file:///a/b.kernels.ts", name: "kernel" });
  const other = (item: number): number => item;
  registerKernels("/a/b c.kernels.cjs", { other });
  assert.equal(placeOf(other)?.module, "file:///a/b%20c.kernels.cjs");
});

test("says what to pass where the module is not named", () => {
  assert.throws(() => registerKernels(undefined as never, {}), /names no file\. Pass import\.meta\.url, or __filename/);
  assert.throws(() => registerKernels("b.kernels.js", {}), /names no file/);
  assert.throws(() => registerKernels("/b.kernels.js", { constant: 3 as never }), /constant .* is not a function/);
});

test("only files named *.kernels.* are for workers", () => {
  assert.ok(isKernelModule("file:///a/b.kernels.ts"));
  assert.ok(!isKernelModule("file:///a/main.ts"));
  assert.ok(!isKernelModule("file:///a.kernels.d/main.ts"));
});
