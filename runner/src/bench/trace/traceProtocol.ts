// What a traced program leaves behind for the benchmark: plain data, places of the source as the numbers that the instrumented text holds.

/** How the trace of one entry of a loop went. Sites are numbers that the instrumentation gave to expressions of the source. */
export interface TraceResult {
  /** `end`: the loop came to its end; `time`: its time was up. */
  readonly ended: "end" | "time";
  /** Iterations that ran, and those of them of which every access was written down. */
  readonly iterations: number;
  readonly traced: number;
  /** Reads and writes that were looked at. */
  readonly accesses: number;
  /** Milliseconds from the entry of the loop to its end. */
  readonly ms: number;
  readonly dependences: readonly TracedDependence[];
  /** What ran in the loop and could not be looked into: while there is any, nothing is known. */
  readonly unknowns: readonly TracedUnknown[];
  /** The calls on trial that were made. */
  readonly trials: readonly number[];
  /** Calls that are on trial and did more than to compute a value of their arguments. */
  readonly impure: readonly TracedImpurity[];
}

/** Two iterations, or two expressions within one, touched one place, one of them writing. `source` came first. */
export interface TracedDependence {
  readonly kind: "flow" | "anti" | "output" | "within";
  readonly source: TracedAccess;
  readonly sink: TracedAccess;
  /** The first two iterations that it was seen between, counted from 0. */
  readonly iterations: readonly [number, number];
  /** How often it was seen. */
  readonly count: number;
  /** A variable or a place inside of an object. */
  readonly place: "variable" | "object";
  /** The property or the subscript, for a place inside of an object; empty for a variable. */
  readonly key: string;
}

export interface TracedAccess {
  readonly site: number;
  /** The expression of the loop's own text within which it happened. */
  readonly anchor: number;
  /** The call on trial within which it happened; 0 outside of them. */
  readonly call: number;
}

export interface TracedUnknown {
  readonly site: number;
  readonly anchor: number;
  readonly what: string;
}

export interface TracedImpurity {
  /** The call on trial. */
  readonly call: number;
  readonly site: number;
  readonly what: string;
}
