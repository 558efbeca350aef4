// The replay process: reads the recording, loads the loop in both versions, compares, measures, and reports on descriptor 3.
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import { pathToFileURL } from "node:url";
import { thisMachine } from "./machine.js";
import { decode, readRecording } from "./recording.js";
import { type Replayed, replay } from "./replay.js";
import type { ReplayMessage, ReplayModule, ReplayResult, ReplaySpec, RunnerModule } from "./replayProtocol.js";
import { seedChanceAndTime } from "./seeded.js";
import { makeSubject } from "./subject.js";

/** Written synchronously: a loop that blocks the thread must not hold progress back. */
const REPORT_DESCRIPTOR = 3;

const spec = JSON.parse(process.argv[2] ?? "null") as ReplaySpec | null;
if (spec === null) {
  process.stderr.write("This program is started by `loopsmith bench`; run that instead.\n");
  process.exit(2);
}
send({ type: "result", result: await main(spec) });
process.exit(0);

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
  const resultOf = ({ tripCount, ...rest }: Replayed): ReplayResult => {
    return { ...frame, ...rest, input: { ...frame.input, tripCount } };
  };
  try {
    const replayed = await replay({
      subject: makeSubject(module, () => decode(recording), restart),
      runner,
      liveOuts: spec.liveOuts,
      inputBytes: bytes,
      maxWorkers: spec.maxWorkers ?? os.availableParallelism(),
      measureMs: spec.measureMs,
      load,
      clock: () => performance.now(),
      onProgress: (message, done) => send({ type: "progress", message, done }),
      onPart: (part) => send({ type: "part", result: resultOf(part) }),
    });
    return resultOf(replayed);
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
