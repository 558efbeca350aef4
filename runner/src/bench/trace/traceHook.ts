// Loaded with `node --require` into the traced program: defines what its instrumented text calls, and ends it behind the loop.
import fs from "node:fs";
import path from "node:path";
import vm from "node:vm";
import { traceName } from "./follow.js";
import { realmNames, registerNatives } from "./natives.js";
import { readAll, touchPlace } from "./objects.js";
import { operations } from "./operations.js";
import type { TraceResult } from "./traceProtocol.js";
import { beginIteration, beginLoop, elapsed, isObject, resultOf, state } from "./traceState.js";

/** By these the benchmark tells the traced program what to do. */
const folder = process.env["LOOPSMITH_TRACE_FOLDER"];
const onlyTimes = process.env["LOOPSMITH_TRACE_TIMES"] === "1";
const limitMs = Number(process.env["LOOPSMITH_TRACE_MS"] ?? "60000");

let entries = 0;
/** The loop runs within itself: its inner runs belong to the outer one's iterations. */
let depth = 0;
/** What the loop goes over, when it is an array. */
let source: object | undefined;

const loop = {
  /** The loop is entered. */
  I<T>(over?: T): T | undefined {
    if (depth++ > 0 || ++entries > 1 || folder === undefined) return over;
    beginLoop();
    source = isObject(over) ? over : undefined;
    return over;
  },
  /** The same for an array method. */
  Z<T, R>(over: T, run: (over: T) => R): R {
    loop.I(over);
    try {
      return run(over);
    } finally {
      loop.E();
    }
  },
  /** The loop is left, in whatever way. */
  E(): void {
    depth = Math.max(0, depth - 1);
    if (depth > 0 || entries !== 1 || folder === undefined) return;
    end("end");
  },
  /** An iteration begins. */
  B(site: number): void {
    if (depth !== 1 || entries !== 1 || folder === undefined) return;
    if (elapsed() > limitMs || isStopped()) end("time");
    if (onlyTimes) state.iteration++;
    else if (!beginIteration() || source === undefined) return;
    if (Array.isArray(source) || ArrayBuffer.isView(source)) touchPlace(site, source, state.iteration, false);
    else readAll(site, source);
  },
} as const;

let nextLook = 0;

/** The benchmark asks for what is known by now. Looked for a few times a second. */
function isStopped(): boolean {
  if (elapsed() < nextLook) return false;
  nextLook = elapsed() + 200;
  return fs.existsSync(path.join(folder!, "stop"));
}

function end(ended: TraceResult["ended"]): void {
  state.on = false;
  const result = resultOf(ended);
  const file = path.join(folder!, "trace.json");
  try {
    fs.writeFileSync(`${file}.part`, JSON.stringify(result));
    fs.renameSync(`${file}.part`, file);
  } catch (error) {
    process.stderr.write(`loopsmith: ${error instanceof Error ? error.message : String(error)}\n`);
  }
  // The rest of the run would only cost time, and may have effects.
  process.kill(process.pid, "SIGKILL");
}

function install(target: object): void {
  Object.defineProperty(target, traceName, { value: { ...operations, ...loop }, configurable: true });
}

const realm = (globals: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(realmNames.map((name) => [name, globals[name]]));

registerNatives(realm(globalThis as unknown as Record<string, unknown>));
install(globalThis);
// Test runners such as jest run the user's code in contexts with globals of their own.
const createContext = vm.createContext;
vm.createContext = function createTracedContext(...args: Parameters<typeof createContext>) {
  const context = createContext(...args);
  if (typeof context === "object") {
    install(context);
    registerNatives(
      vm.runInContext(`({${realmNames.join(",")}})`.replace("Iterator,", ""), context) as Record<string, unknown>,
    );
  }
  return context;
};
