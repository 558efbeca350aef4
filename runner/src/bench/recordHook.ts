// Loaded with `node --require` into the recorded program: defines the function that the instrumented loop calls on entry.
import vm from "node:vm";
import { encode, writeRecording } from "./recording.js";
import { traceName } from "./trace/follow.js";
import { weighing } from "./weigh.js";

/** Names of the environment variables by which the benchmark tells the recorded program what to do. */
const folder = process.env["LOOPSMITH_RECORD_FOLDER"];
const wantedEntry = Number(process.env["LOOPSMITH_RECORD_ENTRY"] ?? "1");

/** The loop is only timed, to find its heaviest entry. */
const weighFolder = process.env["LOOPSMITH_WEIGH_FOLDER"];
const scale = weighFolder === undefined ? undefined : weighing(weighFolder);

let entries = 0;

/** Prototypes of the program's classes, as their modules have told. */
const classes = new Map<object, string>();

function know(name: string, known: { readonly prototype: object }): void {
  classes.set(known.prototype, name);
}

function record(liveIns: Readonly<Record<string, unknown>>): void {
  if (folder === undefined || ++entries !== wantedEntry) return;
  try {
    writeRecording(folder, encode(liveIns, classes));
  } catch (error) {
    reportFailure(folder, error);
  }
  // The rest of the run would only cost time, and may have effects. Killing also ends the process from a worker thread,
  // where `process.exit` ends no more than the thread.
  process.kill(process.pid, "SIGKILL");
}

function reportFailure(recordFolder: string, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const full = /ENOSPC/.test(message);
  try {
    writeRecording(recordFolder, {
      status: "failed",
      message: full
        ? "The disk is full: the loop's inputs could not be written."
        : `The loop's inputs could not be written: ${message}.`,
      help: full
        ? "Free some space, or set TMPDIR to a folder on another disk."
        : "Set TMPDIR to a folder that can be written.",
    });
  } catch {
    // Not even the reason can be written; the benchmark then reports that the program ended without reaching the loop.
    process.stderr.write(`loopsmith: ${message}\n`);
  }
}

function install(target: object): void {
  Object.defineProperty(target, "__loopsmithRecord", { value: record, configurable: true });
  Object.defineProperty(target, "__loopsmithClass", { value: know, configurable: true });
  if (scale !== undefined) Object.defineProperty(target, traceName, { value: scale, configurable: true });
}

install(globalThis);
// Test runners such as jest run the user's code in contexts with globals of their own.
const createContext = vm.createContext;
vm.createContext = function createRecordedContext(...args: Parameters<typeof createContext>) {
  const context = createContext(...args);
  if (typeof context === "object") install(context);
  return context;
};
