// Process-wide settings: what `configure` sets, over what the environment says, over what the machine has.
import { availableCores } from "./cores.js";
import { LoopsmithError } from "./errors.js";
import { state } from "./state.js";

export type Gate = "auto" | "always" | "never";

/**
 * Who computes: worker threads; processes, for native add-ons that only one thread of a process may use; or, for debugging,
 * the calling thread, on copies as a worker would have them.
 */
export type Backend = "threads" | "processes" | "serial";

/** Of one thread, in MB, as `new Worker` takes them. */
export interface ResourceLimits {
  readonly maxYoungGenerationSizeMb?: number;
  readonly maxOldGenerationSizeMb?: number;
  readonly codeRangeSizeMb?: number;
  readonly stackSizeMb?: number;
}

export interface Settings {
  /** Threads that compute, the calling one included where it takes part. */
  readonly workers?: number;
  readonly gate?: Gate;
  readonly backend?: Backend;
  /** Milliseconds without a call after which the threads are ended; a later call starts new ones. Default: 60,000. */
  readonly idleTimeout?: number;
  /** Limits on the memory of each thread, as `new Worker` takes them; they hold for threads that are started later. */
  readonly resourceLimits?: ResourceLimits;
  /** Each call writes down which thread computed which chunk, and when, for `lastTimeline`. Default: no, which costs nothing. */
  readonly timeline?: boolean;
}

/**
 * Sets defaults for all later calls of this process; options given to a call come first, `LOOPSMITH_WORKERS`,
 * `LOOPSMITH_GATE` and `LOOPSMITH_BACKEND` come after.
 * @throws LoopsmithError for a value that is none of the listed ones.
 */
export function configure(settings: Settings): void {
  if (settings.workers !== undefined) checkWorkers(settings.workers, "workers");
  if (settings.gate !== undefined) checkGate(settings.gate, "gate");
  if (settings.backend !== undefined) checkBackend(settings.backend, "backend");
  const { idleTimeout } = settings;
  if (idleTimeout !== undefined && !(typeof idleTimeout === "number" && idleTimeout >= 0)) {
    throw new LoopsmithError(
      `idleTimeout is ${String(idleTimeout)}, which is no time.`,
      "Give milliseconds, or Infinity to keep the threads.",
    );
  }
  state.settings = { ...state.settings, ...settings };
}

/** Number of computing threads for a call: its option, `configure`, the environment, the cores that this process may use. */
export function workersFor(option: number | undefined): number {
  if (option !== undefined) return checkWorkers(option, "workers");
  return state.settings.workers ?? (workersHere ??= readWorkers(process.env, availableCores()));
}

/** Milliseconds without a call after which the threads are ended. */
export function idleTimeout(): number {
  return state.settings.idleTimeout ?? 60_000;
}

export function gateFor(option: Gate | undefined): Gate {
  if (option !== undefined) return checkGate(option, "gate");
  return state.settings.gate ?? (gateHere ??= readGate(process.env));
}

export function backendFor(option: Backend | undefined): Backend {
  if (option !== undefined) return checkBackend(option, "backend");
  return state.settings.backend ?? (backendHere ??= readBackend(process.env));
}

// Read when they are first needed, and once: asking the environment takes longer than many a loop.
let workersHere: number | undefined;
let gateHere: Gate | undefined;
let backendHere: Backend | undefined;

/**
 * @param cores what holds where the environment says nothing
 * @throws LoopsmithError for a value that is no number of workers
 */
export function readWorkers({ LOOPSMITH_WORKERS: text = "" }: NodeJS.ProcessEnv, cores: number): number {
  return text === "" ? cores : checkWorkers(Number(text), "LOOPSMITH_WORKERS");
}

/** @throws LoopsmithError for a value that is no gate */
export function readGate({ LOOPSMITH_GATE: text = "" }: NodeJS.ProcessEnv): Gate {
  return text === "" ? "auto" : checkGate(text, "LOOPSMITH_GATE");
}

/** @throws LoopsmithError for a value that is no backend */
export function readBackend({ LOOPSMITH_BACKEND: text = "" }: NodeJS.ProcessEnv): Backend {
  return text === "" ? "threads" : checkBackend(text, "LOOPSMITH_BACKEND");
}

function checkWorkers(value: number, name: string): number {
  if (Number.isInteger(value) && 1 <= value && value <= 1024) return value;
  throw new LoopsmithError(
    `${name} is ${String(value)}, which is no number of workers.`,
    "Give an integer from 1 to 1024.",
  );
}

function checkGate(value: string, name: string): Gate {
  if (value === "auto" || value === "always" || value === "never") return value;
  throw new LoopsmithError(`${name} is ${String(value)}, which is no gate.`, "Give auto, always or never.");
}

function checkBackend(value: string, name: string): Backend {
  if (value === "threads" || value === "processes" || value === "serial") return value;
  throw new LoopsmithError(`${name} is ${String(value)}, which is no backend.`, "Give threads, processes or serial.");
}
