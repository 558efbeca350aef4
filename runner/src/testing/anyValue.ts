// Random values of every kind that arrives unchanged in a worker.
import { inspect } from "node:util";
import fc from "fast-check";

/** Invalid dates are left out, because Node 20's deep equality finds them unequal to their copies. */
export const anyValue = fc
  .anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withTypedArray: true,
    withSparseArray: true,
  })
  .filter((value) => !inspect(value, { depth: null }).includes("Invalid Date"));
