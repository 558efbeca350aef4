// Child processes that can be ended with everything they started.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import type { Readable } from "node:stream";

export interface ChildOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
  /** Receives each line that the child writes to its file descriptor 3. */
  readonly onLine?: (line: string) => void;
  /** Receives what the child writes to standard output, which is thrown away otherwise. */
  readonly onOutput?: (chunk: Buffer) => void;
  /** Asked every few milliseconds; the child is ended when it answers true. */
  readonly until?: () => boolean;
}

export interface ChildEnd {
  readonly why: "exited" | "not-started" | "timed-out" | "aborted" | "done";
  readonly status: number | null;
  readonly killedBy: NodeJS.Signals | null;
  /** The system's word when it could not be started, e.g. `ENOENT`. */
  readonly errorCode: string | undefined;
  /** The end of what it wrote to standard error. */
  readonly errorOutput: string;
}

const KEPT_OUTPUT = 8192;

/** Runs a command to its end, or ends it. Never throws; when it returns, nothing of the child's process group is left. */
export function runChild(command: readonly string[], options: ChildOptions): Promise<ChildEnd> {
  const { cwd, env, signal, timeoutMs, onLine, onOutput, until } = options;
  return new Promise((resolve) => {
    let why: ChildEnd["why"] = "exited";
    let errorOutput = "";
    let errorCode: string | undefined;
    if (signal?.aborted) {
      resolve({ why: "aborted", status: null, killedBy: null, errorCode, errorOutput });
      return;
    }
    // A group of its own, so that a signal reaches the children of the child as well.
    const child = spawn(command[0]!, command.slice(1), {
      cwd,
      env,
      stdio: ["ignore", onOutput === undefined ? "ignore" : "pipe", "pipe", "pipe"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    const end = (reason: ChildEnd["why"]) => {
      if (why === "exited") why = reason;
      killGroup(child);
    };
    const onAbort = () => end("aborted");
    const onProcessExit = () => killGroup(child);
    const timer = setTimeout(() => end("timed-out"), timeoutMs);
    const watcher = until && setInterval(() => until() && end("done"), 20);
    signal?.addEventListener("abort", onAbort, { once: true });
    process.once("exit", onProcessExit);
    child.stderr?.on("data", (chunk: Buffer) => {
      errorOutput = (errorOutput + chunk.toString("utf8")).slice(-KEPT_OUTPUT);
    });
    if (onOutput) child.stdout?.on("data", onOutput);
    if (onLine) readLines(child.stdio[3] as Readable, onLine);

    let settled = false;
    const settle = (status: number | null, killedBy: NodeJS.Signals | null) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      clearInterval(watcher);
      signal?.removeEventListener("abort", onAbort);
      process.off("exit", onProcessExit);
      resolve({ why, status, killedBy, errorCode, errorOutput });
    };
    child.once("error", (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return;
      errorCode = error.code;
      why = "not-started";
      settle(null, null);
    });
    child.once("exit", (status, killedBy) => {
      // What the child left running in its group would outlive the shadow copy.
      killGroup(child);
      // A program that left the group may hold the pipes open for ever; what is in them by now has arrived by then.
      const late = setTimeout(() => settle(status, killedBy), 500);
      child.once("close", () => {
        clearTimeout(late);
        settle(status, killedBy);
      });
    });
  });
}

/** Ends a process that leads a group of its own, and everything that it started. */
export function killGroup(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The whole group has ended already.
  }
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) if (line !== "") onLine(line);
  });
}
