// Installs the VS Code of the tests, once: npm ci here, then the two folders inside code-server that its own postinstall would
// fill by compiling. No install script runs, so no compiler is needed; code-server's npm-shrinkwrap.json pins the inner folders.
// Where no browser is there, Debian's Chromium is installed when we may (root), else the command to run is named.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

/** @returns {string} the browser that the editor host starts */
export function browserPath() {
  if (process.env.EDITOR_CHROMIUM) return process.env.EDITOR_CHROMIUM;
  const known = ["/usr/bin/chromium", "/usr/bin/chromium-headless-shell", "/usr/bin/google-chrome"];
  return known.find((file) => fs.existsSync(file)) ?? "/usr/bin/chromium";
}

/**
 * Makes `test/editor/node_modules` and a browser ready; quick when they already are. Throws with one sentence what is missing.
 * @param {{ browser?: boolean }} needs `browser: false` where the user brings one
 */
export function ensureEditorHost({ browser = true } = {}) {
  if (browser) ensureBrowser();
  const stamp = path.join(here, "node_modules/.editor-ready");
  const wanted = fs.readFileSync(path.join(here, "package-lock.json"), "utf8");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return;
  console.log("Installing the VS Code of the tests (once, about 820 MB on disk) …");
  const started = Date.now();
  npm(here, "ci");
  const code = path.join(here, "node_modules/code-server/lib/vscode");
  // Not `ci`: the shrinkwrap as published lacks one peer (tslib); everything else stays pinned by it.
  npm(code, "install");
  // TypeScript for the built-in TypeScript extension.
  npm(path.join(code, "extensions"), "install");
  fs.writeFileSync(stamp, wanted);
  console.log(`The VS Code of the tests is ready after ${Math.round((Date.now() - started) / 1000)} s.`);
}

function ensureBrowser() {
  if (fs.existsSync(browserPath())) return;
  const byHand = "Run `apt-get install -y --no-install-recommends chromium`, or set EDITOR_CHROMIUM to a Chromium.";
  if (process.getuid?.() !== 0 || !fs.existsSync("/usr/bin/apt-get"))
    throw new Error(`The tests in VS Code need a browser, and none was found. ${byHand}`);
  console.log("Installing Chromium (apt-get) …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", "chromium"],
  ]) {
    const { status } = spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"], env });
    if (status !== 0) throw new Error(`Chromium could not be installed (apt-get ${args[0]} failed). ${byHand}`);
  }
}

function npm(cwd, verb) {
  const args = [verb, "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  // Settings that an outer `npm run` passes down must not reach the inner folders: they name the outer workspaces.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const { status } = spawnSync("npm", args, {
    cwd,
    stdio: "inherit",
    env: { ...env, npm_config_ignore_scripts: "true" },
  });
  if (status !== 0)
    throw new Error(`npm ${verb} failed in ${cwd}. Check that the npm registry answers, then run it again.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    ensureEditorHost();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
