// What a call costs beside its work, each figure measured in a process of its own. Its argument is JSON: { name, threads }; it prints JSON.
import { configure, lastCall, parallelMap, parallelMapSync, range, warmUp } from "@loopsmith/runner";
import { nothing, scale, unknown } from "./latency.kernels.mjs";

const CALLS = 100_000;
/** Calls of one form before the other one takes its turn. */
const BLOCK = 1000;

const { name, threads } = JSON.parse(process.argv[2]);
const env = { by: 3 };
const [figure, form, size] = name.split(" ");
const iterations = Number(size);
const measures = { small, first, forced };
console.log(JSON.stringify({ name, ...(await measures[figure]()) }));
process.exit(0);

function loop(kernel) {
  const out = [];
  for (let index = 0; index < iterations; index++) out.push(kernel(index, env, index));
  return out;
}

/** Microseconds of a call of a loop too small to gain, of the plain loop, and of both as the median of blocks that take turns. */
async function small() {
  const call = form === "sync" ? parallelMapSync : parallelMap;
  const blocks = [[], []];
  for (let at = -20 * BLOCK; at < CALLS; at += BLOCK) {
    const times = [await timeOfBlock(() => loop(scale)), await timeOfBlock(() => call(range(iterations), scale, env))];
    if (at >= 0) for (const [which, time] of times.entries()) blocks[which].push(time);
  }
  if (lastCall().mode !== "in-place") throw new Error("the call was expected to stay in place");
  const [plain, ours] = blocks.map(median);
  const ratio = median(blocks[1].map((time, at) => time / blocks[0][at]));
  return { plain, ours, ratio, more: median(blocks[1].map((time, at) => time - blocks[0][at])) };
}

async function timeOfBlock(run) {
  const begin = performance.now();
  // Who calls the asynchronous form waits for each call; who calls the other one does not.
  if (form === "async") for (let at = 0; at < BLOCK; at++) await run();
  else for (let at = 0; at < BLOCK; at++) run();
  return ((performance.now() - begin) * 1000) / BLOCK;
}

/** The same for the first call of a kernel, in a process that has called others before. */
async function first() {
  const call = form === "sync" ? parallelMapSync : parallelMap;
  const [plain, ours] = [[], []];
  for (let at = 0; at < unknown.length; at += 2) {
    let begin = performance.now();
    loop(unknown[at]);
    plain.push(1000 * (performance.now() - begin));
    begin = performance.now();
    await call(range(iterations), unknown[at + 1], env);
    ours.push(1000 * (performance.now() - begin));
  }
  // The first half is for the engine.
  const [a, b] = [plain, ours].map((times) => median(times.slice(times.length / 2)));
  return { plain: a, ours: b, ratio: b / a, more: b - a };
}

/** Microseconds of a warm call that has to go parallel with two items that need no time. */
async function forced() {
  configure({ workers: threads });
  await warmUp();
  const call = form === "sync" ? parallelMapSync : parallelMap;
  const times = [];
  for (let at = 0; at < 3000; at++) {
    const begin = performance.now();
    await call(range(2), nothing, undefined, { gate: "always" });
    times.push(1000 * (performance.now() - begin));
  }
  if (lastCall().mode !== "parallel") throw new Error("the call was expected to go parallel");
  return { ours: median(times.slice(1000)) };
}

function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
