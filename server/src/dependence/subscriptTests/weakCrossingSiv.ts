// SubscriptTest: weak-crossing-siv
//
// The subscripts move towards each other and cross at one place, halfway between the two iterations that meet.
//
// Form: `[a*i + c1]` and `[-a*i + c2]`, meeting only at `i + i′ = (c2 - c1) / a`, a whole number between twice the bounds;
// in the same iteration only if it is even; in no other one if it is twice a bound.
// Source: Goff, Kennedy, Tseng, "Practical Dependence Testing", PLDI 1991, section 4.2.3.
import { constant, constantValue, scale, subtract } from "../polynomial.js";
import {
  allDirections,
  type Direction,
  type IterationSpaces,
  independent,
  type Refinement,
  type SubscriptTest,
  singleIndexForm,
} from "./subscriptTest.js";

export const weakCrossingSiv: SubscriptTest = {
  id: "weak-crossing-siv",
  needsWholeVariables: true,
  run(equation, spaces) {
    const form = singleIndexForm(equation, spaces);
    const rest = form && constantValue(form.rest);
    if (form === undefined || rest === undefined || form.source === 0 || form.source !== form.sink) return undefined;
    const sum = -rest / form.source;
    return Number.isInteger(sum) ? meetingWithSum(sum, spaces) : independent;
  },
};

/** @param sum the value of `i + i′` at every meeting */
function meetingWithSum(sum: number, { carrier, anyOrder }: IterationSpaces): Refinement | undefined {
  const lower = carrier.lower && subtract(scale(carrier.lower, 2), constant(sum));
  const upper = carrier.upper && subtract(constant(sum), scale(carrier.upper, 2));
  const outside = [lower, upper].some((gap) => gap !== undefined && anyOrder.positive(gap));
  if (outside) return { kind: "impossible", directions: allDirections };
  const atAnEnd = [lower, upper].some((gap) => gap !== undefined && anyOrder.nonNegative(gap));
  const isOdd = sum % 2 !== 0;
  const directions: Direction[] = [];
  if (isOdd) directions.push("same");
  if (atAnEnd) directions.push("later", "earlier");
  return directions.length === 0 ? undefined : { kind: "impossible", directions };
}
