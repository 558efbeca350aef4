// A guard against running out of stack inside of the compiler, whose recursion over types has no bound of its own.
import { isOverflow } from "./budget.js";

/** The result of the computation, or undefined when the stack was too small for it. Other errors pass. */
export function withoutOverflow<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (isOverflow(error)) return undefined;
    throw error;
  }
}
