// What a call costs beside its work: measures each figure in processes of its own, and describes them for docs/performance.md.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

/** Processes that are started for each form of a cold start; forms take turns. */
const COLD_STARTS = 15;

/** Microseconds that a call too small to gain may take longer, beside 3 % of the loop. */
const ALLOWED = { sync: 0.5, async: 2 };

/**
 * @param {number} threads
 * @returns {readonly { what: string, figure: string, goal: string, met: boolean }[]}
 */
export function measureLatency(threads) {
  const ask = (/** @type {string} */ name) => run("latency.mjs", [JSON.stringify({ name, threads })]);
  const rows = [];
  for (const form of ["sync", "async"]) {
    const call = form === "sync" ? "parallelMapSync" : "parallelMap";
    for (const size of [10, 1000]) {
      const { plain, ours, more } = ask(`small ${form} ${size}`);
      const allowed = ALLOWED[form] + 0.03 * plain;
      rows.push({
        what: `${call}, ${size} iterations, 100,000 calls in place`,
        figure: `${us(ours)}, the loop ${us(plain)}: ${us(more)} more`,
        goal: `at most ${us(allowed)} more`,
        met: more <= allowed,
      });
    }
    const { more } = ask(`first ${form} 10`);
    rows.push({
      what: `${call}, the first call of a kernel, 10 iterations`,
      figure: `${us(more)} more than the loop's first`,
      goal: "at most 20 µs more",
      met: more <= 20,
    });
    const most = form === "sync" ? 20 : 40;
    const { ours } = ask(`forced ${form}`);
    rows.push({
      what: `${call}, warm, forced parallel on two items of nothing`,
      figure: us(ours),
      goal: `at most ${most} µs`,
      met: ours <= most,
    });
  }
  return [...rows, ...coldStarts(threads), ...checks()];
}

function coldStarts(threads) {
  const times = new Map([
    ["bare", []],
    ["sync", []],
    ["async", []],
  ]);
  for (let round = 0; round < COLD_STARTS; round++) {
    for (const [form, each] of times) each.push(run("cold.mjs", [form, String(threads)]));
  }
  const bare = median(times.get("bare"));
  return ["sync", "async"].map((form) => {
    // Ratios of neighbours: what the machine does meanwhile slows both.
    const ratio = median(times.get(form).map((time, round) => time / times.get("bare")[round]));
    return {
      what: `${form === "sync" ? "parallelBatchesSync" : "parallelMap"}, cold, until a worker's first result`,
      figure: `${median(times.get(form)).toFixed(0)} ms, bare workers ${bare.toFixed(0)} ms: ${ratio.toFixed(2)} times`,
      goal: "at most 1.2 times",
      met: ratio <= 1.2,
    };
  });
}

function checks() {
  return run("check.mjs", [], ["--import", "tsx"]).map(({ shape, nanoseconds, serialized, share }) => ({
    what: `packing 30,000 ${shape}`,
    figure: `${nanoseconds.toFixed(0)} ns each, ${(100 * share).toFixed(0)} % of it the check; V8's serializer alone ${serialized.toFixed(0)} ns`,
    goal: "at most 10 % the check",
    met: share <= 0.1,
  }));
}

function run(/** @type {string} */ file, /** @type {string[]} */ args, /** @type {string[]} */ options = []) {
  const child = spawnSync(process.execPath, [...options, path.join(here, file), ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    cwd: path.dirname(path.dirname(here)),
  });
  if (child.status !== 0)
    throw new Error(`${file} ${args.join(" ")} could not be measured (exit ${child.status ?? child.signal}).`);
  return JSON.parse(child.stdout);
}

/** The section of the page. @param {{ rows: ReturnType<typeof measureLatency>, date: string, load: number }} measured */
export function latencySection({ rows, date, load }) {
  return [
    "",
    "## What a call costs beside its work",
    "",
    "Medians; written by `npm run bench:runtime -- --latency`. Both versions take turns in blocks of 1,000 calls, cold starts in turns of one process.",
    `Measured ${date}, load of the machine at the end: ${load.toFixed(1)}.`,
    "",
    "| | measured | goal | |",
    "| --- | --- | --- | --- |",
    ...rows.map(({ what, figure, goal, met }) => `| ${what} | ${figure} | ${goal} | ${met ? "met" : "**missed**"} |`),
  ];
}

function us(/** @type {number} */ microseconds) {
  return `${microseconds.toFixed(microseconds < 10 ? 2 : 1)} µs`;
}

function median(/** @type {number[]} */ values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
