// Runs the unit tests, the ones that lie beside their sources and `test/*.test.ts`, with Node's own test runner.
// Usage: node scripts/unit.mjs [part-of-a-path …]
import { spawnSync } from "node:child_process";
import { globSync } from "./glob.mjs";

const wanted = process.argv.slice(2);
const files = globSync(["server/src", "runner/src", "extension/src", "test"], /\.test\.ts$/).filter(
  (file) => !file.startsWith("test/e2e/") && (wanted.length === 0 || wanted.some((part) => file.includes(part))),
);
if (files.length === 0) {
  console.error(`No test file has ${wanted.join(" or ")} in its path. Leave the argument out to run them all.`);
  process.exit(2);
}
const run = spawnSync(process.execPath, ["--import", "tsx", "--test", ...files], { stdio: "inherit" });
process.exit(run.status ?? 1);
