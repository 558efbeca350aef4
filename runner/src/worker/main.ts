// The worker's entry, loaded by piscina: attaches to the caller once, then serves calls for as long as the thread lives.
import { type MessagePort, receiveMessageOnPort, threadId } from "node:worker_threads";
import { openBlock } from "../pool/callBlock.js";
import { type Attachment, type CallMessage, GONE, REQUESTS } from "../pool/protocol.js";
import { announce, type Control, changeOf } from "../schedule/control.js";
import { state } from "../state.js";
import { serveCall } from "./serveCall.js";

/** Starts listening and returns the number of the thread, by which the caller finds it. */
export default function attach(attachment: Attachment): number {
  state.worker = true;
  const { bell } = attachment;
  let current: Control | undefined;
  // A kernel that calls process.exit would otherwise be missed only after a while by a caller that blocks its thread.
  process.on("exit", () => {
    Atomics.store(bell, GONE, 1);
    if (current !== undefined) announce(current);
  });
  void listen(attachment, (control) => {
    current = control;
  });
  return threadId;
}

/**
 * Milliseconds after a call during which the next one finds this thread blocked: it is up ten times sooner than by way of its
 * event loop, which has little to do after a kernel and can wait so long.
 */
const SOON = 2;

async function listen(attachment: Attachment, onCall: (control: Control | undefined) => void): Promise<void> {
  const { port, bell } = attachment;
  for (;;) {
    const seen = Atomics.load(bell, REQUESTS);
    let served = false;
    for (let call = nextCall(port); call !== undefined; call = nextCall(port)) {
      const block = openBlock(call.memory, call.chunks, call.workers);
      onCall(block.control);
      await serveCall({ ...call, ...block }, attachment);
      onCall(undefined);
      served = true;
    }
    if (served && Atomics.wait(bell, REQUESTS, seen, SOON) !== "timed-out") continue;
    // Not `Atomics.wait`: output of kernels, timers and piscina itself need the event loop of this thread.
    const change = changeOf(bell, REQUESTS, seen);
    if (change !== undefined) await change;
  }
}

function nextCall(port: MessagePort): CallMessage | undefined {
  return (receiveMessageOnPort(port) as { message: CallMessage } | undefined)?.message;
}
