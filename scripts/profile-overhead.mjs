// Measures what `loopsmith profile` costs the program that it profiles: each example as it is and under the profiling hook,
// interleaved, by the time from start to end. Prints ratios.
// Usage: npm run profile:overhead [-- --rounds N] [example …]
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values, positionals } = parseArgs({
  options: { rounds: { type: "string", default: "15" } },
  allowPositionals: true,
});
const examples = positionals.length > 0 ? positionals : ["mandelbrot", "n-body", "k-means"];
const hook = path.join(root, "runner/dist/profileHook.cjs");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-overhead-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));

for (const example of examples) {
  const ratios = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    // The order changes from pair to pair, so that a slow spell does not always meet the same one.
    const order = round % 2 === 0 ? [false, true] : [true, false];
    const times = new Map(order.map((profiled) => [profiled, run(example, profiled)]));
    ratios.push(times.get(true) / times.get(false));
  }
  ratios.sort((a, b) => a - b);
  const at = (share) => ratios[Math.round(share * (ratios.length - 1))];
  const verdict = at(0.5) <= 1.05 ? "met" : "missed";
  console.log(
    `${example.padEnd(14)} ${at(0.5).toFixed(3)} (quartiles ${at(0.25).toFixed(3)} to ${at(0.75).toFixed(3)}, ${ratios.length} pairs), goal 1.05: ${verdict}`,
  );
}

function run(example, profiled) {
  const env = profiled
    ? { ...process.env, NODE_OPTIONS: `--require ${JSON.stringify(hook)}`, LOOPSMITH_PROFILE_FOLDER: folder }
    : process.env;
  const begin = performance.now();
  const result = spawnSync(process.execPath, ["--import", "tsx", "main.ts"], {
    cwd: path.join(root, "examples", example),
    env: { ...env, TSX_DISABLE_CACHE: "1" },
    stdio: "ignore",
  });
  if (result.status !== 0) throw new Error(`The example ${example} failed.`);
  return performance.now() - begin;
}
