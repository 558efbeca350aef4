// What a loop goes through and nothing declares to be an array: whether it is one is tested before the loop.
import type { Loop } from "../loops/loop.js";
import type { Tested } from "./verdict.js";

/** None where a type tells. */
export function presumedArrays({ loop: { space } }: { readonly loop: Loop }): readonly Tested[] {
  if (space.form !== "elements" || space.presumed === undefined) return [];
  return [{ name: space.presumed.getText(), node: space.presumed }];
}
