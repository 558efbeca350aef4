// A thread's child process, seen from the thread: started when it is first needed, asked one question at a time.
import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { decodeWire, encodeWire } from "../data/wire.js";
import { type Attachment, CHILD, CHILD_READY, GONE } from "../pool/protocol.js";
import { CHILD_FLAG, type ChildReply, type ChildRequest } from "./childProtocol.js";

export interface Child {
  /** Waits for the answer. One question at a time. Where the process ends instead, so does this thread. */
  ask(request: ChildRequest): Promise<ChildReply>;
  tell(request: ChildRequest): void;
}

let child: Promise<Child | string> | undefined;

/** The child process of this thread, or why there is none. */
export function childOf(attachment: Attachment): Promise<Child | string> {
  if (child === undefined) {
    child = start(attachment);
    void child.then(() => Atomics.store(attachment.bell, CHILD_READY, 1));
  }
  return child;
}

function start({ entry, bell, heapMegabytes }: Attachment): Promise<Child | string> {
  const limit = heapMegabytes === undefined ? [] : [`--max-old-space-size=${heapMegabytes}`];
  return new Promise((resolve) => {
    let answer: ((reply: ChildReply) => void) | undefined;
    let isReady = false;
    let started: ChildProcess;
    const fail = (reason: string): void => resolve(`its process could not be started: ${reason}`);
    try {
      // Loading it takes a millisecond, which threads that need no process should not pay at their start.
      const { fork } = createRequire(import.meta.url)("node:child_process") as typeof import("node:child_process");
      started = fork(entry, [CHILD_FLAG], {
        serialization: "advanced",
        execArgv: [...inherited(process.execArgv), ...limit],
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      });
    } catch (error) {
      fail(error instanceof Error ? error.message : String(error));
      return;
    }
    // The caller ends it with this thread: who never comes back to its event loop does not see that it is alone.
    Atomics.store(bell, CHILD, started.pid ?? 0);
    const send = (request: ChildRequest): void => {
      // A process that is gone cannot be told anything; its end is an event of its own.
      started.send(encodeWire(request), () => {});
    };
    started.on("error", (error) => fail(error.message));
    started.on("exit", (code, signal) => {
      Atomics.store(bell, CHILD, 0);
      // Where the caller has ended the process, it also ends this thread.
      if (Atomics.load(bell, GONE) !== 0) return;
      // The caller knows what to do when a thread ends: it computes what is missing, and another one takes its place. Whoever is
      // killed at the start would not be another time.
      if (isReady || signal !== null) process.exit(1);
      fail(`it ended with code ${code}`);
    });
    started.on("message", (bytes: Uint8Array) => {
      const reply = decodeWire(bytes) as ChildReply;
      if (reply.kind !== "ready") return answer?.(reply);
      isReady = true;
      resolve({
        ask: (request) =>
          new Promise((settle) => {
            answer = settle;
            send(request);
          }),
        tell: send,
      });
    });
  });
}

/** Options of Node that hold for the child, too: loaders and conditions, but neither the program nor its debugger or test runner. */
export function inherited(execArgv: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < execArgv.length; at++) {
    const option = execArgv[at]!;
    if (/^(?:-e|-p|-pe|--eval|--print)$/.test(option)) at++;
    else if (!/^--(?:eval=|print=|input-type|inspect|test|watch|check|cpu-prof|heap-prof|prof\b)/.test(option))
      kept.push(option);
  }
  return kept;
}
