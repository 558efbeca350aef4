// `npm run fuzz -- --seconds N --seed S`: the differential fuzzer, see test/fuzz/main.ts.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const found = path.join(root, "out/fuzz");
const main = path.join(root, "test/fuzz/main.ts");
const run = spawnSync(process.execPath, ["--import", "tsx", main, "--found", found, ...process.argv.slice(2)], {
  stdio: "inherit",
  cwd: root,
});
process.exit(run.status ?? 1);
