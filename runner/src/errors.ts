// The errors that this package itself throws, and the warnings that it emits: what was wrong, and what to do.

/** Wrong use of this package. Errors of a kernel are never wrapped: they arrive as they were thrown. */
export class LoopsmithError extends Error {
  override readonly name = "LoopsmithError";
  readonly help: string;

  constructor(problem: string, help: string) {
    super(`${problem} ${help}`);
    this.help = help;
  }
}

/** Emits a process warning; Node prints it once with its type and lets the program listen for it. */
export function warn(problem: string, help: string): void {
  process.emitWarning(`${problem} ${help}`, { type: "LoopsmithWarning" });
}
