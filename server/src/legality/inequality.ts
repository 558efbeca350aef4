// Loops that end by `!==`, or by a counter that becomes 0: what has to hold for them to end, tested when they start.
import { ts } from "ts-morph";
import { valueSymbol } from "../accesses/types.js";
import { certainlyEnds, sidesOf } from "../loops/endingCount.js";
import { constantInteger } from "../loops/iterationSpace.js";
import type { Loop } from "../loops/loop.js";
import type { Condition } from "./verdict.js";

interface EndTests {
  readonly conditions: readonly Condition[];
  /** Numbers that have to be whole. */
  readonly integers: readonly ts.Expression[];
}

/**
 * Where a count by `!==` does not come to its end, the author's loop still may: by a jump, or by an exception.
 *
 * @returns undefined where there is no test that could be written down
 */
export function endTests(space: Loop["space"], checker: ts.TypeChecker): EndTests | undefined {
  if (space.form !== "counted" || certainlyEnds(space, checker)) return { conditions: [], integers: [] };
  const { low, high, shift } = sidesOf(space);
  if (high === undefined) return undefined;
  const least = low === undefined ? 0 : constantInteger(low, checker);
  const integers = [low, high].flatMap((side) =>
    side === undefined || constantInteger(side, checker) !== undefined ? [] : [side],
  );
  if (least !== undefined) return { conditions: [{ expression: high, atLeast: least + shift }], integers };
  if (low === undefined || !ts.isIdentifier(low) || shift !== 0 || valueSymbol(low, checker) === undefined)
    return undefined;
  return { conditions: [{ expression: high, atLeast: 1, of: low }], integers };
}
