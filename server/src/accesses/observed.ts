// What was seen when a loop ran: evidence, not proof. It holds for one program object, which was made for it.
import type { ts } from "ts-morph";
import { perProgram } from "../workspace/perProgram.js";

export interface Observations {
  /** A question rather than an observation: what would be left, were every call that nobody can look into harmless? */
  readonly everyCall?: boolean;
  /** Functions of packages that did no more than compute a value of their arguments, as `module#name`. */
  readonly pureFunctions: ReadonlySet<string>;
  /** A loop of which no two iterations met in a place that the analysis could not tell apart: its file, and where it starts. */
  readonly apart: { readonly file: string; readonly start: number } | undefined;
}

const stores = perProgram((): { observations?: Observations } => ({}));

/** To be called before anything is asked of the program: answers are kept, and stand on what was known then. */
export function observe(program: ts.Program, observations: Observations): void {
  stores(program).observations = observations;
}

export function observationsOf(program: ts.Program): Observations | undefined {
  return stores(program).observations;
}

/** Whether the objects of this loop were seen to be apart. */
export function wereApart(program: ts.Program, loop: ts.Node): boolean {
  const apart = observationsOf(program)?.apart;
  return apart !== undefined && apart.start === loop.getStart() && apart.file === loop.getSourceFile().fileName;
}
