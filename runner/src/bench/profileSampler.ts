// Samples the calling thread with V8's profiler and writes what was seen into a file.
import fs from "node:fs";
import inspector from "node:inspector";
import path from "node:path";
import { threadId } from "node:worker_threads";

/** One thread of a profiled run, as its file holds it. */
export interface ThreadProfile {
  readonly version: 1;
  readonly pid: number;
  readonly thread: number;
  /** What the process was started with, for messages. */
  readonly argv: readonly string[];
  /** V8's own format, that of `.cpuprofile` files. */
  readonly profile: inspector.Profiler.Profile;
  /** The scripts with samples and those of the user: where their source maps are. */
  readonly scripts: readonly ProfiledScript[];
}

export interface ProfiledScript {
  readonly scriptId: string;
  readonly url: string;
  /** As in the comment `//# sourceMappingURL=`, often a `data:` URL; empty when there is none. */
  readonly sourceMapUrl: string;
}

/** Microseconds between two samples: fine enough for a run of a second, coarse enough to cost little. */
const INTERVAL = 1000;

/** By this name on `globalThis` the helper thread finds the function that writes the profile. */
export const flushSymbol = "loopsmith.profile.flush";

/** Name of the file that asks a process for its profiles; with `.ready` it says that it can be asked, with `.done` that it has answered. */
export function flushName(pid: number): string {
  return `flush-${pid}`;
}

/**
 * Starts sampling the calling thread.
 * @param folder where the profile goes, into a file of its own
 * @returns the function that stops sampling and writes the profile, the first time that it is called; undefined where Node has
 * no inspector
 */
export function startSampling(folder: string): (() => void) | undefined {
  const session = new inspector.Session();
  try {
    session.connect();
  } catch {
    return undefined;
  }
  session.post("Profiler.enable");
  session.post("Profiler.setSamplingInterval", { interval: INTERVAL });
  session.post("Profiler.start");
  let written = false;
  const flush = () => {
    if (written) return;
    written = true;
    let profile: inspector.Profiler.Profile | undefined;
    session.post("Profiler.stop", (_error, result) => {
      profile = result?.profile;
    });
    // The session stays: this may run in the middle of what the helper asked by another one.
    if (profile !== undefined) write(folder, profile, scriptsOf(session, profile));
  };
  Object.defineProperty(globalThis, Symbol.for(flushSymbol), { value: flush, configurable: true });
  return flush;
}

/** The inspector tells of all scripts that were ever compiled when its debugger is switched on: after the run, not to slow it down. */
function scriptsOf(session: inspector.Session, profile: inspector.Profiler.Profile): readonly ProfiledScript[] {
  const wanted = new Set(profile.nodes.map(({ callFrame }) => callFrame.scriptId));
  const scripts: ProfiledScript[] = [];
  session.on("Debugger.scriptParsed", ({ params }) => {
    if (params.url === "" || params.url.startsWith("node:")) return;
    // Functions that were inlined wherever they are called have no samples of their own.
    if (!wanted.has(params.scriptId) && /[\\/]node_modules[\\/]/.test(params.url)) return;
    scripts.push({ scriptId: params.scriptId, url: params.url, sourceMapUrl: params.sourceMapURL ?? "" });
  });
  session.post("Debugger.enable");
  session.post("Debugger.disable");
  return scripts;
}

function write(folder: string, profile: inspector.Profiler.Profile, scripts: readonly ProfiledScript[]): void {
  // Who outlives the command that was profiled has nobody to write for.
  if (!fs.existsSync(folder)) return;
  const document: ThreadProfile = {
    version: 1,
    pid: process.pid,
    thread: threadId,
    argv: process.argv,
    profile,
    scripts,
  };
  // A process id may be given twice in a long run.
  const name = path.join(folder, `${process.pid}-${threadId}-${Date.now().toString(36)}`);
  try {
    fs.writeFileSync(`${name}.part`, JSON.stringify(document));
    fs.renameSync(`${name}.part`, `${name}.json`);
  } catch (error) {
    // The profiled program must not fail for it; the report says what is missing.
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`loopsmith: the profile of process ${process.pid} could not be written: ${message}\n`);
    try {
      fs.rmSync(`${name}.part`, { force: true });
      fs.writeFileSync(`${name}.failed`, message);
    } catch {
      // Then only what stands above is known.
    }
  }
}
