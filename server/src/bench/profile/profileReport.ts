// The result of a profile: plain data, printed as text, JSON and Markdown.
import type { Machine } from "@loopsmith/runner/bench";
import type { LoopReport } from "../../analysis/loopReport.js";

/** Times in milliseconds. */
export interface ProfileReport {
  readonly version: 1;
  /** ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  /** The command that was run; for a profile recorded elsewhere, its files. */
  readonly program: string;
  readonly run: ProfiledRun;
  /** Promising loops by what running them on all cores would save, then other parallel ones, then serial ones by the time they take. */
  readonly loops: readonly HotLoop[];
  /** One sentence each: what is missing in the figures, and how to get it. */
  readonly notes: readonly string[];
}

export interface ProfiledRun {
  /** From start to end of the command. */
  readonly wallMs: number;
  /** Time in which something ran, all threads of all processes added up; shares are parts of it. */
  readonly busyMs: number;
  /** Of this, time of the garbage collector, which belongs to no loop. */
  readonly collectionMs: number;
  readonly processes: number;
  readonly threads: number;
  readonly samples: number;
  /** Null when the run was recorded elsewhere, was interrupted, or was ended by a signal. */
  readonly exitStatus: number | null;
  readonly signal: string | null;
  readonly interrupted: boolean;
}

export interface HotLoop {
  readonly loop: LoopReport;
  /** The first line of the loop. */
  readonly text: string;
  /** Time in the loop's own text, inner loops and callbacks included. */
  readonly selfMs: number;
  /** The same and what is called from it. */
  readonly totalMs: number;
  /** Part of `totalMs` that was divided evenly between loops of one function that call the same function. */
  readonly estimatedMs: number;
  /** `totalMs` as a part of the run's busy time, 0 to 1. */
  readonly share: number;
  /** Largest number of threads in which it ran at the same time. */
  readonly threads: number;
  /**
   * What the run would be shorter by if all iterations were shared out over all cores at no cost (Amdahl's law): a prediction and
   * an upper bound, 0 for a loop that is serial.
   */
  readonly savesMs: number;
  /** The run's present time divided by what would be left of it. */
  readonly runSpeedup: number;
  /** `file:line` of the promising loop in which nearly all of this one's time is spent: its saving is a part of that one's. */
  readonly partOf: string | null;
}
