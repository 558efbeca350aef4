// Measures what `loopsmith profile` costs the program that it profiles: each example as it is and under the profiling hook,
// interleaved, by processor time and by the time from start to end. Prints ratios.
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
/** Inputs on which an example runs for some seconds: what a process costs once is shown by the empty program. */
const inputs = { mandelbrot: ["2400"], "n-body": ["10000"], "k-means": ["4000"] };
const examples = positionals.length > 0 ? positionals : Object.keys(inputs);
const hook = path.join(root, "runner/dist/profileHook.cjs");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loopsmith-overhead-"));
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
const counter = path.join(folder, "counter.cjs");
// Loaded behind the hook, so that it counts what the hook does at the end.
fs.writeFileSync(
  counter,
  `const fs = require("node:fs");
process.once("exit", () => {
  const { user, system } = process.cpuUsage();
  const thread = "/proc/self/task/" + process.pid + "/schedstat";
  // Its first number: nanoseconds that the main thread was on a core.
  const main = fs.existsSync(thread) ? Number(fs.readFileSync(thread, "utf8").split(" ")[0]) / 1e6 : null;
  fs.writeFileSync(process.env.COUNTER_FILE, JSON.stringify({ cpu: (user + system) / 1000, main }));
});`,
);
const empty = path.join(folder, "empty.cjs");
fs.writeFileSync(empty, "");

console.log("profiled to plain, medians and quartiles of interleaved pairs");
const plain = compare([empty], folder);
console.log(
  `${"an empty program".padEnd(18)} ${Math.round(median(plain.map(({ extraCpu }) => extraCpu)))} ms more processor time, once per process`,
);
for (const example of examples) {
  const pairs = compare(
    ["--import", "tsx", "main.ts", ...(inputs[example] ?? [])],
    path.join(root, "examples", example),
  );
  // What slows the program down; the rest runs beside it, on another core.
  const main = pairs.flatMap((pair) => pair.main ?? []);
  if (main.length > 0) row(example, "main thread, processor time", main, 1.05);
  row(
    example,
    "start to end",
    pairs.map(({ wall }) => wall),
    1.05,
  );
  row(
    example,
    "all threads, processor time",
    pairs.map(({ cpu }) => cpu),
  );
}

function compare(args, cwd) {
  const pairs = [];
  for (let round = 0; round < Number(values.rounds); round++) {
    // The order changes from pair to pair, so that a slow spell does not always meet the same one.
    const order = round % 2 === 0 ? [false, true] : [true, false];
    const times = new Map(order.map((profiled) => [profiled, run(args, cwd, profiled)]));
    const [with_, without] = [times.get(true), times.get(false)];
    pairs.push({
      wall: with_.wall / without.wall,
      cpu: with_.cpu / without.cpu,
      main: with_.main === null ? null : with_.main / without.main,
      extraCpu: with_.cpu - without.cpu,
    });
  }
  return pairs;
}

function run(args, cwd, profiled) {
  const file = path.join(folder, "cpu");
  const quoted = (name) => `--require ${JSON.stringify(name)}`;
  const env = {
    ...process.env,
    TSX_DISABLE_CACHE: "1",
    COUNTER_FILE: file,
    NODE_OPTIONS: profiled ? `${quoted(hook)} ${quoted(counter)}` : quoted(counter),
    ...(profiled ? { LOOPSMITH_PROFILE_FOLDER: folder } : {}),
  };
  const begin = performance.now();
  const result = spawnSync(process.execPath, args, { cwd, env, stdio: "ignore" });
  const wall = performance.now() - begin;
  if (result.status !== 0) throw new Error(`node ${args.join(" ")} failed in ${cwd}.`);
  return { wall, ...JSON.parse(fs.readFileSync(file, "utf8")) };
}

function row(example, what, ratios, goal) {
  const spread = `${percentile(ratios, 0.25).toFixed(3)} to ${percentile(ratios, 0.75).toFixed(3)}`;
  const met = median(ratios) <= goal ? "met" : "missed";
  const busy = what === "start to end" && os.availableParallelism() < os.loadavg()[0];
  const verdict = goal === undefined ? "" : busy ? ", the machine is busy: means nothing" : `, goal ${goal}: ${met}`;
  console.log(
    `${example.padEnd(18)} ${what.padEnd(28)} ${median(ratios).toFixed(3)} (${spread}, ${ratios.length} pairs)${verdict}`,
  );
}

function median(list) {
  return percentile(list, 0.5);
}

function percentile(list, share) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.round(share * (sorted.length - 1))];
}
