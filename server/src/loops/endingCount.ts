// Whether a count comes to its end. By `!==` it goes on without one where it starts behind the bound, or never meets it.
import type { ts } from "ts-morph";
import { constantInteger } from "./iterationSpace.js";
import type { CountedSpace } from "./loop.js";
import { isCountOf } from "./whole.js";

/** True where the syntax tells it: constants in the right order, or a length on the far side of one. O(1) */
export function certainlyEnds(space: CountedSpace, checker: ts.TypeChecker): boolean {
  if (space.test !== "!==") return true;
  const { low, high, shift } = sidesOf(space);
  const least = low === undefined ? 0 : constantInteger(low, checker);
  if (least === undefined) return false;
  const most = high === undefined ? 0 : constantInteger(high, checker);
  if (most !== undefined) return most >= least + shift;
  return high !== undefined && isCountOf(high, checker) && least + shift <= 0;
}

export interface Sides {
  /** Undefined stands for 0. */
  readonly low: ts.Expression | undefined;
  readonly high: ts.Expression | undefined;
  /** The count ends where `high` is at least as much as `low` and this. */
  readonly shift: number;
}

/** From where to where the loop counts, the lower side first. */
export function sidesOf({ start, end, step, lead, lag, runsOnce }: CountedSpace): Sides {
  const shift = (lead - lag) * Math.sign(step) + (runsOnce ? 1 : 0);
  return step > 0 ? { low: start, high: end, shift } : { low: end, high: start, shift };
}
