// RejectReason: changing-bound
//
// The loop changes what its own head reads, so how many iterations there are, or over what, depends on the iterations before.
//
// ```ts
// function settle(xs: Float64Array, limit: { n: number }): void {
//   for (let i = 0; i < limit.n; i++) {
//                     //^^^^^^^ changing-bound
//     xs[i] = Math.exp(-Math.sqrt(xs[i]!));
//     if (i === limit.n - 1 && xs[0]! < 0.5) limit.n = 1;
//   }
// }
// ```
// -> Read the bound into a constant, and decide after the loop what changes.
// ```ts
// function settle(xs: Float64Array, limit: { n: number }): void {
//   const n = limit.n;
//   for (let i = 0; i < n; i++) xs[i] = Math.exp(-Math.sqrt(xs[i]!));
// //^^^ parallel
//   if (xs[0]! < 0.5) limit.n = 1;
// }
// ```
// run: (() => { const xs = Float64Array.of(4, 9); const limit = { n: 2 }; settle(xs, limit); return [limit.n, xs]; })()
import { ts } from "ts-morph";
import type { Access } from "../../accesses/access.js";
import { isNever, type Meeting } from "../../dependence/meets.js";
import type { Body } from "../body.js";
import type { RejectReason } from "../verdict.js";
import { lineOf, reason, words } from "./reason.js";

export function changingBound(body: Body): readonly RejectReason[] {
  const { head, loop } = body;
  if (loop.space.form === "unknown") return [];
  const found: RejectReason[] = [];
  const bound = loop.space.form === "counted" ? loop.space.end : loop.space.iterable;
  // What a `for-of` goes through is evaluated once, before the first iteration; a condition, before each.
  if (loop.space.form === "counted") {
    for (const effect of head.effects) {
      found.push(
        reason(
          "changing-bound",
          effect.node,
          `The head of the loop calls \`${effect.name}\`, which may answer differently each time.`,
          boundHelp,
        ),
      );
    }
    for (const write of head.accesses.filter((access) => access.mode === "write" && !isFresh(access))) {
      found.push(
        reason(
          "changing-bound",
          write.node,
          `The head of the loop changes something each time (\`${words(write.node)}\`).`,
          boundHelp,
        ),
      );
    }
  }
  for (const { read, write, meeting } of headConflicts(body)) {
    if (isResize(write)) continue;
    const what = meeting.unsureObject ? "may be the same object as what is written" : "is changed";
    found.push(
      reason(
        "changing-bound",
        read.node,
        `\`${words(bound ?? read.node)}\` decides which iterations there are, and it ${what} in line ${lineOf(write.node)} (\`${words(write.node)}\`).`,
        "Take what the head needs into a constant before the loop, or collect the changes in another array.",
      ),
    );
  }
  return dedupe(found);
}

/** What the head reads and an earlier iteration may have written: the first such write for each read. */
export function headConflicts(
  body: Body,
): readonly { readonly read: Access; readonly write: Access; readonly meeting: Meeting }[] {
  if (body.loop.space.form === "unknown") return [];
  return body.head.accesses.flatMap((read) => {
    if (read.mode === "write") return [];
    for (const write of body.accesses) {
      if (write.mode !== "write") continue;
      // An element that an earlier iteration writes is a dependence like any other, except that the head cannot wait for it.
      const meeting = body.meet(write, read);
      if (!isNever(meeting) && (meeting.later || meeting.unsureObject)) return [{ read, write, meeting }];
    }
    return [];
  });
}

/** `xs.push(x)` of the loop's own array. */
export function isResize({ node, viaCall }: Access): boolean {
  return ts.isCallExpression(node) && !viaCall;
}

const boundHelp = "Compute the bound once, before the loop, into a constant.";

/** A write into an object that the head itself makes. */
function isFresh({ target }: Access): boolean {
  return target.kind === "place" && target.base.root.kind === "fresh";
}

/** The head reads elements and length alike: one reason for each place and sentence. */
export function dedupe(reasons: readonly RejectReason[]): readonly RejectReason[] {
  return [...new Map(reasons.map((each) => [`${each.place.start} ${each.message}`, each])).values()];
}
