// The replay process: reads the recording, loads the loop in both versions, compares, measures, and reports on descriptor 3.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import { pathToFileURL } from "node:url";
import { thisMachine } from "./machine.js";
import { decode, type Recording, readRecording } from "./recording.js";
import { type Replayed, replay } from "./replay.js";
import {
  classExport,
  type ReplayMessage,
  type ReplayModule,
  type ReplayResult,
  type ReplaySpec,
  type RunnerModule,
} from "./replayProtocol.js";
import { seedChanceAndTime } from "./seeded.js";
import { settling } from "./settling.js";
import { makeSubject } from "./subject.js";
import { createWitness } from "./witness.js";

/** Written synchronously: a loop that blocks the thread must not hold progress back. */
const REPORT_DESCRIPTOR = 3;

const spec = JSON.parse(process.argv[2] ?? "null") as ReplaySpec | null;
if (spec === null) {
  process.stderr.write("This program is started by `loopsmith bench`; run that instead.\n");
  process.exit(2);
}
if (spec.memoryOf === undefined) send({ type: "result", result: await main(spec) });
else send({ type: "memory", bytes: await memoryOf(spec.memoryOf, spec) });
process.exit(0);

/** Runs one version once. The system counts the memory of a process from its beginning, so this takes a process of its own. */
async function memoryOf({ version, workers }: NonNullable<ReplaySpec["memoryOf"]>, spec: ReplaySpec): Promise<number> {
  const recording = readRecording(spec.recording);
  const runner: RunnerModule = await loadModule(spec.runnerModule);
  const module: ReplayModule = await loadModule(spec.replayModule);
  const subject = makeSubject(module, inputsOf(recording, module), seedChanceAndTime());
  runner.configure({ workers, gate: "always", timeline: false });
  await subject.run(version, subject.input());
  return process.resourceUsage().maxRSS * 1024;
}

/** Both versions, each in a process of its own; undefined where one of them did not end in time or could not be started. */
function memoryOfBoth(spec: ReplaySpec, workers: number, timeout: number) {
  const bytes = (["serial", "parallel"] as const).map((version) => {
    const own = JSON.stringify({ ...spec, memoryOf: { version, workers } } satisfies ReplaySpec);
    const { output } = spawnSync(process.execPath, [process.argv[1]!, own], {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
      encoding: "utf8",
      timeout,
      killSignal: "SIGKILL",
    });
    const line = /^\{"type":"memory".*$/m.exec(output?.[REPORT_DESCRIPTOR] ?? "")?.[0];
    return line === undefined ? undefined : (JSON.parse(line) as Extract<ReplayMessage, { type: "memory" }>).bytes;
  });
  const [serial, parallel] = bytes;
  return serial === undefined || parallel === undefined ? undefined : { serial, parallel };
}

async function main(spec: ReplaySpec): Promise<ReplayResult> {
  const load = os.loadavg()[0] ?? 0;
  const recording = readRecording(spec.recording);
  const { header, payload, memory } = recording;
  const bytes = payload.length + memory.reduce((sum, part) => sum + part.length, 0);
  const frame = {
    machine: thisMachine(),
    input: { tripCount: 0, bytes, liveIns: header.shapes },
    warmUps: 0,
    warnings: [],
  };
  let module: ReplayModule;
  let runner: RunnerModule;
  try {
    runner = await loadModule(spec.runnerModule);
    module = await loadModule(spec.replayModule);
  } catch (error) {
    return {
      ...frame,
      comparison: {
        outcome: "failed",
        message: `The loop's modules cannot be loaded outside of the program: ${firstLine(error)}`,
        help: "Move the loop into a module that imports only what it needs, without files that a bundler must translate.",
      },
    };
  }
  const restart = seedChanceAndTime();
  const witness = createWitness(spec.witnessFolder);
  const resultOf = ({ tripCount, ...rest }: Replayed): ReplayResult => {
    return { ...frame, ...rest, input: { ...frame.input, tripCount } };
  };
  try {
    const replayed = await replay({
      subject: makeSubject(module, inputsOf(recording, module), restart, settling()),
      runner,
      liveOuts: spec.liveOuts,
      inputBytes: bytes,
      maxWorkers: spec.maxWorkers ?? os.availableParallelism(),
      measureMs: spec.measureMs,
      load,
      clock: () => performance.now(),
      witness,
      onProgress: (message, done) => send({ type: "progress", message, done }),
      onPart: (part) => send({ type: "part", result: resultOf(part) }),
    });
    const result = resultOf(replayed);
    const { comparison } = result;
    if (comparison.outcome !== "equal") return result;
    send({ type: "part", result });
    send({ type: "progress", message: "memory of each version", done: 1 });
    // One run takes a fraction of what all took; what hangs is not waited for.
    const needed = memoryOfBoth(spec, comparison.best.workers, Math.ceil(10_000 + 10 * comparison.serial.median));
    return needed === undefined ? result : { ...result, comparison: { ...comparison, memory: needed } };
  } catch (error) {
    return {
      ...frame,
      comparison: {
        outcome: "failed",
        message: `The replay broke off: ${firstLine(error)}`,
        help: "Try a smaller input; if it breaks off again, please report it with the loop's source.",
      },
    };
  }
}

/** Makes copies of the recorded input, with instances of the classes that the replay module exports. */
function inputsOf(recording: Recording, module: ReplayModule): () => Record<string, unknown> {
  const exported = module as unknown as Record<string, { readonly prototype: object } | undefined>;
  const prototypes = recording.header.classes.flatMap((name, index): [string, object][] => {
    const known = exported[classExport(index)];
    return known === undefined ? [] : [[name, known.prototype]];
  });
  const byName = new Map(prototypes);
  return () => decode(recording, byName);
}

/** A module's exports by name. CommonJS is required: imported, its names are only those that the loader guesses. */
async function loadModule<T>(file: string): Promise<T> {
  if (file.endsWith(".cjs")) return createRequire(file)(file) as T;
  return (await import(pathToFileURL(file).href)) as T;
}

function send(message: ReplayMessage): void {
  fs.writeSync(REPORT_DESCRIPTOR, `${JSON.stringify(message)}\n`);
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n")[0]!;
}
