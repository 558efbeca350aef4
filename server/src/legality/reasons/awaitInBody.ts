// RejectReason: await-in-body
//
// Each iteration waits for something outside of the program. Cores do not help with waiting; bounded concurrency does.
//
// ```ts
// async function load(names: string[], read: (name: string) => Promise<number>): Promise<number[]> {
//   const sizes: number[] = [];
//   for (const name of names) {
//     sizes.push(await read(name));
//              //^^^^^^^^^^^^^^^^ await-in-body
//   }
//   return sizes;
// }
// ```
// -> Start up to eight reads at a time, with the package p-map; the answers come in the order of the names. Where the order
// does not matter and there are few, `await Promise.all(names.map(read))` does without the package.
// ```ts
// import pMap from "p-map";
// export async function load(names: string[], read: (name: string) => Promise<number>): Promise<number[]> {
//   return await pMap(names, (name) => read(name), { concurrency: 8 });
// }
// ```
import type { Body } from "../body.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function awaitInBody({ effects }: Body): readonly RejectReason[] {
  return effects
    .filter((effect) => effect.kind === "await")
    .map((effect) =>
      reason(
        "await-in-body",
        effect.node,
        "Each iteration waits (`await`), and waiting does not get shorter on more cores.",
        "Let several wait at the same time: `await pMap(items, load, { concurrency: 8 })` with the package p-map.",
      ),
    );
}
