// Runs two versions of the loop, each on its own copy of the input, and says where what they leave behind differs.
import { className, describeValue } from "./describe.js";
import { type Counterparts, differences, pairUp, type ValueDifference } from "./equality.js";
import type { Outcome, Subject, VersionName } from "./subject.js";

const LIMIT = 5;

export interface Comparison {
  readonly differences: readonly ValueDifference[];
  /** How the left version ended. */
  readonly outcome: Outcome;
}

/**
 * @param liveOuts names of the live-ins that are compared after a throw, when there is no returned value that holds them
 * @throws Error when two copies of the recording are not equal.
 */
export async function compareRuns(
  subject: Subject,
  left: VersionName,
  right: VersionName,
  liveOuts: readonly string[],
): Promise<Comparison> {
  const leftInput = subject.input();
  const rightInput = subject.input();
  const counterparts = pairUp(leftInput, rightInput);
  const leftOutcome = await subject.run(left, leftInput);
  const readNames = new Set<string>();
  const rightOutcome = await subject.run(right, watched(rightInput, readNames));
  forgetReplaced(leftInput, rightInput, readNames, counterparts);
  if (leftOutcome.kind === "returned" && rightOutcome.kind === "returned") {
    return { differences: compareNamed(leftOutcome.value, rightOutcome.value, counterparts), outcome: leftOutcome };
  }
  if (leftOutcome.kind === "threw" && rightOutcome.kind === "threw") {
    const errors = differences(leftOutcome.error, rightOutcome.error, { name: "(thrown error)", limit: LIMIT });
    const left = compareNamed(pick(leftInput, liveOuts), pick(rightInput, liveOuts), counterparts);
    return { differences: [...errors, ...left].slice(0, LIMIT), outcome: leftOutcome };
  }
  const words = (outcome: Outcome) =>
    outcome.kind === "threw" ? `threw ${describeValue(outcome.error)}` : "ended normally";
  return {
    differences: [{ path: "(end of the loop)", left: words(leftOutcome), right: words(rightOutcome) }],
    outcome: leftOutcome,
  };
}

/** The same live-ins; notes which of them are taken. */
function watched(input: Record<string, unknown>, readNames: Set<string>): Record<string, unknown> {
  return new Proxy(input, {
    get(target, name) {
      if (typeof name === "string") readNames.add(name);
      return Reflect.get(target, name) as unknown;
    },
  });
}

/**
 * A live-in that the rewritten loop does not take is one that it declares itself: `const rows = []` and the loop that fills it
 * became `const rows = parallelMapSync(…)`. The array of the recording is then nobody's, and need not come back as the same one.
 */
function forgetReplaced(
  left: Record<string, unknown>,
  right: Record<string, unknown>,
  readNames: ReadonlySet<string>,
  counterparts: Counterparts,
): void {
  for (const name of Object.keys(right)) {
    if (readNames.has(name)) continue;
    counterparts.right.delete(left[name] as object);
    counterparts.left.delete(right[name] as object);
  }
}

/** Compares the values that a replay function returned by name, so that paths begin with the variable as the author wrote it. */
function compareNamed(left: unknown, right: unknown, counterparts: Counterparts): readonly ValueDifference[] {
  if (!isRecord(left) || !isRecord(right)) return differences(left, right, { limit: LIMIT, counterparts });
  const found: ValueDifference[] = [];
  for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
    if (found.length < LIMIT) {
      found.push(...differences(left[name], right[name], { name, limit: LIMIT - found.length, counterparts }));
    }
  }
  return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && className(value) === "Object";
}

function pick(values: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => Object.hasOwn(values, name)).map((name) => [name, values[name]]));
}
