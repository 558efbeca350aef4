// Builds @loopsmith/runner: both module kinds, the worker's entry, the second door, and the types of each.
// Usage: node scripts/build-runner.mjs [--standalone <folder>]
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { flatTypes } from "./flatTypes.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const runner = path.join(root, "runner");

/** @type {import("esbuild").BuildOptions} */
const common = { bundle: true, platform: "node", target: "node20", logLevel: "warning", external: ["@napi-rs/nice"] };

/** `require("url")` for `require("node:url")`, which test runners before jest 27 take for a file. */
const plainNames = {
  name: "plain-names",
  /** @param {import("esbuild").PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path: wanted }) => ({
      path: wanted.slice("node:".length),
      external: true,
    }));
  },
};

/** CommonJS has no `import.meta.url`; the file's own name says the same. Nor has all of it every global. */
const commonJs = {
  format: /** @type {const} */ ("cjs"),
  plugins: [plainNames],
  inject: [path.join(root, "scripts/globals.mjs")],
  banner: { js: 'const importMetaUrl = require("url").pathToFileURL(__filename).href;' },
};

/**
 * Builds the JavaScript of the package into a folder.
 * @param {string} outdir absolute path
 * @param {string | undefined} carriedPiscina path from the built files to a piscina of their own; undefined: the installed one
 */
async function buildScripts(outdir, carriedPiscina) {
  const define = carriedPiscina === undefined ? {} : { LOOPSMITH_PISCINA: JSON.stringify(carriedPiscina) };
  const index = path.join(runner, "src/index.ts");
  await Promise.all([
    build({ ...common, entryPoints: [index], outfile: path.join(outdir, "index.js"), format: "esm", define }),
    build({
      ...common,
      ...commonJs,
      entryPoints: [index],
      outfile: path.join(outdir, "index.cjs"),
      define: { ...define, "import.meta.url": "importMetaUrl" },
    }),
    build({
      ...common,
      ...commonJs,
      entryPoints: [path.join(runner, "src/worker/main.ts")],
      outfile: path.join(outdir, "worker.cjs"),
      define: { "import.meta.url": "importMetaUrl" },
    }),
    build({
      ...common,
      entryPoints: [path.join(runner, "src/worker/typescriptHooks.ts")],
      outfile: path.join(outdir, "typescriptHooks.js"),
      format: "esm",
    }),
    // The programs that the benchmark starts: preloaded into the user's program, and run on their own.
    build({
      ...common,
      ...commonJs,
      entryPoints: [path.join(runner, "src/bench/recordHook.ts")],
      outfile: path.join(outdir, "recordHook.cjs"),
      define: { "import.meta.url": "importMetaUrl" },
    }),
    build({
      ...common,
      ...commonJs,
      entryPoints: [path.join(runner, "src/bench/profileHook.ts")],
      outfile: path.join(outdir, "profileHook.cjs"),
      define: { "import.meta.url": "importMetaUrl" },
    }),
    build({
      ...common,
      ...commonJs,
      entryPoints: [path.join(runner, "src/bench/trace/traceHook.ts")],
      outfile: path.join(outdir, "traceHook.cjs"),
      define: { "import.meta.url": "importMetaUrl" },
    }),
    build({
      ...common,
      entryPoints: [path.join(runner, "src/bench/replayMain.ts")],
      outfile: path.join(outdir, "replayMain.js"),
      format: "esm",
    }),
  ]);
}

/** Builds `runner/dist`: everything that the package's `exports` name. */
export async function buildRunner() {
  const dist = path.join(runner, "dist");
  await buildScripts(dist, undefined);
  await build({
    ...common,
    entryPoints: [path.join(runner, "src/bench/index.ts")],
    outfile: path.join(dist, "bench.js"),
    format: "esm",
    external: ["./drawChart.js"],
  });
  // The chart library is a file of its own, which is loaded when a page is printed; minified, it is a third as long.
  await build({
    ...common,
    entryPoints: [path.join(runner, "src/report/drawChart.ts")],
    outfile: path.join(dist, "drawChart.js"),
    format: "esm",
    minify: true,
    legalComments: "none",
  });
  for (const name of ["LICENSE", "NOTICE"])
    fs.copyFileSync(path.join(root, "node_modules/echarts", name), path.join(dist, `drawChart.${name}`));
  await build({
    ...common,
    entryPoints: [path.join(runner, "src/bundler/index.ts")],
    outfile: path.join(dist, "bundler.js"),
    format: "esm",
    external: ["unplugin"],
  });
  // The bundlers' plugin puts it beside bundles that hold the runner.
  await carryPiscina(path.join(dist, "piscina"));
  const typescript = path.join(root, "node_modules/typescript/bin/tsc");
  const types = spawnSync(process.execPath, [typescript, "-b", runner], { stdio: "inherit" });
  if (types.status !== 0) throw new Error("The types of @loopsmith/runner do not compile.");
  writeTypes(path.join(dist, "types/index.d.ts"), dist);
}

/**
 * The declarations of the door `.`, in one file, for ES modules and once more in a folder whose package.json makes them CommonJS: a
 * type checker that resolves `require("@loopsmith/runner")` must not be told that it gets an ES module.
 * @param {string} door
 * @param {string} dist
 */
function writeTypes(door, dist) {
  const text = flatTypes(door);
  const commonJs = path.join(dist, "cjs-types");
  fs.rmSync(commonJs, { recursive: true, force: true });
  fs.mkdirSync(commonJs);
  fs.writeFileSync(path.join(commonJs, "package.json"), '{ "type": "commonjs" }\n');
  for (const folder of [dist, commonJs]) fs.writeFileSync(path.join(folder, "index.d.ts"), text);
}

/**
 * Writes a piscina that needs no other package around.
 * @param {string} folder absolute path
 */
async function carryPiscina(folder) {
  const piscina = path.join(root, "node_modules/piscina");
  await build({
    ...common,
    inject: [path.join(root, "scripts/globals.mjs")],
    entryPoints: [path.join(piscina, "dist/main.js")],
    outfile: path.join(folder, "index.cjs"),
    format: "cjs",
    plugins: [plainNames],
  });
  // piscina starts its threads from a file of this name beside itself.
  await build({
    ...common,
    entryPoints: [path.join(piscina, "dist/worker.js")],
    outfile: path.join(folder, "worker.js"),
    format: "cjs",
  });
  fs.writeFileSync(path.join(folder, "package.json"), '{ "type": "commonjs" }\n');
  fs.copyFileSync(path.join(piscina, "LICENSE"), path.join(folder, "LICENSE"));
}

/**
 * Writes a folder that works as the package @loopsmith/runner wherever it is copied or linked to, with no other package
 * around: piscina lies inside. The types are not part of it.
 * @param {string} outdir absolute path of the folder; what it holds is replaced
 */
export async function buildStandalone(outdir) {
  fs.rmSync(outdir, { recursive: true, force: true });
  const dist = path.join(outdir, "dist");
  await buildScripts(dist, "./piscina/index.cjs");
  await carryPiscina(path.join(dist, "piscina"));
  const { name, version, license, type, engines } = JSON.parse(
    fs.readFileSync(path.join(runner, "package.json"), "utf8"),
  );
  const exports = {
    ".": { import: "./dist/index.js", require: "./dist/index.cjs" },
    "./package.json": "./package.json",
  };
  const manifest = { name, version, license, type, engines, sideEffects: false, exports };
  fs.writeFileSync(path.join(outdir, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
}

/**
 * Declarations of the runner's inside name piscina, whose own declarations do not lie in the tarball.
 * @param {string} folder
 */
function forgetPiscina(folder) {
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue;
    const file = path.join(folder, name);
    const text = fs.readFileSync(file, "utf8");
    const changed = text.replace(/^import type \{ Piscina \} from "piscina";$/m, "declare class Piscina {}");
    if (changed !== text) fs.writeFileSync(file, changed);
  }
}

/**
 * Writes the tarball from which `loopsmith install` installs the runner: all doors and types, and piscina inside, so that no
 * registry has to be asked for anything.
 * @param {string} outdir absolute path of the folder that gets `loopsmith-runner-<version>.tgz`
 */
export async function buildTarball(outdir) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-runner-"));
  try {
    fs.cpSync(path.join(runner, "dist"), path.join(folder, "dist"), {
      recursive: true,
      filter: (file) => !/\.tsbuildinfo$|[\\/]testing$|\.test\.d\.ts$/.test(file),
    });
    await buildScripts(path.join(folder, "dist"), "./piscina/index.cjs");
    forgetPiscina(path.join(folder, "dist/types"));
    for (const name of ["README.md", "../LICENSE"])
      fs.copyFileSync(path.join(runner, name), path.join(folder, path.basename(name)));
    const { dependencies: _inside, ...manifest } = JSON.parse(
      fs.readFileSync(path.join(runner, "package.json"), "utf8"),
    );
    fs.writeFileSync(path.join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
    fs.mkdirSync(outdir, { recursive: true });
    for (const name of fs.readdirSync(outdir))
      if (/^loopsmith-runner-.*\.tgz$/.test(name)) fs.rmSync(path.join(outdir, name));
    const args = ["pack", "--silent", "--ignore-scripts", "--pack-destination", outdir];
    const { status } = spawnSync("npm", args, {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
      shell: process.platform === "win32",
    });
    if (status !== 0) throw new Error("npm could not pack @loopsmith/runner.");
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [flag, folder] = process.argv.slice(2);
  if (flag === "--standalone" && folder !== undefined) await buildStandalone(path.resolve(folder));
  else if (flag === undefined) await buildRunner();
  else {
    console.error("Usage: node scripts/build-runner.mjs [--standalone <folder>]");
    process.exit(2);
  }
}
