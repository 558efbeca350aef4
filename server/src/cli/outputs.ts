// The files that a command writes its results into.
import fs from "node:fs";
import path from "node:path";
import { type Terminal, UserProblem } from "./problem.js";

/**
 * Looks before the command begins, which may take minutes, whether the files can be written.
 * @param files option and file, as the user gave them
 * @throws UserProblem for the first one that cannot
 */
export function checkOutputs(
  { cwd }: Pick<Terminal, "cwd">,
  files: Readonly<Record<string, string | undefined>>,
): void {
  for (const [option, file] of Object.entries(files)) {
    if (file === undefined) continue;
    const full = path.resolve(cwd, file);
    const folder = path.dirname(full);
    const cannot = (why: string) =>
      new UserProblem(`${option} ${file} cannot be written: ${why}.`, "Give a file in a folder that can be written.");
    if (!fs.existsSync(folder)) throw cannot(`there is no folder ${path.dirname(file)}`);
    let isFolder: boolean;
    try {
      const there = fs.statSync(full, { throwIfNoEntry: false });
      isFolder = there?.isDirectory() === true;
      fs.accessSync(there === undefined ? folder : full, fs.constants.W_OK);
    } catch (error) {
      throw cannot(`it may not be written (${(error as NodeJS.ErrnoException).code})`);
    }
    if (isFolder) throw cannot("it is a folder");
  }
}

/**
 * Writes a result; where that is refused after all, the result is printed, because it took its time.
 * @throws UserProblem where it is refused
 */
export function writeOutput({ cwd, out }: Pick<Terminal, "cwd" | "out">, file: string, text: string): void {
  try {
    fs.writeFileSync(path.resolve(cwd, file), text);
  } catch (error) {
    out(text);
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOSPC" ? "the disk is full" : (code ?? message);
    throw new UserProblem(`${file} could not be written: ${why}.`, "What it would hold was printed instead.", 1);
  }
}
