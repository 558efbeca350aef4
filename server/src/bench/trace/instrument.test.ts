import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { transformSync } from "esbuild";
import { benchRunner, makeGround } from "../../../../test/support/benchProject.js";
import { createAnalysisContext } from "../../legality/analyseFile.js";
import { openWorkspace } from "../../workspace/workspace.js";
import { type InstrumentOptions, instrument } from "./instrument.js";
import { createSites } from "./traceSites.js";
import { trackedVariables } from "./trackedVariables.js";

/** The instrumented text of a file, and what the program prints with and without it. */
async function bothWays(name: string, text: string, part: InstrumentOptions["part"] = "all") {
  const runner = await benchRunner();
  const { project, remove } = makeGround({ "package.json": "{}", [name]: text });
  try {
    const file = path.join(project, name);
    const run = () => {
      const isModule = name.endsWith(".ts");
      const script = transformSync(fs.readFileSync(file, "utf8"), {
        loader: isModule ? "ts" : "js",
        ...(isModule ? { format: "esm" } : {}),
        target: "node20",
      }).code;
      fs.writeFileSync(path.join(project, isModule ? "run.mjs" : "run.cjs"), script);
      const hook = path.join(runner, "dist/traceHook.cjs");
      const { stdout, stderr } = spawnSync(process.execPath, ["--require", hook, isModule ? "run.mjs" : "run.cjs"], {
        cwd: project,
        encoding: "utf8",
      });
      return stdout + stderr.replaceAll(project, "");
    };
    const before = run();
    const workspace = openWorkspace({ cwd: project, files: [file], project: null });
    assert.ok("program" in workspace);
    const program = workspace.program();
    const source = program.getSourceFile(file)!;
    const { checker } = createAnalysisContext(program);
    const tracked = trackedVariables([source], checker, undefined, 1);
    const instrumented = instrument(source, {
      checker,
      sites: createSites(),
      tracked,
      loop: undefined,
      isOnTrial: () => false,
      part,
    });
    fs.writeFileSync(file, instrumented);
    return { before, after: run(), instrumented };
  } finally {
    remove();
  }
}

async function checkSame(name: string, text: string): Promise<void> {
  const { before, after, instrumented } = await bothWays(name, text);
  assert.notEqual(before, "");
  assert.doesNotMatch(before, /^\s+at /m, "the program itself is broken");
  assert.equal(after, before, instrumented);
  assert.match(instrumented, /__lsT\./);
}

test("an instrumented program computes what it did: places, operators, patterns, optional chains", async () => {
  await checkSame(
    "main.ts",
    `
let count = 0;
const o: any = { a: 1, b: { c: [1, 2, 3] }, get d() { return ++count }, f(this: any, x: number) { return this.a + x } };
const next = () => { count += 2; return count };
o.a += next()
o["b"].c[1]++
--o.b.c[0]
o.x ??= next()
o.x ||= 5; o.x &&= 7
const { a, b: { c: [first, ...rest] }, zz = next(), ...others } = o;
const missing: any = undefined;
console.log(o?.b?.c.length, missing?.b.c(next()), o.f?.(1), o.g?.(next()), o?.["f"](2), missing?.[next()]?.x)
console.log(a, first, rest, zz, Object.keys(others), o.d, count);
let p = 1, q = 2;
[p, q] = [q, p];
[o.a, o.b.c[0]] = [o.b.c[0], o.a]
const swap = () => [p, q];
console.log(p, q, o.a, o.b.c, swap(), typeof missing, delete o.x, "x" in o, "a" in o);
console.log(\`\${[1, 2]}\${new Date(0).getTime()}\`, [1] + "", +"3", -o.a, !o.a, [..."ab"], { ...o.b }, o.b.c.map((x: number) => x * 2));
for (const [k, v] of Object.entries({ m: 1, n: { z: 2 } })) console.log(k, v);
for (const k in o.b) console.log(k);
let last; for (last of [1, 2, 3]) ; console.log(last);
outer: for (const x of [1, 2]) for (const y of [1, 2]) { if (y === 2) continue outer; console.log(x, y) }
const tagged = (s: TemplateStringsArray, ...v: unknown[]) => s.raw.join("|") + v; console.log(tagged\`a\${1}b\`);
console.log(((x) => x)(4), (function (this: any) { return this === undefined })(), new Map([[1, 2]]).get(1), JSON.stringify(o.b));
enum Color { Red, Green } console.log(Color.Green, Color[0]);
var later = 1; { var later = 2 } console.log(later);
const named = () => {}; class Named {} console.log(named.name, Named.name, [3, 1, 2].sort((x, y) => x - y));
try { (null as any).x } catch (e) { console.log((e as Error).constructor.name) }
try { Object.freeze(o); "use strict"; o.a = 9 } catch (e) { console.log((e as Error).constructor.name) }
export {};
`,
  );
});

test("functions and classes stay what they were", async () => {
  await checkSame(
    "main.ts",
    `
abstract class Base<T> { #secret = 1; static made = 0; protected items: T[] = [];
  constructor(readonly label: string, { size = 2, deep: [one] }: { size?: number; deep: number[] }) { Base.made++; this.#secret += size + one! }
  get secret() { return this.#secret } set secret(v) { this.#secret = v }
  static { Base.made = 10 }
  #hidden(x: number) { return x + this.#secret }
  use(x: number) { return this.#hidden(x) }
  abstract name(): string }
class Derived extends Base<number> { extra = 5
  constructor() { super("d", { deep: [1] }); this.extra++ }
  name() { return super.use(1) + "n" + this.items.length }
  *[Symbol.iterator]() { yield* [1, this.extra] }
}
const d = new Derived();
console.log(d.secret, d.name(), [...d], Base.made, d.label, d instanceof Base); d.secret = 3; d.secret++; console.log(d.secret);
function* count() { let i = 0; while (i < 3) { const got: number = yield i++; if (got) i += got } }
const g = count(); console.log(g.next().value, g.next(1).value, [...g]);
function counter(start = 1) { let n = start; return { inc: () => ++n, get: () => n } }
const c = counter(); c.inc(); c.inc(); console.log(c.get(), counter(5).get());
function rest(first: number, ...more: number[]) { return arguments.length + first + more.length } console.log(rest(1, 2, 3), rest.length);
const object = { ["com" + "puted"]() { return 1 }, get x() { return 2 }, async wait() { return await 3 } };
console.log(object.computed(), object.x); object.wait().then((x) => console.log(x));
(async () => { for await (const x of [Promise.resolve(1)]) console.log(x); })();
const bound = Array.prototype.slice.call([1, 2, 3], 1); console.log(bound, Math.max.apply(null, [1, 2]), [1, 2].concat.bind([0])(5));
function early() { return inner(); function inner() { return "hoisted" } } console.log(early());
const fact = (n: number): number => n <= 1 ? 1 : n * fact(n - 1); console.log(fact(5));
console.log([1, 2, 3].reduce((sum, x) => sum + x, 0), [[1, [2]]].flat(2), Array.from({ length: 2 }, (_, i) => i));
`,
  );
});

test("sloppy code stays sloppy, and what stands close together is not run together", async () => {
  await checkSame(
    "main.js",
    `var f = function(o){o.x=2;return[o.x,typeof[1],void[0]]}
console.log(f(Object.freeze({x:1})))
function g(){return{a:1}}
console.log(g().a, function(){return this===globalThis}())
var x = 1
;[1].forEach(function(y){ x+=y })
if(x)console.log(x);else console.log(0)
do x--; while(x>0)
switch(x){case 0:console.log("zero");break;default:console.log(x)}
console.log((function(a,b){arguments[0]=5;return a+b})(1,2))
`,
  );
});

test("of a package's modules only the functions change: what they export stays to be seen", async () => {
  const { before, after, instrumented } = await bothWays(
    "main.js",
    `"use strict";
exports.value = 1;
module.exports.make = function (x) { exports.count = x; return x.y; };
console.log(module.exports.make({ y: 2 }), exports.count);
`,
    "functions",
  );
  assert.equal(after, before);
  assert.match(instrumented, /^exports\.value = 1;$/m);
  assert.match(instrumented, /^"use strict";;__lsT\.L\(1\);/);
  assert.match(instrumented, /return __lsT\.g\(\d+, x, "y"\)/);
});
