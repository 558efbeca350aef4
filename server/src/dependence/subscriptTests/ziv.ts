// SubscriptTest: ziv
//
// Neither subscript mentions a loop variable, so the accesses meet always or never.
//
// Form: `[c1]` and `[c2]`, meeting only if `c1 = c2`; symbols count as constants.
// Source: Goff, Kennedy, Tseng, "Practical Dependence Testing", PLDI 1991, section 4.1.
import { constantValue, idsOf, isZero } from "../polynomial.js";
import { independent, type SubscriptTest } from "./subscriptTest.js";

export const ziv: SubscriptTest = {
  id: "ziv",
  needsWholeVariables: false,
  run({ difference }, spaces) {
    if ([...idsOf(difference)].some((id) => spaces.varying.has(id))) return undefined;
    if (constantValue(difference) !== undefined) return isZero(difference) ? undefined : independent;
    return spaces.anyOrder.nonZero(difference) ? { ...independent, usesBounds: true } : undefined;
  },
};
