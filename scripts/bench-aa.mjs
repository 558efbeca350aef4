// Measures the benchmark by itself: the same loop twice, as if one were the parallel version, must come out as no difference.
// Usage: npm run bench:aa [-- --runs N] [--ms N] [--load N]   (N busy processes beside it)
// Exit status 1 where fewer than 95 of 100 runs say so.
import { spawn } from "node:child_process";
import os from "node:os";
import { parseArgs } from "node:util";
import { replay } from "../runner/src/bench/replay.ts";
import { settling } from "../runner/src/bench/settling.ts";
import { makeSubject } from "../runner/src/bench/subject.ts";
import { createWitness } from "../runner/src/bench/witness.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "100" },
    ms: { type: "string", default: "300" },
    load: { type: "string", default: "0" },
  },
});
const [runs, measureMs, load] = [Number(values.runs), Number(values.ms), Number(values.load)];
const busy = Array.from({ length: load }, () => spawn(process.execPath, ["-e", "for (;;) Math.random();"]));
process.on("exit", () => {
  for (const child of busy) child.kill("SIGKILL");
});
process.on("SIGINT", () => process.exit(130));

/** The same text twice: functions of their own, as the two versions of a replay module are. */
const make = () =>
  new Function(
    "liveIns",
    `const { xs, out } = liveIns;
    for (let i = 0; i < xs.length; i++) {
      let x = xs[i];
      for (let k = 0; k < 40; k++) x = Math.sqrt(x * x + k);
      out[i] = x;
    }
    return { out };`,
  );

/** @type {{ speedup: number, interval: readonly [number, number] }[]} */
const found = [];
const witness = createWitness(null);
const settle = settling();
for (let run = 0; run < runs; run++) {
  const module = /** @type {any} */ ({ serial: make(), parallel: make() });
  const fresh = () => ({ xs: Float64Array.from({ length: 4000 }, (_, i) => i / 7), out: [] });
  const { comparison } = await replay({
    subject: makeSubject(module, fresh, () => {}, settle),
    runner: /** @type {any} */ ({ configure() {}, lastCall: () => undefined, lastTimeline: () => undefined }),
    liveOuts: ["out"],
    inputBytes: 32_000,
    maxWorkers: 1,
    measureMs,
    load: os.loadavg()[0] ?? 0,
    clock: () => performance.now(),
    witness,
    onProgress() {},
  });
  if (comparison.outcome !== "equal") throw new Error("The loop differs from itself.");
  found.push(comparison.best);
  if (process.stderr.isTTY) process.stderr.write(`\r${run + 1} of ${runs}`);
}
if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
const same = found.filter(({ interval: [low, high] }) => low <= 1 && 1 <= high).length;
const ratios = found.map(({ speedup }) => speedup).sort((a, b) => a - b);
const at = (/** @type {number} */ part) =>
  ratios[Math.min(ratios.length - 1, Math.floor(part * ratios.length))] ?? Number.NaN;
console.log(
  `${same} of ${runs} comparisons of a loop with itself say that there is no difference (${os.availableParallelism()} cores, ${load} busy processes beside it).`,
);
console.log(
  `Ratio found: median ${at(0.5).toFixed(3)}, half of them in ${at(0.25).toFixed(3)}–${at(0.75).toFixed(3)}, all in ${at(0).toFixed(3)}–${at(1).toFixed(3)}.`,
);
process.exit(same < runs * 0.95 ? 1 : 0);
