// What a user can get wrong: one sentence that says what, one that says what to do, and the exit status.

export class UserProblem extends Error {
  constructor(
    message: string,
    readonly help: string,
    /** 2: wrong use; 1: the input is at fault. */
    readonly status: 1 | 2 = 2,
  ) {
    super(message);
    this.name = "UserProblem";
  }
}

/** Where a command writes; tests put strings in the place of streams. */
export interface Terminal {
  readonly cwd: string;
  out(text: string): void;
  err(text: string): void;
  /** Shows one line that the next one, or an empty one, replaces; only where there is a terminal to do so. */
  readonly status?: (text: string) => void;
  /** Escape sequences may be used on `out`. */
  readonly color: boolean;
}
