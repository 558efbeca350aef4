// A bound on the work that one question may cost, counted in units of work and not in time, so that the same program gets the
// same answer on every machine.

/** What a budget throws when it is spent. Whoever made the budget catches it and answers that nothing is known. */
export class OverBudget extends Error {
  constructor() {
    super("The work for one question is bounded, and this one went over the bound.");
    this.name = "OverBudget";
  }
}

export interface Budget {
  /** @throws OverBudget when more has been spent than there was. */
  spend(units: number): void;
}

/** A unit is about one node or one pair looked at. */
export function createBudget(units: number): Budget {
  let left = units;
  return {
    spend(cost) {
      left -= cost;
      if (left < 0) throw new OverBudget();
    },
  };
}

/** For work that is bounded by whoever asks, such as the edit of one loop that was analysed before. */
export const unlimited: Budget = { spend() {} };

/** The result of cooperative work, or undefined when it went over its budget or ran out of stack. Other errors pass. */
export function* bounded<T>(work: Generator<void, T, void>): Generator<void, T | undefined, void> {
  try {
    return yield* work;
  } catch (error) {
    if (error instanceof OverBudget || isOverflow(error)) return undefined;
    throw error;
  }
}

/** The result of work, or undefined when it went over its budget. Other errors pass. */
export function withinBudget<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof OverBudget) return undefined;
    throw error;
  }
}

class Found extends Error {}

/**
 * Does the work until it tells that it has found something; nothing behind that is done.
 * @returns what was found; undefined where the work came to its end. Errors pass
 */
export function untilFound<T>(work: (found: (value: T) => never) => void): T | undefined {
  let result: T | undefined;
  const end = new Found("Something was found, which is an answer and no failure.");
  try {
    work((value) => {
      result = value;
      throw end;
    });
  } catch (error) {
    if (error !== end) throw error;
  }
  return result;
}

/** Cleans up behind work that may be cut off. */
export function cleaningUp<T>(work: () => T, cleanUp: () => void): T {
  try {
    return work();
  } finally {
    cleanUp();
  }
}

/** The stack was too small: code, or a type, was nested very deeply. */
export function isOverflow(error: unknown): boolean {
  return error instanceof RangeError && /call stack/.test(error.message);
}
