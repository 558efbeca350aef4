// The worker's entry, loaded by piscina: attaches to the caller once, then serves calls for as long as the thread lives. Where
// kernels run in processes, it is also the main file of the process that each thread has.
import { isMainThread, type MessagePort, receiveMessageOnPort, threadId } from "node:worker_threads";
import { openBlock } from "../pool/callBlock.js";
import { type Attachment, type CallMessage, GONE, REQUESTS, type WarmMessage } from "../pool/protocol.js";
import { announce, changeOf, leaveCall } from "../schedule/control.js";
import { state } from "../state.js";
import { serveThread } from "./child.js";
import { childOf } from "./childProcess.js";
import { CHILD_FLAG } from "./childProtocol.js";
import { forwardCall } from "./forwardCall.js";
import { isWriting } from "./output.js";
import { ownCopies } from "./ownMemory.js";
import { type Serving, serveCall } from "./serveCall.js";

if (isMainThread && process.argv[2] === CHILD_FLAG && process.send !== undefined) serveThread();

/** Starts listening and returns the number of the thread, by which the caller finds it. */
export default function attach(attachment: Attachment): number {
  state.worker = true;
  ownCopies();
  const { bell } = attachment;
  const [serving, parked]: [Serving[], Serving[]] = [[], []];
  // A kernel that calls process.exit would otherwise be missed only after a while by a caller that blocks its thread.
  process.on("exit", () => {
    Atomics.store(bell, GONE, 1);
    for (const { control } of [...serving, ...parked]) announce(control);
  });
  void listen(attachment, serving, parked);
  return threadId;
}

/**
 * Milliseconds after a call during which the next one finds this thread blocked: it is up ten times sooner than by way of its
 * event loop, which has little to do after a kernel and can wait so long.
 */
const SOON = 2;

/** @param parked calls whose next chunks may not be drawn yet; the bell rings when they may */
async function listen(attachment: Attachment, serving: Serving[], parked: Serving[]): Promise<void> {
  const { bell } = attachment;
  for (;;) {
    let seen = Atomics.load(bell, REQUESTS);
    await takeUp(attachment, serving, parked);
    const served = serving.length > 0;
    // The calls take turns, so that a short one need not wait until a long one is over.
    for (let next = serving[0]; next !== undefined; next = serving[0]) {
      const more = next.step();
      const stays = more instanceof Promise ? await more : more;
      serving.shift();
      if (stays === "parked") parked.push(next);
      else if (stays) serving.push(next);
      else if (!next.mayGoOn()) leaveCall(next.control);
      const now = Atomics.load(bell, REQUESTS);
      if (now === seen) continue;
      seen = now;
      await takeUp(attachment, serving, parked);
    }
    if (served && !isWriting() && Atomics.wait(bell, REQUESTS, seen, SOON) !== "timed-out") continue;
    // Not `Atomics.wait`: output of kernels, timers and piscina itself need the event loop of this thread.
    const change = changeOf(bell, REQUESTS, seen);
    if (change !== undefined) await change;
  }
}

/** Takes up the calls that were posted, and looks once more at those that wait. */
async function takeUp(attachment: Attachment, serving: Serving[], parked: Serving[]): Promise<void> {
  serving.push(...parked.splice(0));
  for (let call = nextCall(attachment.port); call !== undefined; call = nextCall(attachment.port)) {
    if ("kind" in call) {
      void childOf(attachment);
      continue;
    }
    const serve = call.processes === undefined ? serveCall : forwardCall;
    const open = { ...call, ...openBlock(call.memory, call) };
    const served = await serve(open, attachment);
    if (served !== undefined) serving.push(served);
    else leaveCall(open.control);
  }
}

function nextCall(port: MessagePort): CallMessage | WarmMessage | undefined {
  return (receiveMessageOnPort(port) as { message: CallMessage | WarmMessage } | undefined)?.message;
}
