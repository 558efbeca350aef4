// The one guard around every request: a cancelled or failed computation answers with the harmless default, and is logged.
import type { CancellationToken } from "vscode-languageserver";
import { Cancelled, runInSlices } from "../workspace/cancellation.js";

/** Runs a cooperative computation in slices, giving way to other messages. */
export type Guard = <T>(
  name: string,
  token: CancellationToken,
  fallback: T,
  work: () => Generator<void, T, void>,
) => Promise<T>;

export function createGuard(log: (message: string) => void): Guard {
  return async (name, token, fallback, work) => {
    try {
      return await runInSlices(work(), token);
    } catch (error) {
      if (!(error instanceof Cancelled))
        log(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return fallback;
    }
  };
}
