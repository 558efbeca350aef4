import assert from "node:assert/strict";
import test from "node:test";
import vm from "node:vm";
import {
  addressBeside,
  addressModules,
  emittedName,
  isKernelFile,
  registerAs,
  requiredAddress,
} from "./kernelModule.js";

const here = () => "HERE";

test("files named *.kernels.* are emitted, others are not", () => {
  for (const file of ["/a/b.kernels.ts", "/a/b.kernels.mjs", "/a/b.kernels.cjs", "C:\\a\\b.kernels.tsx"]) {
    assert.ok(isKernelFile(file), file);
  }
  for (const file of ["/a/kernels.ts", "/a/b.kernels.json", "/a/b.kernels.ts?raw", "/a.kernels.d/b.ts"]) {
    assert.ok(!isKernelFile(file), file);
  }
});

test("two files of one name get two names, the same file the same one from every root", () => {
  const name = emittedName("/p/src/a/rows.kernels.ts", "/p");
  assert.match(name, /^rows-[0-9a-f]{8}\.kernels$/);
  assert.notEqual(name, emittedName("/p/src/b/rows.kernels.ts", "/p"));
  assert.equal(name, emittedName("/q/src/a/rows.kernels.ts", "/q"));
});

test("the call in an ES module, in CommonJS, and compiled to it", () => {
  assert.equal(
    registerAs("registerKernels(import.meta.url, { row });", here),
    "registerKernels({ emitted: HERE }, { row });",
  );
  assert.equal(
    registerAs("runner.registerKernels(\n  __filename, { row });", here),
    "runner.registerKernels(\n  { emitted: HERE }, { row });",
  );
  assert.equal(
    registerAs("(0, runner_1.registerKernels)(__filename, { row });", here),
    "(0, runner_1.registerKernels)({ emitted: HERE }, { row });",
  );
});

test("the call without an address, in sources of either kind", () => {
  const kinds: string[] = [];
  const address = (kind: string) => {
    kinds.push(kind);
    return "HERE";
  };
  const call = "registerKernels({ row });";
  assert.equal(
    registerAs(`export const row = 1;\n${call}`, address),
    "export const row = 1;\nregisterKernels({ emitted: HERE }, { row });",
  );
  assert.equal(
    registerAs(`(0, runner_1.registerKernels)({ row });`, address),
    "(0, runner_1.registerKernels)({ emitted: HERE }, { row });",
  );
  assert.deepEqual(kinds, ["module", "commonjs"]);
});

test("the call by another name", () => {
  const code = 'import { registerKernels as tell$ } from "@loopsmith/runner"; tell$(import.meta.url, { row });';
  assert.match(registerAs(code, here)!, /tell\$\(\{ emitted: HERE \}, \{ row \}\)/);
});

test("the address depends on the kind of the module", () => {
  const kinds: string[] = [];
  registerAs("registerKernels(import.meta.url, {}); registerKernels(__filename, {});", (kind) => {
    kinds.push(kind);
    return "";
  });
  assert.deepEqual(kinds, ["module", "commonjs"]);
});

test("nothing else of the module changes", () => {
  const code = 'const data = new URL("./x.json", import.meta.url); registerKernels(import.meta.url, { row });';
  assert.match(registerAs(code, here)!, /new URL\("\.\/x\.json", import\.meta\.url\)/);
});

test("a module without the call is left alone", () => {
  assert.equal(registerAs("export const row = 1;", here), undefined);
  assert.equal(registerAs("registerKernels(url, { row });", here), undefined);
  assert.equal(registerAs("unregisterKernels(import.meta.url, { row });", here), undefined);
});

test("an address in CommonJS is a path beside the bundle, whatever letters it has", () => {
  const evaluate = (code: string) => vm.runInNewContext(code, { __dirname: "/out" });
  assert.equal(evaluate(addressBeside("a b/ü#%?.kernels.cjs", "commonjs")), "/out/a b/ü#%?.kernels.cjs");
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a file may be named so.
  assert.equal(evaluate(addressBeside("`${x}\\.cjs", "commonjs")), "/out/`${x}\\.cjs");
});

test("an address in an ES module is a URL, and marks of the bundler stay in it", () => {
  const address = addressBeside("../a b/ü#%?-!~{003}~.mjs", "module");
  const code = address.replace("import.meta.url", '"file:///out/x/main.mjs"').replace("!~{003}~", "HASH");
  assert.equal(vm.runInNewContext(code, { URL }), "file:///out/a%20b/%C3%BC%23%25%3F-HASH.mjs");
});

test("CommonJS asks a module for the address, under a name that is no kernel module's", () => {
  const hooks = addressModules((key) => `address of ${key}`);
  const specifier = /require\("(.*)"\)\.address/.exec(requiredAddress("rows.kernels.mjs"))![1]!;
  assert.ok(!isKernelFile(specifier));
  const id = hooks.resolveId!(specifier)!;
  assert.ok(hooks.loadInclude!(id));
  assert.equal(hooks.load!(id), "export const address = address of rows.kernels.mjs;");
  assert.equal(hooks.resolveId!("./rows.kernels.js"), undefined);
});
