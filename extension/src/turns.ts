// Work in pieces: what the extension does at once keeps every other extension waiting, because all share one thread.

/** Ends the turn, so that others have theirs. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/**
 * Does one thing after the other, each in a turn of its own.
 * @param steps of which each may be asynchronous
 * @throws what a step throws; those after it are not begun
 */
export async function inTurns(steps: readonly (() => unknown)[]): Promise<void> {
  for (const step of steps) {
    await step();
    await nextTurn();
  }
}
