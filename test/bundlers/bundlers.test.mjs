// Programs bundled by each bundler, with the plugin and without, and run where neither sources nor packages are.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { makeWorkspace } from "./workspace.mjs";

let workspace = "";
before(() => {
  workspace = makeWorkspace("program");
});
after(() => fs.rmSync(workspace, { recursive: true, force: true, maxRetries: 5 }));

for (const bundler of ["esbuild", "rollup", "rolldown", "vite", "webpack"]) {
  describe(bundler, () => {
    for (const format of ["esm", "cjs"]) {
      test(`${format}: workers load the emitted kernels, and the program runs once`, () => {
        inWorkers(bundle({ bundler, format }));
      });

      test(`${format}: without the plugin the calls run in place, and the program is told once how to mend it`, () => {
        const { told, report, runs } = bundle({ bundler, format, plugin: "none" });
        assert.equal(report.equal, true);
        assert.equal(report.asynchronous.mode, "in-place");
        assert.equal(report.synchronous.mode, "in-place");
        assert.equal(runs, 1);
        const warnings = told.match(/LoopsmithWarning: .*/g) ?? [];
        assert.equal(warnings.length, 1, told);
        assert.match(
          warnings[0],
          /runs in place, because its module is not named \*\.kernels\.\*: file:.*\/main\.[cm]js/,
        );
        assert.match(warnings[0], /add the plugin of @loopsmith\/runner\/bundler to the bundler's plugins/);
      });
    }

    test("a program in CommonJS", () => {
      inWorkers(bundle({ bundler, format: "cjs", entry: "legacy.cjs" }));
    });

    test("a program in CommonJS, bundled as an ES module", () => {
      inWorkers(bundle({ bundler, format: "esm", entry: "legacy.cjs" }));
    });

    test("the runner stays outside of the bundle", () => {
      const built = bundle({ bundler, format: "esm", runner: "external" });
      inWorkers(built);
      assert.ok(!built.files.includes("loopsmith-runner"), built.files.join());
    });

    if (bundler === "esbuild") {
      test("bundles in several folders, with chunks that they share", () => {
        inWorkers(bundle({ bundler, format: "esm", mode: "splitting" }));
        const inner = bundle({ bundler, format: "esm", mode: "splitting", main: "inner/main" });
        inWorkers(inner);
        assert.equal(inner.files.filter((name) => /rows-.*\.kernels\.mjs$/.test(name)).length, 1);
      });
    }

    if (bundler === "esbuild") {
      test("a build that writes nothing hands the emitted files over with the others", () => {
        const names = JSON.parse(run(workspace, ["memory.mjs"]).stdout);
        assert.ok(names.includes("main.mjs"), names.join());
        assert.ok(
          names.some((name) => /^rows-[0-9a-f]{8}\.kernels\.mjs$/.test(name)),
          names.join(),
        );
        assert.ok(names.includes("worker.cjs"), names.join());
        assert.ok(!fs.existsSync(path.join(workspace, "nowhere")));
      });
    }

    if (bundler === "webpack") {
      test("in development, where modules are strings that are evaluated", () => {
        inWorkers(bundle({ bundler, format: "cjs", mode: "development" }));
      });
    }
  });
}

function inWorkers({ report, runs, told }) {
  assert.equal(report.equal, true);
  assert.equal(report.asynchronous.mode, "parallel", report.asynchronous.why);
  assert.equal(report.synchronous.mode, "parallel", report.synchronous.why);
  assert.equal(report.elsewhere, true, "the calling thread has run the kernel");
  assert.equal(runs, 1);
  assert.equal(told, "");
}

let builds = 0;

/** Builds in the workspace, and runs what was built in a folder of its own. */
function bundle({
  bundler,
  format,
  plugin = "plugin",
  runner = "bundled",
  entry = "main.ts",
  mode = "production",
  main = "main",
}) {
  const outdir = `out/${++builds}`;
  run(workspace, ["build.mjs", bundler, format, plugin, runner, outdir, entry, mode]);
  // Away from the packages; only a runner that was left out is looked for beside the program.
  const apart = runner === "external" ? workspace : fs.mkdtempSync(`${workspace} apart `);
  const folder = path.join(apart, `built ${builds}`);
  fs.renameSync(path.join(workspace, outdir), folder);
  try {
    const { stdout, stderr } = run(folder, [`${main}.${format === "esm" ? "mjs" : "cjs"}`]);
    const runs = fs.readFileSync(path.join(folder, "runs.txt"), "utf8");
    const files = fs.readdirSync(folder, { recursive: true });
    return { report: JSON.parse(stdout), told: stderr, runs: runs.split("\n").length - 1, files };
  } finally {
    fs.rmSync(runner === "external" ? folder : apart, { recursive: true, maxRetries: 5 });
  }
}

function run(cwd, args) {
  const env = { ...process.env, RUNS: path.join(cwd, "runs.txt"), NODE_ENV: "production" };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd,
    env,
    encoding: "utf8",
    timeout: 120_000,
  });
  assert.equal(status, 0, `${args.join(" ")}\n${stdout}${stderr}`);
  return { stdout, stderr };
}
