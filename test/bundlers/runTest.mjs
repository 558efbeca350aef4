// Bundles small programs, and runs small test suites, with the tools that people use, against the built runner.
// Usage: node test/bundlers/runTest.mjs [part-of-a-file-name …]
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureBundlers } from "./setup.mjs";

const here = path.dirname(fileURLToPath(import.meta.url));

if (!fs.existsSync(path.join(here, "../../runner/dist/bundler.js"))) {
  console.error("runner/dist/bundler.js has not been built. Run `npm run build`, then this command again.");
  process.exit(1);
}
try {
  ensureBundlers();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const wanted = process.argv.slice(2);
const files = fs
  .readdirSync(here)
  .filter((name) => name.endsWith(".test.mjs") && (wanted.length === 0 || wanted.some((part) => name.includes(part))))
  .map((name) => path.join(here, name));
const run = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" });
process.exit(run.status ?? 1);
