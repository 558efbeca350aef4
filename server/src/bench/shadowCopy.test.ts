import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fingerprint, makeGround, type TestGround, writeFiles } from "../../../test/support/benchProject.js";
import { createShadowCopy, type ShadowCopy } from "./shadowCopy.js";

type Use = (shadow: ShadowCopy, ground: TestGround) => void;

async function withShadow(files: Record<string, string>, prepare: (project: string) => void, use: Use): Promise<void> {
  const ground = makeGround(files);
  try {
    prepare(ground.project);
    writeFiles(path.join(ground.project, "../runner"), { "package.json": "{}" });
    const before = fingerprint(ground.project);
    const shadow = await createShadowCopy({
      root: ground.project,
      runnerFolder: path.join(ground.project, "../runner"),
    });
    use(shadow, ground);
    await shadow.remove();
    assert.deepEqual(fs.readdirSync(ground.temp), []);
    assert.equal(fingerprint(ground.project), before);
  } finally {
    ground.remove();
  }
}

test("files are copied, history is not, packages are links", async () => {
  const files = {
    "src/a.ts": "1",
    ".git/HEAD": "ref",
    ".cache/x": "dot folders are the program's own",
    "node_modules/left/package.json": "{}",
    "node_modules/@scope/right/package.json": "{}",
    "node_modules/.vite/cache.json": "{}",
  };
  await withShadow(
    files,
    () => {},
    (shadow, { project }) => {
      assert.equal(fs.readFileSync(shadow.of(path.join(project, "src/a.ts")), "utf8"), "1");
      assert.ok(!fs.existsSync(path.join(shadow.root, ".git")));
      assert.ok(fs.existsSync(path.join(shadow.root, ".cache/x")));
      const modules = path.join(shadow.root, "node_modules");
      assert.equal(fs.realpathSync(path.join(modules, "left")), path.join(project, "node_modules/left"));
      assert.equal(
        fs.realpathSync(path.join(modules, "@scope/right")),
        path.join(project, "node_modules/@scope/right"),
      );
      assert.ok(fs.lstatSync(path.join(modules, "@scope")).isDirectory());
      assert.ok(fs.lstatSync(path.join(modules, ".vite/cache.json")).isFile());
      assert.equal(fs.realpathSync(path.join(modules, "@loopsmith/runner")), path.join(project, "../runner"));
    },
  );
});

test("links into the project lead into the copy, others out of it", async () => {
  const prepare = (project: string) => {
    fs.mkdirSync(path.join(project, "node_modules/.bin"), { recursive: true });
    fs.symlinkSync(path.join(project, "packages/member"), path.join(project, "node_modules/member"));
    fs.symlinkSync("../member/cli.js", path.join(project, "node_modules/.bin/member"));
    fs.symlinkSync(path.join(project, "data.txt"), path.join(project, "absolute.txt"));
    fs.symlinkSync("/etc", path.join(project, "outside"));
  };
  await withShadow({ "packages/member/cli.js": "", "data.txt": "d" }, prepare, (shadow) => {
    const real = (name: string) => fs.realpathSync(path.join(shadow.root, name));
    assert.equal(real("node_modules/member"), path.join(shadow.root, "packages/member"));
    assert.equal(real("node_modules/.bin/member"), path.join(shadow.root, "packages/member/cli.js"));
    assert.equal(real("absolute.txt"), path.join(shadow.root, "data.txt"));
    assert.equal(real("outside"), fs.realpathSync("/etc"));
  });
});

test("packages and compiler options of the folders above are found", async () => {
  const prepare = (project: string) =>
    writeFiles(path.dirname(project), {
      "node_modules/above/package.json": "{}",
      "tsconfig.base.json": "{}",
      "private.txt": "",
    });
  await withShadow({ "a.ts": "" }, prepare, (shadow, { project }) => {
    const up = path.dirname(shadow.root);
    assert.equal(fs.realpathSync(path.join(up, "node_modules/above")), path.join(project, "../node_modules/above"));
    assert.ok(fs.existsSync(path.join(up, "tsconfig.base.json")));
    assert.ok(!fs.existsSync(path.join(up, "private.txt")));
  });
});

test("a runner of the project's own, nested ones too, gives way to the one in use", async () => {
  const files = {
    "node_modules/@loopsmith/runner/package.json": '{"version":"0.0.1"}',
    "packages/a/node_modules/@loopsmith/runner/package.json": '{"version":"0.0.2"}',
  };
  await withShadow(
    files,
    () => {},
    (shadow, { project }) => {
      for (const folder of ["node_modules", "packages/a/node_modules"]) {
        assert.equal(
          fs.realpathSync(path.join(shadow.root, folder, "@loopsmith/runner")),
          path.join(project, "../runner"),
        );
      }
    },
  );
});

test("cancelled while copying: nothing is left", async () => {
  const ground = makeGround({ "a/b/c.ts": "", "package.json": "{}" });
  try {
    const signal = AbortSignal.abort(new Error("stop"));
    await assert.rejects(createShadowCopy({ root: ground.project, runnerFolder: ground.temp, signal }), /stop/);
    assert.deepEqual(fs.readdirSync(ground.temp), []);
  } finally {
    ground.remove();
  }
});
