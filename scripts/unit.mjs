// Runs the unit tests, the ones that lie beside their sources and `test/*.test.ts`, with Node's own test runner.
// Usage: node scripts/unit.mjs [part-of-a-path …]
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { globSync } from "./glob.mjs";

const wanted = process.argv.slice(2);
const files = globSync(["server/src", "runner/src", "extension/src", "test"], /\.test\.ts$/).filter(
  (file) => !file.startsWith("test/e2e/") && (wanted.length === 0 || wanted.some((part) => file.includes(part))),
);
if (files.length === 0) {
  console.error(`No test file has ${wanted.join(" or ")} in its path. Leave the argument out to run them all.`);
  process.exit(2);
}
// What starts workers or measures time is left alone with the machine; the rest uses a process a core.
const isAlone = (file) => /^(?:runner|test|server\/src\/(?:bench|cli|lsp))\//.test(file);
const groups = [
  { files: files.filter((file) => !isAlone(file)), concurrency: availableParallelism() },
  { files: files.filter(isAlone), concurrency: 1 },
];
const runs = groups
  .filter((group) => group.files.length > 0)
  .map(({ files, concurrency }) => {
    const flags = ["--import", "tsx", "--test", `--test-concurrency=${concurrency}`];
    return spawnSync(process.execPath, [...flags, ...files], { stdio: "inherit" }).status ?? 1;
  });
process.exit(Math.max(...runs));
