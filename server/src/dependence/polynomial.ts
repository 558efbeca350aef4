// Integer polynomials over named symbols: the form in which subscripts and loop bounds are compared. Plain data.

/**
 * Sum of `coefficient * product of symbols`. The key is the sorted names joined by `*`; the empty key is the constant term.
 * Names: loop variables and loop-invariant symbols alike, each unique by its id (the accesses layer makes the ids).
 * No zero coefficients are stored, so the empty map is 0.
 */
export type Polynomial = ReadonlyMap<string, number>;

/** A counted loop of the nest: its variable takes the values `lower, lower + step, …` up to at most `upper` (inclusive). */
export interface LoopVariable {
  /** Name of the variable in the polynomials. */
  readonly id: string;
  /** Smallest value, when known; may mention the variables of enclosing loops and symbols. */
  readonly lower: Polynomial | undefined;
  /** Largest value (inclusive), when known; likewise. */
  readonly upper: Polynomial | undefined;
  /** Absolute value of the constant step; values are congruent modulo it. */
  readonly step: number;
}
