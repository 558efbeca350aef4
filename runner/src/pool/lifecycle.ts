// Starting the threads before they are needed, and ending them before the process does.
import { workersFor } from "../settings.js";
import * as pool from "./pool.js";

/** Starts the threads, so that the first parallel call finds them waiting. Calling it is never necessary. */
export function warmUp(): Promise<void> {
  return pool.start(workersFor(undefined));
}

/** Ends the threads at once; a process also ends by itself with them idle. A later parallel call starts new ones. */
export function close(): Promise<void> {
  return pool.close();
}
