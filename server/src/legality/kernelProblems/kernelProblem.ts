// The type of a unit that looks for one way in which a kernel, as it is called, computes something else than the same loop would.
import type { ts } from "ts-morph";
import type { Summary } from "../../accesses/access.js";
import type { AccessContext } from "../../accesses/context.js";
import { placeOf } from "../reasons/reason.js";
import type { Place } from "../verdict.js";

/** A kernel and how it is called. */
export interface KernelUse {
  readonly kernel: ts.FunctionLikeDeclaration;
  /** What calling it does, functions that it calls included. */
  readonly summary: Summary;
  /** Parts of `env` that the call names in `writes`. */
  readonly writes: ReadonlySet<string>;
  readonly context: AccessContext;
}

export interface KernelProblem {
  readonly id: string;
  /** A warning: the result is another one. A note: it may be another one each time, as it may be in a loop. */
  readonly severity: "warning" | "note";
  /** In the kernel. */
  readonly place: Place;
  readonly message: string;
  readonly help: string;
}

export type KernelCheck = (use: KernelUse) => readonly KernelProblem[];

export function problem(
  id: string,
  node: ts.Node,
  message: string,
  help: string,
  severity: KernelProblem["severity"] = "warning",
): KernelProblem {
  return { id, severity, place: placeOf(node), message, help };
}
