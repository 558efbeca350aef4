// What is missing in a profile's figures, each in one sentence, with the next step.
import path from "node:path";
import { duration, percent, plural } from "@loopsmith/runner/bench";
import type { HotLoop, ProfiledRun } from "./profileReport.js";

export interface NotedProfile {
  readonly run: ProfiledRun;
  readonly loops: readonly HotLoop[];
  /** The system's words, for each thread whose profile could not be written. */
  readonly unwritten: readonly string[];
  /** Absolute paths of source maps that are named and not there. */
  readonly missingMaps: ReadonlySet<string>;
  readonly cwd: string;
  /** How many of the user's source files took part in the run. */
  readonly files: number;
  /** The profile was recorded elsewhere, and TypeScript files ran in it, by whatever a loader made of them. */
  readonly isLoaded: boolean;
}

/** So few samples say nothing about single loops. */
const ENOUGH_SAMPLES = 100;

export function notesOf({ run, loops, unwritten, missingMaps, cwd, files, isLoaded }: NotedProfile): readonly string[] {
  const notes: string[] = [];
  if (run.interrupted) notes.push("The run was ended before its end; this is what was known by then.");
  else if (run.signal !== null) notes.push(`The command was ended by ${run.signal}; this is what was known by then.`);
  else if (run.exitStatus !== null && run.exitStatus !== 0)
    notes.push(`The command ended with exit status ${run.exitStatus}; this is what ran until then.`);
  if (unwritten.length > 0)
    notes.push(
      `${plural(unwritten.length, "profile")} could not be written, and what they hold is missing here (${unwritten[0]}): set TMPDIR to a folder that has some space left.`,
    );
  if (run.samples < ENOUGH_SAMPLES)
    notes.push(
      `There are only ${plural(run.samples, "sample")}, too few to rely on: give the command an input on which it runs for some seconds.`,
    );
  for (const map of missingMaps)
    notes.push(
      `The source map ${path.relative(cwd, map)} is missing, so the time is shown in the generated file: build again with source maps.`,
    );
  if (files === 0)
    notes.push(
      "No time was spent in source files outside of node_modules: the command may run a build without source maps, or only wait.",
    );
  else if (loops.length === 0 && isLoaded)
    notes.push(
      "None of the program's own loops was found: its TypeScript files ran as a loader such as tsx made them, which a profile from elsewhere does not hold. Let loopsmith run the command instead: loopsmith profile -- npx tsx main.ts",
    );
  else if (loops.length === 0) notes.push("None of the program's own loops was reached in the samples.");
  if (run.busyMs > 0 && 0.05 < run.collectionMs / run.busyMs)
    notes.push(
      `The garbage collector took ${percent(run.collectionMs / run.busyMs)} (${duration(run.collectionMs)}), which is counted to no loop.`,
    );
  return notes;
}
