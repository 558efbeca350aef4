// RejectReason: changing-bound
//
// The loop changes what its own head reads, so how many iterations there are, or over what, depends on the iterations before.
//
// ```ts
// function grow(xs: number[]): void {
//   for (let i = 0; i < xs.length; i++) {
//                     //^^^^^^^^^ changing-bound
//     if (xs[i]! > 10) xs.push(xs[i]! - 10);
//                    //^^^^^^^^^^^^^^^^^^^^ carried-dependence
//   }
// }
// ```
import { isNever, meets } from "../../dependence/meets.js";
import type { Body } from "../body.js";
import type { RejectReason } from "../verdict.js";
import { lineOf, reason, words } from "./reason.js";

export function changingBound(body: Body): readonly RejectReason[] {
  const { head, accesses, nest, oracle, loop } = body;
  if (loop.space.form === "unknown") return [];
  const found: RejectReason[] = [];
  const bound = loop.space.form === "counted" ? loop.space.end : loop.space.iterable;
  for (const effect of head.effects) {
    found.push(
      reason(
        "changing-bound",
        effect.node,
        `The head of the loop calls \`${effect.name}\`, which may answer differently each time.`,
        "Compute the bound once, before the loop, into a constant.",
      ),
    );
  }
  for (const read of head.accesses) {
    if (read.mode === "write") {
      found.push(
        reason(
          "changing-bound",
          read.node,
          "The head of the loop changes something.",
          "Compute the bound once, before the loop, into a constant.",
        ),
      );
      continue;
    }
    for (const write of accesses) {
      if (write.mode !== "write") continue;
      // An element that an earlier iteration writes is a dependence like any other, except that the head cannot wait for it.
      const meeting = meets(write, read, nest, oracle);
      if (isNever(meeting) || (!meeting.later && !meeting.unsureObject)) continue;
      const what = meeting.unsureObject ? "may be the same object as what is written" : "is changed";
      found.push(
        reason(
          "changing-bound",
          read.node,
          `\`${words(bound)}\` decides which iterations there are, and it ${what} in line ${lineOf(write.node)} (\`${words(write.node)}\`).`,
          "Take what the head needs into a constant before the loop, or collect the changes in another array.",
        ),
      );
      break;
    }
  }
  return dedupe(found);
}

function dedupe(reasons: readonly RejectReason[]): readonly RejectReason[] {
  return [...new Map(reasons.map((each) => [`${each.place.start} ${each.message}`, each])).values()];
}
