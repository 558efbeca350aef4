// The soak of the runtime: calls of all kinds at once, on threads and processes, with failures, aborts, timeouts and kills.
// Usage: npm run soak -- [--seconds N] [--seed N]
// Ends with 1 at the first call that is wrong or hangs, naming the seed and the round, and where memory grows.
import { parseArgs } from "node:util";
import { close } from "../runner/src/index.ts";
import { heapInUse, leftovers, soak } from "../runner/src/testing/soak.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, seed: { type: "string", default: String(Date.now() % 1e6) } },
});
const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
if (!(seconds > 0) || !Number.isSafeInteger(seed) || seed < 0) {
  console.error("--seconds is a number above 0, --seed an integer from 0 on.");
  process.exit(2);
}

/** Bytes that the heap may grow by after the first fifth of the time, in which compilers and caches fill up. */
const MOST_GROWTH = 32e6;

const began = performance.now();
const past = () => (performance.now() - began) / 1000;
let settled;
let shown = 0;
try {
  const { rounds, calls, kills } = await soak({
    seed,
    patience: 120_000,
    goesOn({ rounds, kills }) {
      if (settled === undefined && past() > seconds / 5) settled = heapInUse();
      if (past() - shown >= 60) {
        shown = past();
        console.log(
          `${Math.round(shown)} s: ${rounds} rounds, ${kills} kills, heap ${megabytes(heapInUse())}, rss ${megabytes(process.memoryUsage().rss)}`,
        );
      }
      return past() < seconds;
    },
  });
  // The grace period of threads that were told to end.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const { calls: open, busy, timers } = leftovers();
  const heap = heapInUse();
  for (const [name, count] of Object.entries(calls)) console.log(`${String(count).padStart(7)}  ${name}`);
  console.log(`${Math.round(past())} s, seed ${seed}: ${rounds} rounds, ${kills} kills, nothing wrong, no hang.`);
  console.log(
    `Heap ${megabytes(settled ?? heap)} after a fifth of the time, ${megabytes(heap)} at the end; ${open} open calls, ${busy} busy threads, ${timers} timers.`,
  );
  if (open + busy > 0 || heap - (settled ?? heap) > MOST_GROWTH) {
    console.error("Something stays behind.");
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
await close();

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
