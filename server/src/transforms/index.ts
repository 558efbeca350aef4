// The ordered list of transforms, and the one look-up that says which apply to a loop. Order is the order of the menu.
import { ts } from "ts-morph";
import { parallelMapAwait } from "./parallelMapAwait.js";
import { parallelMapMakeAsync } from "./parallelMapMakeAsync.js";
import { parallelMapSync } from "./parallelMapSync.js";
import { reassociateAwait } from "./reassociateAwait.js";
import { reassociateSync } from "./reassociateSync.js";
import { isAsync } from "./support/functions.js";
import type { Transform, TransformAnswer, TransformContext, WantedWay } from "./transform.js";

export type { WantedWay } from "./transform.js";

export const transforms: readonly Transform[] = [
  parallelMapAwait,
  parallelMapSync,
  parallelMapMakeAsync,
  reassociateAwait,
  reassociateSync,
];

export interface PlannedTransform {
  readonly transform: Transform;
  readonly answer: TransformAnswer;
}

/** Every transform that concerns the loop, offered or disabled with a reason; the preferred one first. */
export function planTransforms(context: TransformContext): readonly PlannedTransform[] {
  const planned = transforms.flatMap((transform) => {
    const answer = transform.plan(context);
    return answer === undefined ? [] : [{ transform, answer }];
  });
  const preferred = preferredId(context);
  return [...planned].sort((a, b) => Number(b.transform.id === preferred) - Number(a.transform.id === preferred));
}

/** `sync` never waits, `async` always does, `either` waits where it changes no signature. */
export type WantedForm = "either" | "sync" | "async";

/** `await` where it costs nothing, else the form that changes no signature, unless one is asked for. */
export function preferredId(
  { analysis }: TransformContext,
  form: WantedForm = "either",
  way: WantedWay = "ordered",
): string {
  const { container } = analysis.loop;
  const waits = ts.isSourceFile(container) || isAsync(container);
  if (way === "parts") return waits && form !== "sync" ? reassociateAwait.id : reassociateSync.id;
  if (form === "sync") return parallelMapSync.id;
  if (waits) return parallelMapAwait.id;
  return form === "async" ? parallelMapMakeAsync.id : parallelMapSync.id;
}
