// Starting the threads before they are needed, and ending them before the process does.
import { backendFor, workersFor } from "../settings.js";
import * as pool from "./pool.js";

/**
 * Starts the threads, and their processes where `configure` or `LOOPSMITH_BACKEND` say that kernels run in these, so that the first
 * parallel call finds them waiting. Calling it is never necessary.
 */
export function warmUp(): Promise<void> {
  return pool.start(workersFor(undefined), backendFor(undefined));
}

/** Ends the threads at once; a process also ends by itself with them idle. A later parallel call starts new ones. */
export function close(): Promise<void> {
  return pool.close();
}
