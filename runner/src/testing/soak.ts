// The soak: calls of all kinds at once, on threads and processes, some of which are killed; nothing may be wrong, hang or stay behind.
import assert from "node:assert/strict";
import v8 from "node:v8";
import vm from "node:vm";
import type { Pool } from "../pool/pool.js";
import { CHILD } from "../pool/protocol.js";
import { type RandomStream, randomStream } from "../random/randomStream.js";
import { range } from "../range.js";
import { configure } from "../settings.js";
import { state } from "../state.js";
import { drawOptions, soakCalls } from "./soakCalls.js";

export interface SoakPlan {
  readonly seed: number;
  /** Told after each round of calls; the soak goes on for as long as it says so. */
  goesOn(progress: SoakProgress): boolean;
  /** Milliseconds after which a call is said to hang. */
  readonly patience: number;
}

export interface SoakProgress {
  readonly rounds: number;
  /** Calls of each kind; some kinds call several times. */
  readonly calls: Readonly<Record<string, number>>;
  /** Threads and processes that were killed from outside. */
  readonly kills: number;
}

/** Calls that are in flight at once. */
const AT_ONCE = 4;

/** @throws AssertionError that names the seed, the round and the kind of the call, where one was wrong or hung */
export async function soak({ seed, goesOn, patience }: SoakPlan): Promise<SoakProgress> {
  configure({ workers: 3, gate: "always" });
  const kinds = Object.entries(soakCalls);
  const calls: Record<string, number> = Object.fromEntries(kinds.map(([name]) => [name, 0]));
  let [rounds, kills] = [0, 0];
  // What runs in place for good because a worker was killed would be right, and slow.
  let warning: Error | undefined;
  const listen = (given: Error): void => {
    if (/cannot be loaded|could be started|no workers/.test(given.message)) warning ??= given;
  };
  process.on("warning", listen);
  do {
    const round = rounds++;
    const running = Array.from(range(AT_ONCE), async (at) => {
      const random = randomStream(seed, round * (AT_ONCE + 1) + at);
      const [name, call] = kinds[random.below(kinds.length)]!;
      const options = drawOptions(random, ["threads", "threads", "processes", "serial"]);
      calls[name]!++;
      await named(
        `${name} in round ${round} of seed ${seed}, ${JSON.stringify(options)}`,
        call(random, options),
        patience,
      );
    });
    const random = randomStream(seed, round * (AT_ONCE + 1) + AT_ONCE);
    if (random.below(4) === 0 && killOne(random)) kills++;
    await Promise.all(running);
    if (warning !== undefined) throw warning;
  } while (goesOn({ rounds, calls, kills }));
  process.off("warning", listen);
  return { rounds, calls, kills };
}

async function named(name: string, call: Promise<void>, patience: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // In small steps: of a time in which the whole process was stopped only one of them counts.
    let steps = 0;
    const step = (): void => {
      if (++steps === 100) reject(new Error(`it has not ended after ${patience} ms`));
    };
    timer = setInterval(step, patience / 100);
  });
  try {
    await Promise.race([call, late]);
  } catch (error) {
    throw new assert.AssertionError({ message: `${name}: ${error instanceof Error ? error.stack : String(error)}` });
  } finally {
    clearInterval(timer);
  }
}

/** Ends a thread or a process as a fault would. @returns whether there was one */
function killOne(random: RandomStream): boolean {
  const links = (state.pool as Pool | undefined)?.links ?? [];
  const link = links[random.below(Math.max(1, links.length))];
  if (link?.thread === undefined) return false;
  const child = Atomics.load(link.bell, CHILD);
  if (child === 0) void link.thread.terminate();
  else process.kill(child, "SIGKILL");
  return true;
}

/** What must be the same before and after many calls. */
export function leftovers() {
  const pool = state.pool as Pool | undefined;
  return {
    calls: pool?.calls.size ?? 0,
    busy: pool?.links.filter(({ calls }) => calls !== 0).length ?? 0,
    listeners: process.eventNames().map((name) => `${String(name)} ${process.listenerCount(name)}`),
    timers: process.getActiveResourcesInfo().filter((name) => name === "Timeout").length,
  };
}

/** Bytes of the heap that are in use, after everything that can be was collected. */
export function heapInUse(): number {
  v8.setFlagsFromString("--expose-gc");
  (vm.runInNewContext("gc") as () => void)();
  return process.memoryUsage().heapUsed;
}
