import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { install } from "./install.js";
import { UserProblem } from "./problem.js";

let folder = "";
let carried = "";
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith install ü ")));
  carried = path.join(folder, "carried/loopsmith-runner-9.9.9.tgz");
  write("carried/loopsmith-runner-9.9.9.tgz", "packed");
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
}

const read = (name: string): string => fs.readFileSync(path.join(folder, name), "utf8");

/** Runs it with a package manager that does what a function says. */
function run(manage: (home: string) => void, { dry = false, at = "p/src" } = {}): { status: number; out: string } {
  let out = "";
  const say = (text: string): void => {
    out += `${text}\n`;
  };
  const terminal = { cwd: folder, color: false, out: say, err: say };
  const status = install({ folder: at, dry }, terminal, { tarball: carried, manage: (home) => manage(home) });
  return { status, out };
}

function unpack(home: string): void {
  const to = path.join(home, "node_modules/@loopsmith/runner");
  fs.mkdirSync(to, { recursive: true });
  fs.writeFileSync(path.join(to, "package.json"), "{}");
}

test("the tarball lies in the project, the manifest names it, and the package manager installs it", () => {
  write("p/package.json", '{\n  "name": "p",\n  "dependencies": {\n    "@loopsmith/runner": "^0.1.0"\n  }\n}\n');
  const { status, out } = run((home) => {
    assert.equal(home, path.join(folder, "p"));
    unpack(home);
  });
  assert.equal(status, 0);
  assert.match(out, /installed from vendor\/loopsmith-runner-9\.9\.9\.tgz\. Put that file under version control/);
  assert.equal(read("p/vendor/loopsmith-runner-9.9.9.tgz"), "packed");
  assert.match(read("p/package.json"), /"@loopsmith\/runner": "file:vendor\/loopsmith-runner-9\.9\.9\.tgz"\n/);
});

test("a manifest that does not name the runner gets it", () => {
  write("p/package.json", '{ "name": "p" }');
  run(unpack);
  assert.match(read("p/package.json"), /"dependencies": \{\s*"@loopsmith\/runner": "file:vendor/);
});

test("nothing is done where the runner is there, or is only to be shown", () => {
  const manifest = '{ "name": "p" }';
  write("p/package.json", manifest);
  const shown = run(() => assert.fail(), { dry: true });
  assert.match(shown.out, /and run {2}npm install/);
  unpack(path.join(folder, "p"));
  assert.match(run(() => assert.fail()).out, /is there already: /);
  assert.equal(read("p/package.json"), manifest);
  assert.ok(!fs.existsSync(path.join(folder, "p/vendor")));
});

test("where the package manager fails, the manifest is what it was", () => {
  const manifest = '{ "name": "p" }';
  write("p/package.json", manifest);
  assert.throws(
    () =>
      run(() => {
        throw new UserProblem("npm could not install the runner (exit status 1).", "The lines above say why.", 1);
      }),
    /exit status 1/,
  );
  assert.equal(read("p/package.json"), manifest);
});

test("where it ends well without the runner, that is said", () => {
  write("p/package.json", '{ "name": "p" }');
  assert.throws(() => run(() => {}), /npm has ended well, but @loopsmith\/runner cannot be found/);
});

test("a folder without a manifest is refused", () => {
  write("none/a.ts", "");
  assert.throws(() => run(unpack, { at: "none" }), /There is no package\.json in .*none or above\./);
});
