// Runs the unit tests, the ones that lie beside their sources and `test/*.test.ts`, with Node's own test runner.
// Usage: node scripts/unit.mjs [part-of-a-path …]
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
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
// Of this run alone: another one in the same checkout has its own.
const folder = `out/unit/${process.pid}`;
// What measures time is left alone with the machine; the rest uses a process a core.
const isAlone = (file) => /^(?:runner|test\/recorded|server\/src\/bench)\b/.test(file);
// Most of the time of a short file of the analysis is that of loading the compiler: these files share processes, ten in one.
const isPure = (file) =>
  /^server\/src\/(?:accesses|analysis|dependence|legality|loops|scalars|transforms)\//.test(file);
const pure = files.filter(isPure);
const groups = [
  {
    files: [...together(pure), ...files.filter((file) => !isAlone(file) && !isPure(file))],
    concurrency: availableParallelism(),
  },
  { files: files.filter(isAlone), concurrency: 1 },
];
const runs = groups
  .filter((group) => group.files.length > 0)
  .map(({ files, concurrency }) => {
    const flags = ["--import", "tsx", "--test", `--test-concurrency=${concurrency}`];
    return spawnSync(process.execPath, [...flags, ...files], { stdio: "inherit" }).status ?? 1;
  });
rmSync(folder, { recursive: true, force: true });
process.exit(Math.max(...runs));

/** Writes modules that import up to ten of `files` each, and returns their paths. */
function together(files) {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: Math.ceil(files.length / 10) }, (_, k) => {
    const module = `${folder}/${k}.mjs`;
    const lines = files.slice(10 * k, 10 * k + 10).map((file) => `import "../../../${file}";\n`);
    writeFileSync(module, lines.join(""));
    return module;
  });
}
