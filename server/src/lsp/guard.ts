// The one guard around every request: a cancelled or failed computation answers with the harmless default, and is logged.
import type { CancellationToken } from "vscode-languageserver";
import { Cancelled, nextTurn, runInSlices } from "../workspace/cancellation.js";

/** Runs a cooperative computation in slices, giving way to other messages. */
export type Guard = <T>(
  name: string,
  token: CancellationToken,
  fallback: T,
  work: () => Generator<void, T, void>,
) => Promise<T>;

export interface Guards {
  /** For what somebody waits for. */
  readonly guard: Guard;
  /** For what nobody waits for: stands still while anything runs under `guard`. */
  readonly background: Guard;
}

/** How long the background waits before it looks again, in milliseconds. */
const pauseMs = 5;

export function createGuards(log: (message: string) => void): Guards {
  let waitedFor = 0;

  async function run<T>(name: string, fallback: T, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Cancelled))
        log(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return fallback;
    }
  }

  async function quiet(): Promise<void> {
    await nextTurn();
    while (waitedFor > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }

  return {
    guard: async (name, token, fallback, work) => {
      waitedFor++;
      const answer = await run(name, fallback, () => runInSlices(work(), token));
      waitedFor--;
      return answer;
    },
    background: (name, token, fallback, work) =>
      run(name, fallback, async () => {
        await quiet();
        return await runInSlices(work(), token, undefined, quiet);
      }),
  };
}
