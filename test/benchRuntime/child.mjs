// Measures one workload in a process of its own, so that no kernel spoils what the engine has learnt about another one.
// Its argument is JSON: { name, scale, rounds, threads, peers, experts }; it prints JSON. With `experts`, no form has a task for each item.
import assert from "node:assert/strict";
import v8 from "node:v8";
import vm from "node:vm";
import { configure, lastCall, parallelMap, parallelMapSync, range, warmUp } from "@loopsmith/runner";
import { kernels } from "./bench.kernels.mjs";
import { peers as allPeers, handWritten } from "./peers.mjs";
import { workloads } from "./workloads.mjs";

/** Items that the form with one task for each item is measured on; its time is scaled up. */
const SAMPLE = 1000;

/** Milliseconds after which a contestant is left out, because its promise seems never to be kept. */
const PATIENCE = 60_000;

const { name, scale, rounds, threads, peers, experts } = JSON.parse(process.argv[2]);
const { title, kind, chunk, make } = workloads[name];
const kernel = kernels[name];
const input = make(scale);
const { count, items, env } = input;
const width = env.width ?? 1;

function serial() {
  if (kind === "into") {
    const out = new Float64Array(count);
    for (let index = 0; index < count; index++) out[index] = kernel(index, env, index);
    return out;
  }
  const out = [];
  if (items !== undefined) for (let index = 0; index < count; index++) out.push(kernel(items[index], env, index));
  else if (kind === "writes") for (let index = 0; index < count; index++) kernel(index, env, index);
  else for (let index = 0; index < count; index++) out.push(kernel(index, env, index));
  return kind === "writes" ? env.out : out;
}

/** The env as an expert sends it: typed arrays in shared memory, copied there for each call. */
function sharedEnv() {
  const entries = Object.entries(env).map(([key, value]) => {
    if (!ArrayBuffer.isView(value)) return [key, value];
    const copy = new value.constructor(new SharedArrayBuffer(value.byteLength));
    copy.set(value);
    return [key, copy];
  });
  return Object.fromEntries(entries);
}

/** The tasks of a call as an expert writes it: one for each thread. */
function shareTasks(parts) {
  const common = { name, env: sharedEnv(), count, chunk, width, counter: new Int32Array(new SharedArrayBuffer(4)) };
  if (kind === "objects") {
    const size = Math.ceil(count / parts);
    return Array.from({ length: parts }, (_, part) => {
      const first = part * size;
      return { ...common, items: items.slice(first, first + size), first };
    });
  }
  const length = kind === "writes" ? 0 : count * (kind === "rows" ? width : 1);
  const out = new Float64Array(new SharedArrayBuffer(8 * length));
  return new Array(parts).fill({ ...common, out, first: 0 });
}

function collect(tasks, results) {
  const { out, env: shared } = tasks[0];
  if (kind === "objects") return results.flat();
  if (kind === "into") return Float64Array.from(out);
  if (kind === "writes") {
    env.out.set(shared.out);
    return env.out;
  }
  const all = new Array(count);
  if (kind === "numbers") for (let index = 0; index < count; index++) all[index] = out[index];
  else {
    for (let index = 0; index < count; index++) {
      const row = new Array(width);
      for (let at = 0; at < width; at++) row[at] = out[index * width + at];
      all[index] = row;
    }
  }
  return all;
}

function options() {
  if (kind === "writes") return { writes: ["out"] };
  return kind === "into" ? { into: new Float64Array(count) } : {};
}

const given = items ?? range(count);
const contestants = new Map([
  ["loop", { run: async () => serial() }],
  [
    "loopsmith",
    {
      async run() {
        const results = await parallelMap(given, kernel, env, options());
        return kind === "writes" ? env.out : results;
      },
    },
  ],
  [
    "loopsmith, sync",
    {
      async run() {
        const results = parallelMapSync(given, kernel, env, options());
        return kind === "writes" ? env.out : results;
      },
    },
  ],
]);
v8.setFlagsFromString("--expose-gc");
const collectGarbage = vm.runInNewContext("gc");
// A pool may let the process end while a task of its is running.
const running = setInterval(() => {}, 1000);
for (const peer of peers) {
  const pool = await allPeers[peer](threads);
  contestants.set(`${peer}, expert`, {
    async run() {
      const tasks = shareTasks(threads);
      return collect(tasks, await Promise.all(tasks.map((task) => pool.run("share", task))));
    },
  });
  if (experts) continue;
  const sample = Math.min(count, SAMPLE);
  contestants.set(`${peer}, a task for each item`, {
    factor: count / sample,
    async run() {
      const shared = sharedEnv();
      const task = (index) => ({ name, item: items === undefined ? index : items[index], env: shared, index });
      return await Promise.all(Array.from({ length: sample }, (_, index) => pool.run("one", task(index))));
    },
  });
}
const hand = handWritten(threads);
contestants.set("worker_threads by hand", {
  async run() {
    const tasks = shareTasks(threads);
    return collect(tasks, hand.runAll(tasks));
  },
});

// Results first: nothing that is wrong is measured.
const expected = structuredClone(serial());
configure({ workers: threads });
await warmUp();
for (const [contestant, { run, factor }] of contestants) {
  if (kind === "writes") env.out.fill(0);
  const results = await inTime(contestant, run);
  if (results === undefined) continue;
  if (factor === undefined) assert.deepStrictEqual(results, expected, `${contestant} gives something else`);
  else if (kind !== "writes")
    assert.deepStrictEqual(results, Array.from(expected.slice(0, results.length)), contestant);
}
// A second time, for the engine: what is measured is warm.
for (const [contestant, { run }] of contestants) await inTime(contestant, run);

const mode = new Map();
const times = new Map([...contestants.keys()].map((contestant) => [contestant, []]));
const ceilings = [];
for (let round = 0; round < rounds; round++) {
  for (const [contestant, { run, factor = 1 }] of shuffled([...contestants])) {
    // A loop that is over too soon for the clock runs several times.
    const repeats = name === "small" ? 200 : 1;
    await tidyUp();
    const begin = performance.now();
    for (let at = 0; at < repeats; at++) await inTime(contestant, run);
    times.get(contestant).push(((performance.now() - begin) * factor) / repeats);
    if (contestant.startsWith("loopsmith")) mode.set(contestant, lastCall().mode);
  }
  ceilings.push(ceiling());
}
const serialTimes = times.get("loop");
const rows = [...times]
  .filter(([contestant]) => contestants.has(contestant))
  .map(([contestant, each]) => {
    const ratios = each.map((time, round) => serialTimes[round] / time);
    return {
      contestant,
      ms: median(each),
      speedup: median(ratios),
      low: Math.min(...ratios),
      high: Math.max(...ratios),
    };
  });
const result = { name, title, rows, ceiling: median(ceilings), mode: Object.fromEntries(mode), count };
clearInterval(running);
// Some pools do not end when they are asked to; the process does.
await new Promise((resolve) => process.stdout.write(JSON.stringify(result), resolve));
process.exit(0);

/** Runs a contestant, and leaves it out from now on if it does not end. */
async function inTime(contestant, run) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE);
  });
  const results = await Promise.race([run(), late]);
  clearTimeout(timer);
  if (results !== undefined) return results;
  process.stderr.write(`${contestant} is left out of ${name}: it did not end within ${PATIENCE / 1000} s.\n`);
  contestants.delete(contestant);
  return undefined;
}

/** What the contestants before have left to do, and to collect, is theirs: without this, the next one pays for it now and then. */
async function tidyUp() {
  await new Promise((resolve) => setTimeout(resolve, 5));
  collectGarbage();
}

/** How much more all threads compute at once than one of them alone, each on work and memory of its own. */
function ceiling() {
  const alone = timeOf(shareTasks(1));
  const together = timeOf(Array.from({ length: threads }, () => shareTasks(1)[0]));
  return (threads * alone) / together;
}

function timeOf(tasks) {
  const begin = performance.now();
  hand.runAll(tasks);
  return performance.now() - begin;
}

function shuffled(list) {
  for (let at = list.length - 1; at > 0; at--) {
    const other = Math.floor(Math.random() * (at + 1));
    [list[at], list[other]] = [list[other], list[at]];
  }
  return list;
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
