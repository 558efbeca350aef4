// SubscriptTest: weak-zero-siv
//
// One subscript stands still while the other moves, so they meet in one iteration of the moving one at most.
//
// Form: `[a*i + c1]` and `[c2]`, meeting only at `i = (c2 - c1) / a`, a whole number within the bounds. A meeting in the
// first iteration has no earlier one beside it, a meeting in the last no later one.
// Source: Goff, Kennedy, Tseng, "Practical Dependence Testing", PLDI 1991, section 4.2.2.
import { constant, constantValue, subtract } from "../polynomial.js";
import {
  allDirections,
  type Direction,
  type IterationSpaces,
  independent,
  type Refinement,
  type SubscriptTest,
  singleIndexForm,
} from "./subscriptTest.js";

export const weakZeroSiv: SubscriptTest = {
  id: "weak-zero-siv",
  needsWholeVariables: true,
  run(equation, spaces) {
    const form = singleIndexForm(equation, spaces);
    const rest = form && constantValue(form.rest);
    if (form === undefined || rest === undefined) return undefined;
    if ((form.source === 0) === (form.sink === 0)) return undefined;
    const sourceMoves = form.source !== 0;
    const value = -rest / (sourceMoves ? form.source : form.sink);
    if (!Number.isInteger(value)) return independent;
    return meetingAt(value, sourceMoves, spaces);
  },
};

/** @param value the only value of the moving side's carrier at which the accesses meet */
function meetingAt(
  value: number,
  sourceMoves: boolean,
  { carrier, anyOrder }: IterationSpaces,
): Refinement | undefined {
  const at = constant(value);
  const { lower, upper } = carrier;
  const below = lower !== undefined && anyOrder.positive(subtract(lower, at));
  const above = upper !== undefined && anyOrder.positive(subtract(at, upper));
  if (below || above) return { kind: "impossible", directions: allDirections };
  const directions: Direction[] = [];
  // Nothing is smaller than the lower bound: the other side cannot have run with a smaller value.
  if (lower !== undefined && anyOrder.nonNegative(subtract(lower, at)))
    directions.push(sourceMoves ? "earlier" : "later");
  if (upper !== undefined && anyOrder.nonNegative(subtract(at, upper)))
    directions.push(sourceMoves ? "later" : "earlier");
  return directions.length === 0 ? undefined : { kind: "impossible", directions };
}
