// Cancellation and cooperative scheduling: every analysis entry point is a generator that yields at least every 10 ms.

export interface CancellationToken {
  readonly isCancellationRequested: boolean;
}

export const neverCancelled: CancellationToken = { isCancellationRequested: false };

/** What a generator throws when its token is cancelled between two steps. */
export class Cancelled extends Error {
  constructor() {
    super("The request was cancelled.");
    this.name = "Cancelled";
  }
}

/**
 * Runs a cooperative computation to its end without giving way.
 * @throws Cancelled when `token` is cancelled.
 */
export function runToEnd<T>(work: Generator<void, T, void>, token: CancellationToken = neverCancelled): T {
  for (;;) {
    if (token.isCancellationRequested) throw new Cancelled();
    const step = work.next();
    if (step.done) return step.value;
  }
}

/**
 * Runs a cooperative computation, returning to the event loop between slices of about `sliceMs` milliseconds.
 * @param giveWay what is waited for between two slices
 * @throws Cancelled when `token` is cancelled.
 */
export async function runInSlices<T>(
  work: Generator<void, T, void>,
  token: CancellationToken = neverCancelled,
  sliceMs = 10,
  giveWay: () => Promise<void> = nextTurn,
): Promise<T> {
  let sliceEnd = performance.now() + sliceMs;
  for (;;) {
    if (token.isCancellationRequested) throw new Cancelled();
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() >= sliceEnd) {
      await giveWay();
      sliceEnd = performance.now() + sliceMs;
    }
  }
}

/** Lets the event loop handle what has come in meanwhile. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
