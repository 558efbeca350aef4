import assert from "node:assert/strict";
import { test } from "node:test";
import { type ReplayOptions, replay } from "./replay.js";
import type { ReplayModule } from "./replayProtocol.js";
import { makeSubject } from "./subject.js";
import type { Witness } from "./witness.js";

type Input = { xs: number[]; out: number[]; total: number };

const quietWitness: Witness = {
  pace: () => 1,
  deoptimizations: () => [],
  collections: () => Promise.resolve([]),
  end: () => {},
};

function options(module: ReplayModule, restart = () => {}): ReplayOptions {
  let now = 0;
  return {
    subject: makeSubject(module, () => ({ xs: [1, 2, 3], out: [], total: 0 }), restart),
    runner: {
      configure: () => {},
      lastCall: () => ({
        mode: "parallel",
        workers: 2,
        chunks: 1,
        items: 3,
        startMs: 0,
        transferInMs: 0,
        computeMs: 0,
        imbalanceMs: 0,
        transferOutMs: 0,
      }),
      lastTimeline: () => ({ wall: 1, threads: [{ thread: "worker", spans: [], busy: 0 }] }),
    },
    liveOuts: ["out", "total"],
    inputBytes: 24,
    maxWorkers: 2,
    measureMs: 100,
    load: 0,
    clock: () => (now += 1),
    witness: quietWitness,
    onProgress: () => {},
  };
}

const serial = (liveIns: Record<string, unknown>) => {
  const { xs, out } = liveIns as Input;
  let { total } = liveIns as Input;
  for (const x of xs) {
    out.push(x * x);
    total += x;
  }
  return { out, total };
};

async function checkDifferent(parallel: ReplayModule["parallel"], paths: readonly string[]): Promise<void> {
  const { comparison } = await replay(options({ serial, parallel }));
  assert.ok(comparison.outcome === "different", comparison.outcome);
  assert.deepEqual(
    comparison.differences.map((difference) => difference.path),
    paths,
  );
}

test("equal versions are measured at every worker count", async () => {
  const { comparison, tripCount } = await replay(options({ serial, parallel: serial }));
  assert.ok(comparison.outcome === "equal");
  assert.deepEqual(
    comparison.points.map((point) => point.workers),
    [1, 2],
  );
  assert.equal(tripCount, 3);
  assert.equal(comparison.timeline?.threads.length, 1);
});

test("where the calling thread alone is the fastest, the split is of the fastest run that had help", async () => {
  const module = { serial, parallel: serial };
  const { subject, runner, ...rest } = options(module);
  let workers = 0;
  const told: ReplayOptions = {
    ...rest,
    maxWorkers: 3,
    subject: { ...subject, time: (version) => Promise.resolve(version === "serial" ? 4 : 3 + workers / 2) },
    runner: {
      ...runner,
      configure: (set) => (workers = set.workers),
      lastCall: () => ({
        ...runner.lastCall()!,
        mode: workers === 1 ? "in-place" : "parallel",
        computeMs: 1,
        startMs: 1,
      }),
      lastTimeline: () => (workers === 1 ? undefined : runner.lastTimeline()),
    },
  };
  const { comparison, warnings } = await replay(told);
  assert.ok(comparison.outcome === "equal");
  assert.deepEqual([comparison.best.workers, comparison.explained], [1, 2]);
  assert.equal(comparison.overhead.compute, 1);
  const predicted = comparison.points.map((point) => point.predicted);
  assert.ok(predicted[0] === 1 && predicted[1]! < 2, String(predicted));
  assert.notEqual(comparison.timeline, null);
  assert.ok(!warnings.some(({ id }) => id === "ran-in-place"));
  const alone = await replay({ ...told, maxWorkers: 1 });
  assert.ok(alone.comparison.outcome === "equal");
  assert.deepEqual([alone.comparison.best.workers, alone.comparison.explained], [1, undefined]);
});

test("a wrong version is never timed: off by one, lost update, reordered push, copied object", async () => {
  await checkDifferent((input) => ({ ...(serial(input) as Input), total: 5 }), ["total"]);
  await checkDifferent((input) => ({ out: (serial(input) as Input).out.slice(1), total: 6 }), ["out"]);
  await checkDifferent((input) => ({ out: (serial(input) as Input).out.reverse(), total: 6 }), ["out[0]", "out[2]"]);
  await checkDifferent((input) => ({ out: [...(serial(input) as Input).out], total: 6 }), ["out"]);
  await checkDifferent((input) => ({ out: (serial(input) as Input).out }), ["total"]);
});

test("neither is one that adds up in another order, or shares a scratch buffer between iterations", async () => {
  const input = { xs: [1e16, 1, -1e16, 1], out: [] as number[][], total: 0 };
  const folded = ({ xs }: typeof input) => ({ total: xs.reduce((sum, x) => sum + x, 0) });
  const halves = ({ xs }: typeof input) => ({ total: xs[0]! + xs[2]! + (xs[1]! + xs[3]!) });
  const rows = ({ xs }: typeof input) => ({ out: xs.map((x) => [x, x / 2]) });
  const shared = ({ xs }: typeof input) => {
    const scratch: number[] = [];
    return { out: xs.map((x) => Object.assign(scratch, [x, x / 2])) };
  };
  const outcomeOf = async (right: typeof folded | typeof rows, wrong: typeof folded | typeof rows) => {
    const module = { serial: right, parallel: wrong } as unknown as ReplayModule;
    const subject = makeSubject(
      module,
      () => structuredClone(input),
      () => {},
    );
    return (await replay({ ...options(module), subject })).comparison.outcome;
  };
  assert.equal(await outcomeOf(folded, folded), "equal");
  assert.equal(await outcomeOf(folded, halves), "different");
  assert.equal(await outcomeOf(rows, rows), "equal");
  assert.equal(await outcomeOf(rows, shared), "different");
});

test("an array that the rewritten loop declares itself may be another one; one that it takes may not", async () => {
  const squares = (input: Record<string, unknown>) => (input as Input).xs.map((x) => x * x);
  const own = await replay(options({ serial, parallel: (input) => ({ out: squares(input), total: 6 }) }));
  assert.equal(own.comparison.outcome, "equal");
  await checkDifferent(
    (input) => ({ out: [...((input as Input).out as number[]), ...squares(input)], total: 6 }),
    ["out"],
  );
});

test("a version that throws where the other does not", async () => {
  await checkDifferent(() => {
    throw new TypeError("x");
  }, ["(end of the loop)"]);
});

test("both throw the same: equal if what is left behind is equal, and said so", async () => {
  const failing = (left: number) => (liveIns: Record<string, unknown>) => {
    (liveIns as Input).out.push(left);
    throw new RangeError("at 1");
  };
  const same = await replay(options({ serial: failing(1), parallel: failing(1) }));
  assert.equal(same.comparison.outcome, "equal");
  assert.ok(same.warnings.some((warning) => warning.id === "throws"));
  const other = await replay(options({ serial: failing(1), parallel: failing(2) }));
  assert.ok(other.comparison.outcome === "different");
  assert.equal(other.comparison.differences[0]?.path, "out[0]");
});

test("a serial loop that differs from itself is reported as such", async () => {
  let runs = 0;
  const chance = () => ({ total: runs++ });
  const { comparison, warnings } = await replay(options({ serial: chance, parallel: chance }));
  assert.equal(comparison.outcome, "different");
  assert.deepEqual(
    warnings.map((warning) => warning.id),
    ["not-deterministic"],
  );
});

test("a version that returns a promise is waited for", async () => {
  const { comparison } = await replay(options({ serial, parallel: async (input) => serial(input) }));
  assert.equal(comparison.outcome, "equal");
});

test("after each worker count but the last, what is known so far is told, and it is a report already", async () => {
  const parts: Awaited<ReturnType<typeof replay>>[] = [];
  const whole = await replay({ ...options({ serial, parallel: serial }), onPart: (part) => parts.push(part) });
  assert.equal(parts.length, 1);
  const [part] = parts;
  assert.ok(part!.comparison.outcome === "equal" && whole.comparison.outcome === "equal");
  assert.deepEqual(
    part!.comparison.points.map(({ workers }) => workers),
    [2],
  );
  assert.equal(part!.tripCount, whole.tripCount);
  assert.ok(part!.warnings.some(({ id }) => id === "fewer-worker-counts"));
  assert.ok(!whole.warnings.some(({ id }) => id === "fewer-worker-counts"));
});

const witnessed = async (seen: Partial<Witness>, slow = false) => {
  const base = options({ serial, parallel: serial });
  let now = 0;
  // Of a clock that runs fast each pair takes long enough for another look at the pace.
  const clock = () => (now += slow ? 60 : 1);
  const witness = { ...quietWitness, ...seen };
  const { warnings } = await replay({ ...base, maxWorkers: 1, measureMs: slow ? 60_000 : 100, clock, witness });
  return warnings.map(({ id }) => id);
};

test("what makes times less certain is named: deoptimization, garbage collection, a processor that became slower", async () => {
  const named = ["deoptimized", "garbage-collection", "throttled"];
  const isNamed = (id: string) => named.includes(id);
  assert.deepEqual((await witnessed({}, true)).filter(isNamed), []);
  let given = 0;
  const often = () => Array.from({ length: (given += 300) }, () => "wrong map");
  assert.deepEqual((await witnessed({ deoptimizations: often })).filter(isNamed), ["deoptimized"]);
  assert.deepEqual((await witnessed({ deoptimizations: () => Array(500).fill("overflow") })).filter(isNamed), []);
  const always = async () => [{ begin: 0, end: performance.now() }];
  assert.deepEqual((await witnessed({ collections: always })).filter(isNamed), ["garbage-collection"]);
  assert.deepEqual((await witnessed({ collections: async () => [{ begin: 0, end: 0 }] })).filter(isNamed), []);
  let pace = 1;
  assert.deepEqual((await witnessed({ pace: () => (pace *= 1.05) }, true)).filter(isNamed), ["throttled"]);
});

test("the rewritten loop is measured without workers, too, and not shown where its results differ", async () => {
  const base = options({ serial, parallel: serial });
  const gates: string[] = [];
  const runner = { ...base.runner, configure: ({ gate }: { gate: string }) => void gates.push(gate) };
  const same = (await replay({ ...base, runner, measureMs: 10_000 })).comparison;
  assert.ok(same.outcome === "equal" && same.inPlace !== undefined);
  const wrongInPlace = (input: Record<string, unknown>) =>
    gates.at(-1) === "never" ? { ...(serial(input) as Input), total: 5 } : serial(input);
  const other = options({ serial, parallel: wrongInPlace });
  const differing = (await replay({ ...other, runner, measureMs: 10_000 })).comparison;
  assert.ok(differing.outcome === "equal" && differing.inPlace === undefined);
});

test("runs that are too short for it are not written down while they are timed; one more is", async () => {
  const asked: boolean[] = [];
  const base = options({ serial, parallel: serial });
  const runner = { ...base.runner, configure: ({ timeline }: { timeline: boolean }) => void asked.push(timeline) };
  const { comparison } = await replay({ ...base, maxWorkers: 1, runner });
  assert.deepEqual(asked.slice(0, 3), [false, false, true]);
  assert.ok(comparison.outcome === "equal" && comparison.timeline !== null);
  const slow = (input: Record<string, unknown>) => {
    const until = performance.now() + 6;
    while (performance.now() < until);
    return serial(input);
  };
  asked.length = 0;
  const long = options({ serial: slow, parallel: slow });
  await replay({ ...long, maxWorkers: 1, runner });
  assert.deepEqual(asked.slice(0, 2), [false, true]);
});
