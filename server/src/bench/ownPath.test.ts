import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { ownPath } from "./ownPath.js";

/** A copy with `src`, a link to a folder outside with `a.ts`, `data.bin` and `inner/b.ts`, and `c.ts`, a link to its `a.ts`. */
function withCopy(body: (copy: string, outside: string) => void): void {
  const ground = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-unit-"));
  try {
    const [copy, outside] = ["copy", "outside"].map((name) => path.join(ground, name)) as [string, string];
    fs.mkdirSync(path.join(outside, "inner"), { recursive: true });
    fs.mkdirSync(path.join(copy, "own"), { recursive: true });
    for (const name of ["a.ts", "data.bin", "inner/b.ts"]) fs.writeFileSync(path.join(outside, name), name);
    fs.symlinkSync(outside, path.join(copy, "src"), "junction");
    fs.symlinkSync(path.join(outside, "a.ts"), path.join(copy, "c.ts"), "file");
    fs.symlinkSync(path.join(copy, "own"), path.join(copy, "same"), "junction");
    body(copy, outside);
  } finally {
    fs.rmSync(ground, { recursive: true });
  }
}

test("what is written behind a link out of the copy stays in the copy", () => {
  withCopy((copy, outside) => {
    fs.writeFileSync(ownPath(path.join(copy, "src/a.ts"), copy), "changed");
    fs.writeFileSync(ownPath(path.join(copy, "src/inner/new.ts"), copy), "new");
    fs.writeFileSync(ownPath(path.join(copy, "c.ts"), copy), "changed");
    assert.equal(fs.readFileSync(path.join(outside, "a.ts"), "utf8"), "a.ts");
    assert.deepEqual(fs.readdirSync(path.join(outside, "inner")), ["b.ts"]);
    assert.equal(fs.readFileSync(path.join(copy, "src/a.ts"), "utf8"), "changed");
    assert.equal(fs.readFileSync(path.join(copy, "src/data.bin"), "utf8"), "data.bin");
    assert.equal(fs.readFileSync(path.join(copy, "src/inner/b.ts"), "utf8"), "inner/b.ts");
  });
});

test("links that stay in the copy are left as they are", () => {
  withCopy((copy) => {
    fs.writeFileSync(ownPath(path.join(copy, "same/d.ts"), copy), "d");
    assert.ok(fs.lstatSync(path.join(copy, "same")).isSymbolicLink());
    assert.equal(fs.readFileSync(path.join(copy, "own/d.ts"), "utf8"), "d");
  });
});

test("links to nowhere lead nowhere", () => {
  withCopy((copy, outside) => {
    fs.symlinkSync(path.join(outside, "gone"), path.join(copy, "gone"), "junction");
    fs.mkdirSync(path.dirname(ownPath(path.join(copy, "gone/e.ts"), copy)), { recursive: true });
    assert.ok(!fs.existsSync(path.join(outside, "gone")));
  });
});

test("what lies outside is refused", () => {
  withCopy((copy, outside) => {
    assert.throws(() => ownPath(path.join(outside, "a.ts"), copy), /lies outside of the project/);
    assert.throws(() => ownPath(copy, copy), /lies outside of the project/);
  });
});
