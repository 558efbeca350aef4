// The helper thread of a profiled process: has the other threads write their profiles when they are about to be ended.
import fs from "node:fs";
import inspector from "node:inspector";
import path from "node:path";
import { threadId } from "node:worker_threads";
import { flushName, flushSymbol } from "./profileSampler.js";

export interface HelperData {
  readonly loopsmithProfileHelper: true;
  readonly folder: string;
  /** [0] counts the requests to flush the worker threads, [1] the answers. */
  readonly control: Int32Array;
}

/** Asks a process for everything known so far; this file of the folder does so for all of them. */
export const flushAllName = "flush-all";

/** How long the helper waits for the profiles of the other threads, in milliseconds. */
const PATIENCE = 400;

/** How long a session may outlast what it was for, in milliseconds. */
const LAST = 300;

/** How often the helper looks whether it is wanted, in milliseconds. */
const PERIOD = 10;

export function isHelperData(value: unknown): value is HelperData {
  return typeof value === "object" && value !== null && "loopsmithProfileHelper" in value;
}

/** Serves until the process ends. To be called in a worker thread. */
export function serveFlushes({ folder, control }: HelperData): void {
  const mark = path.join(folder, flushName(process.pid));
  let answered = 0;
  const look = async () => {
    const requested = Atomics.load(control, 0);
    if (requested !== answered) {
      answered = requested;
      await flushThreads(folder, "workers");
      Atomics.store(control, 1, requested);
      Atomics.notify(control, 1);
    }
    if (fs.existsSync(mark) || fs.existsSync(path.join(folder, flushAllName))) {
      await flushThreads(folder, "all");
      fs.writeFileSync(`${mark}.done`, "");
    } else setTimeout(look, PERIOD);
  };
  fs.writeFileSync(`${mark}.ready`, "");
  void look();
}

/**
 * Has the other threads write their profiles, whatever they do or sleep on. A session holds up the end of its process, so there
 * is one only for the moment.
 */
async function flushThreads(folder: string, which: "workers" | "all"): Promise<void> {
  const session = new inspector.Session();
  session.connectToMainThread();
  const threads = new Map<string, string>();
  session.on("NodeWorker.attachedToWorker", ({ params }) => {
    // What the protocol calls the id of a worker is not that of its thread.
    const id = /^\[worker (\d+)\]/.exec(params.workerInfo.title)?.[1];
    if (id !== undefined && id !== String(threadId)) threads.set(id, params.sessionId);
  });
  // The threads there are get announced before the answer.
  let areKnown = false;
  session.post("NodeWorker.enable", { waitForDebuggerOnStart: false }, () => {
    areKnown = true;
  });
  const expression = `globalThis[Symbol.for(${JSON.stringify(flushSymbol)})]?.()`;
  const message = JSON.stringify({ id: 1, method: "Runtime.evaluate", params: { expression } });
  if (which === "all") session.post("Runtime.evaluate", { expression });
  const asked = new Set<string>();
  const end = Date.now() + PATIENCE;
  let open: boolean;
  do {
    await new Promise((resolve) => setTimeout(resolve, PERIOD));
    // Answers would come through the main thread, which may be busy or asleep: what the threads write shows that they are done.
    const written = fs.readdirSync(folder);
    const missing = [...threads.keys()].filter((id) => !written.some((file) => isProfileOf(file, id)));
    for (const id of missing) {
      if (asked.has(id)) continue;
      asked.add(id);
      session.post("NodeWorker.sendMessageToWorker", { sessionId: threads.get(id)!, message });
    }
    open = !areKnown || missing.length > 0 || (which === "all" && !written.some((file) => isProfileOf(file, "0")));
  } while (open && Date.now() < end);
  // Not yet where the process is about to be killed: the main thread may still be at the answer, and has crashed on it.
  setTimeout(() => session.disconnect(), which === "all" ? LAST : 0);
}

function isProfileOf(file: string, thread: string): boolean {
  return file.startsWith(`${process.pid}-${thread}-`) && file.endsWith(".json");
}

/** Blocks the calling thread until the file is there. @param patience in milliseconds, after which it gives up */
export function waitForFile(file: string, patience: number): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const end = Date.now() + patience;
  while (!fs.existsSync(file) && Date.now() < end) Atomics.wait(pause, 0, 0, 10);
}
