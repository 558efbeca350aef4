// RejectReason: async-callback
//
// Each call of the callback only starts something and waits. Cores do not help with waiting; bounded concurrency does.
//
// ```ts
// export async function sizes(names: string[], read: (name: string) => Promise<string>): Promise<number[]> {
//   return await Promise.all(names.map(async (name) => (await read(name)).length));
//                                    //^^^^^^^^^^^^ async-callback
// }
// ```
// -> With the package p-map at most eight are under way at a time. Promise.all starts them all at once: for thousands of
// names the program runs out of memory, files or connections.
// ```ts
// import pMap from "p-map";
// export async function sizes(names: string[], read: (name: string) => Promise<string>): Promise<number[]> {
//   return await pMap(names, async (name) => (await read(name)).length, { concurrency: 8 });
// }
// ```
import { ts } from "ts-morph";
import type { Body } from "../body.js";
import { spaceCause } from "../spaceCauses.js";
import type { RejectReason } from "../verdict.js";
import { placeOf } from "./reason.js";

export function asyncCallback({ loop }: Pick<Body, "loop">): readonly RejectReason[] {
  // First what takes no types: the head of a loop is worked out when its space is asked for.
  if (!ts.isCallExpression(loop.node) || loop.space.form !== "unknown" || spaceCause(loop) !== "async-callback")
    return [];
  const { at } = loop.space;
  // The head of the callback stands for it: its body may be long.
  const end = ts.isArrowFunction(at) ? at.equalsGreaterThanToken.pos : placeOf(at).end;
  return [
    {
      id: "async-callback",
      place: { ...placeOf(at), end },
      message:
        "The callback is asynchronous: an iteration is not over when it returns, and waiting does not get shorter on more cores.",
      help: "Let a bounded number wait at the same time: `await pMap(items, load, { concurrency: 8 })` with the package p-map; put heavy computing into a loop of its own behind it.",
    },
  ];
}
