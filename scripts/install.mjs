import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/**
 * Runs `npm ci` when `node_modules` is missing or was installed for another lock file.
 * @param {string} root absolute path of the repository
 */
export async function ensureInstalled(root) {
  const lock = fs.readFileSync(path.join(root, "package-lock.json"), "utf8");
  const stamp = path.join(root, "node_modules/.loopsmith-installed");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === lock) return;
  console.log("Installing the dependencies (npm ci) …");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) {
    console.error(
      "The dependencies could not be installed. Check that the npm registry answers, then run the command again.",
    );
    process.exit(1);
  }
  fs.writeFileSync(stamp, lock);
}
