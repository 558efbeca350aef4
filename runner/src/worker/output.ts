// What kernels print travels by way of the event loops of both threads: the caller's process must not end before it is there.
import { WRITING } from "../pool/protocol.js";

/** Whether output of kernels is on its way, for which the event loop of this thread is needed. */
export function isWriting(): boolean {
  return process.stdout.writableLength > 0 || process.stderr.writableLength > 0;
}

/** Tells the caller, before a chunk ends, that output is on its way, and later that it has arrived. */
export function noteOutput(bell: Int32Array): void {
  if (!isWriting() || Atomics.exchange(bell, WRITING, 1) !== 0) return;
  const look = (): void => {
    if (isWriting()) setTimeout(look, 2);
    else Atomics.store(bell, WRITING, 0);
  };
  setTimeout(look, 2);
}
