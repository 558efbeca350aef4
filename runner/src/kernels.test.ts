import assert from "node:assert/strict";
import { once } from "node:events";
import test from "node:test";
import vm from "node:vm";
import { isKernelModule, moduleUrl, placeOf, registerKernels } from "./kernels.js";
import { type AnyKernel, recordOf } from "./state.js";

/** Registers as a module does whose code the engine knows under a file name. */
function registerIn(file: string, module: unknown, kernels: Record<string, AnyKernel>, lines = 0): void {
  const code = `${"\n".repeat(lines)}(register, module, kernels) => register(module, kernels)`;
  vm.runInThisContext(code, { filename: file })(registerKernels, module, kernels);
}

const kernelOf = (): AnyKernel => (item: number) => item;

test("a kernel is found by file and name, whatever the loader added to the address", () => {
  const [kernel, other] = [kernelOf(), kernelOf()];
  registerIn("file:///a/b.kernels.ts?t=123", "file:///a/b.kernels.ts?t=123#x", { kernel });
  assert.deepEqual(placeOf(kernel), { module: "file:///a/b.kernels.ts", name: "kernel" });
  registerIn("/a/b c.kernels.cjs", "/a/b c.kernels.cjs", { other });
  assert.equal(placeOf(other)?.module, "file:///a/b%20c.kernels.cjs");
});

test("a module may register through a function of another file", () => {
  const kernel = kernelOf();
  const through = vm.runInThisContext("(f) => f()", { filename: "/a/own.kernels.js" });
  through(() => registerIn("/a/helper.js", "file:///a/own.kernels.js", { kernel }));
  assert.equal(placeOf(kernel)?.module, "file:///a/own.kernels.js");
});

test("a module that runs from another file than it says was bundled, and is not for workers", () => {
  const [kernel, lost] = [kernelOf(), kernelOf()];
  registerIn("/out/bundle.js", "file:///src/b.kernels.ts", { kernel });
  assert.equal(placeOf(kernel)?.module, "file:///out/bundle.js");
  // esbuild knows no import.meta.url in CommonJS.
  registerIn("/out/bundle.cjs", undefined, { lost });
  assert.equal(placeOf(lost)?.module, "file:///out/bundle.cjs");
});

test("a module that is compiled to both kinds says nothing of itself", () => {
  const kernel = kernelOf();
  const code = "(register, kernels) => register(kernels)";
  vm.runInThisContext(code, { filename: "/src/both.kernels.ts" })(registerKernels, { kernel });
  assert.deepEqual(placeOf(kernel), { module: "file:///src/both.kernels.ts", name: "kernel" });
});

test("the bundlers' plugin names the emitted file, as a path or an address", () => {
  const [kernel, other] = [kernelOf(), kernelOf()];
  registerIn("/out/bundle.js", { emitted: "file:///out/b-1f.kernels.js" }, { kernel });
  assert.deepEqual(placeOf(kernel), { module: "file:///out/b-1f.kernels.js", name: "kernel" });
  registerIn("/out/bundle.js", { emitted: "/out/ü.kernels.cjs" }, { other });
  assert.equal(placeOf(other)?.module, "file:///out/%C3%BC.kernels.cjs");
});

test("an absolute path is one by the rules of its system", () => {
  assert.equal(moduleUrl("C:\\a b\\ü.kernels.ts", true), "file:///C:/a%20b/%C3%BC.kernels.ts");
  assert.equal(moduleUrl("c:/a/b.kernels.cjs", true), "file:///c:/a/b.kernels.cjs");
  assert.equal(moduleUrl("\\\\server\\share\\b.kernels.js", true), "file://server/share/b.kernels.js");
  assert.equal(moduleUrl("/a b/ü#1.kernels.ts", false), "file:///a%20b/%C3%BC%231.kernels.ts");
  assert.equal(moduleUrl("file:///C:/a b/ü.kernels.ts?x#y", true), "file:///C:/a%20b/%C3%BC.kernels.ts");
});

test("says what to pass where the module is not named", () => {
  assert.throws(() => registerKernels("b.kernels.js", {}), /names no file\. Pass import\.meta\.url, or __filename/);
  assert.throws(() => registerKernels(3 as never, {}), /names no file/);
  const wrong = { constant: 3 as never, lacking: undefined as never };
  assert.throws(() => registerKernels("/b.kernels.js", { constant: wrong.constant }), /constant .* is not a function/);
  assert.throws(
    () => registerKernels("/b.kernels.js", { lacking: wrong.lacking }),
    /lacking .* is undefined\. Register functions only, by the names they are exported under/,
  );
});

test("two functions under one name run in place, and the author is told", async () => {
  const warning = once(process, "warning");
  const [first, second]: AnyKernel[] = [(item: number) => item, (item: number) => -item];
  registerIn("/a/two.kernels.js", "/a/two.kernels.js", { price: first! });
  assert.equal(recordOf(first!).unable, undefined);
  registerIn("/a/two.kernels.js", "/a/two.kernels.js", { price: second! });
  assert.match(recordOf(first!).unable!, /two functions of .*two\.kernels\.js are registered under the name price/);
  assert.equal(recordOf(first!).unable, recordOf(second!).unable);
  assert.match(String((await warning)[0]), /price runs in place, because two .* Register each under a name of its own/);
});

test("two functions of one text from two places of a file are two", () => {
  const [first, second] = [kernelOf(), kernelOf()];
  registerIn("/a/lines.kernels.js", "/a/lines.kernels.js", { price: first });
  registerIn("/a/lines.kernels.js", "/a/lines.kernels.js", { price: second }, 3);
  assert.match(recordOf(second).unable!, /two functions/);
});

test("a module that is evaluated again registers the same kernel", () => {
  const [first, second] = [kernelOf(), kernelOf()];
  registerIn("/a/again.kernels.js", "/a/again.kernels.js", { price: first });
  registerIn("/a/again.kernels.js", "/a/again.kernels.js", { price: second });
  assert.equal(recordOf(first).unable, undefined);
  assert.equal(recordOf(second).unable, undefined);
});

test("only files named *.kernels.* are for workers", () => {
  assert.ok(isKernelModule("file:///a/b.kernels.ts"));
  assert.ok(isKernelModule("file:///a/b.kernels-D2fx_9.js"));
  assert.ok(!isKernelModule("file:///a/main.ts"));
  assert.ok(!isKernelModule("file:///a.kernels.d/main.ts"));
  assert.ok(!isKernelModule("file:///a/b.kernelsmith.js"));
});
