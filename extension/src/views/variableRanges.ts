// Where the variables of a loop are coloured, by what becomes of them. Pure: variableColours.ts draws it.
import type { LoopVariables } from "../protocol.js";
import { t } from "../text.js";

export type VariableClass = LoopVariables["variables"][number]["class"];

export interface ColouredName {
  /** Counted from 0, as the editor counts. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly hover: string;
}

/** For each class the places of its variables. */
export function colouredNames({ variables }: LoopVariables): Readonly<Record<VariableClass, readonly ColouredName[]>> {
  const of = (wanted: VariableClass) =>
    variables
      .filter((variable) => variable.class === wanted)
      .flatMap(({ name, bytes, places }) =>
        places.map(({ line, column }) => {
          const start = column - 1;
          return { line: line - 1, start, end: start + name.length, hover: meaning(wanted, name, bytes) };
        }),
      );
  return { "live-in": of("live-in"), private: of("private"), carried: of("carried") };
}

/** One line that says what the colours mean and how many variables have each. */
export function legend({ line, variables }: LoopVariables): string {
  const count = (wanted: VariableClass) => variables.filter((variable) => variable.class === wanted).length;
  return t(
    "The loop of line {0}: {1} live-in, {2} private, {3} carried",
    line,
    count("live-in"),
    count("private"),
    count("carried"),
  );
}

function meaning(kind: VariableClass, name: string, bytes: number | null): string {
  switch (kind) {
    case "live-in":
      return bytes === null
        ? t("{0} is live-in: it travels to the workers; how many bytes, only the run tells.", name)
        : t("{0} is live-in: it travels to the workers, {1} bytes.", name, bytes);
    case "private":
      return t("{0} is private: every iteration has its own.", name);
    case "carried":
      return t("{0} is carried from one iteration to the next: what is done with it is done in order.", name);
  }
}
