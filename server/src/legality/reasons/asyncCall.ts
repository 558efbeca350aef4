// RejectReason: async-call
//
// The loop starts something that goes on after the iteration has ended. Cores do not help with waiting; bounded concurrency
// does.
//
// ```ts
// async function size(name: string, read: (name: string) => Promise<string>): Promise<number> {
//   return (await read(name)).length;
// }
// export async function sizes(names: string[], read: (name: string) => Promise<string>): Promise<number[]> {
//   const pending: Promise<number>[] = [];
//   for (const name of names) pending.push(size(name, read));
//                                        //^^^^^^^^^^^^^^^^ async-call
//   return await Promise.all(pending);
// }
// ```
// -> Keep at most eight of them under way, with the package p-map: for thousands of names, a loop that starts them all at
// once runs out of memory, files or connections.
// ```ts
// import pMap from "p-map";
// async function size(name: string, read: (name: string) => Promise<string>): Promise<number> {
//   return (await read(name)).length;
// }
// export async function sizes(names: string[], read: (name: string) => Promise<string>): Promise<number[]> {
//   return await pMap(names, (name) => size(name, read), { concurrency: 8 });
// }
// ```
import type { Body } from "../body.js";
import { callsOf } from "../callCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function asyncCall(body: Body): readonly RejectReason[] {
  return callsOf("async-call", body).map(({ node, name }) =>
    reason(
      "async-call",
      node,
      `\`${name}\` is asynchronous: it goes on after the iteration has ended, and waiting does not get shorter on more cores.`,
      "Let a bounded number be under way at the same time: `await pMap(items, load, { concurrency: 8 })` with the package p-map.",
    ),
  );
}
