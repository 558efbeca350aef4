// Installs the bundlers, loaders and test runners of this folder, once, as the lock file says, without install scripts.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

/** Makes `test/bundlers/node_modules` ready; quick when it already is. Throws with one sentence what is missing. */
export function ensureBundlers() {
  const stamp = path.join(here, "node_modules/.bundlers-ready");
  const wanted = fs.readFileSync(path.join(here, "package-lock.json"), "utf8");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === wanted) return;
  console.log("Installing the bundlers and test runners of the tests (once, about 380 MB on disk) …");
  const started = Date.now();
  // Settings that an outer `npm run` passes down must not reach the inner folder: they name the outer workspaces.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  // Not `ci`, which fails where a mirror of the registry lacks the binaries of other systems.
  const args = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status } = spawnSync("npm", args, { cwd: here, stdio: "inherit", env });
  if (status !== 0)
    throw new Error(`npm install failed in ${here}. Check that the npm registry answers, then run it again.`);
  fs.writeFileSync(stamp, wanted);
  console.log(`The bundlers of the tests are ready after ${Math.round((Date.now() - started) / 1000)} s.`);
}
