// What the system refused to a benchmark, in words.
import os from "node:os";
import { type BenchProblem, problem } from "./benchRequest.js";

export function systemProblem(error: unknown): BenchProblem {
  const { code, path: place, syscall } = error as NodeJS.ErrnoException;
  const message = error instanceof Error ? error.message.split("\n")[0]! : String(error);
  switch (code) {
    case "ENOSPC":
      return problem(
        "The disk is full: the project could not be copied.",
        "Free some space, or set TMPDIR to a folder on another disk.",
      );
    case "EACCES":
    case "EPERM":
      return problem(
        `${place ?? "A file"} may not be read or written.`,
        "Give yourself the permission, or set TMPDIR to a folder that can be written.",
      );
    case "ENOENT":
    case "ENOTDIR":
    case "EROFS":
      if (syscall !== "mkdtemp") break;
      return problem(
        `The temporary folder ${os.tmpdir()} is not there or cannot be written.`,
        "Set TMPDIR to a folder that can be written.",
      );
    default:
  }
  return problem(
    `The benchmark could not be set up: ${message}.`,
    "If the message does not help, please report it with the command that you gave.",
  );
}

/** @param code of the system's error, such as `ENOENT` */
export function notStarted(command: string | undefined, code: string | undefined): BenchProblem {
  return code === "ENOENT"
    ? problem(
        `The command ${command} was not found.`,
        "Check its spelling, or give its path; shell built-ins and aliases are not commands.",
      )
    : problem(`The command ${command} cannot be started (${code}).`, "Check that the file may be executed.");
}
