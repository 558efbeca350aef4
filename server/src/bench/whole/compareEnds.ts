// Whether two runs of a program did the same, as far as can be seen from outside: what they printed, and how they ended.
import type { Difference } from "@loopsmith/runner/bench";

/** How one run of a command went. */
export interface RunEnd {
  readonly status: number | null;
  readonly killedBy: string | null;
  /** Standard output, paths of the shadow copy replaced; its beginning where it is very long. */
  readonly output: string;
  /** Of all of it. */
  readonly digest: string;
}

const SHOWN = 120;

/** The first difference of each kind; empty where there is none. O(n) for n characters. */
export function compareEnds(serial: RunEnd, rewritten: RunEnd): readonly Difference[] {
  const differences: Difference[] = [];
  const [endOfSerial, endOfOther] = [endOf(serial), endOf(rewritten)];
  if (endOfSerial !== endOfOther) differences.push({ path: "(end)", serial: endOfSerial, parallel: endOfOther });
  if (serial.digest !== rewritten.digest) differences.push(firstLine(serial.output, rewritten.output));
  return differences;
}

function endOf({ status, killedBy }: RunEnd): string {
  return killedBy === null ? `exit status ${status}` : `ended by ${killedBy}`;
}

function firstLine(serial: string, rewritten: string): Difference {
  const [left, right] = [serial.split("\n"), rewritten.split("\n")];
  const index = left.findIndex((line, at) => line !== right[at]);
  const at = index === -1 ? left.length : index;
  if (at === left.length && at === right.length)
    return {
      path: "(output)",
      serial: "differs far behind its beginning",
      parallel: "differs far behind its beginning",
    };
  return { path: `(output, line ${at + 1})`, serial: shown(left[at]), parallel: shown(right[at]) };
}

function shown(line: string | undefined): string {
  if (line === undefined) return "(nothing more)";
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN)}…`;
}
