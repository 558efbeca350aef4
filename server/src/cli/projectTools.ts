// Tools of the user's own project, run in processes of their own: where they lie, and what they print.
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

/** The nearest folder, from this one upward, that holds something. O(depth). */
export function upward(folder: string, holds: (folder: string) => boolean): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (holds(at)) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

export function isIn(folder: string, name: string): boolean {
  return fs.existsSync(path.join(folder, name));
}

/** Of these files the one whose kernels a module holds: `image.ts` of `image.kernels.ts`. */
export function ownerOf(made: string, files: readonly string[]): string | undefined {
  const stem = /^(.*)\.kernels\.[cm]?[jt]sx?$/.exec(made)?.[1];
  return stem === undefined ? undefined : files.find((file) => file.replace(/\.[cm]?[jt]sx?$/, "") === stem);
}

/**
 * What a command prints; undefined where it does not end well. Never throws.
 * @param input what it reads
 * @param patience milliseconds after which it is ended
 */
export function outputOf(
  command: readonly string[],
  cwd: string,
  input: string,
  patience: number,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const [program, ...args] = command;
    const child = spawn(program!, args, { cwd, stdio: ["pipe", "pipe", "ignore"], timeout: patience });
    const parts: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.on("error", () => resolve(undefined));
    child.on("close", (status) => resolve(status === 0 ? Buffer.concat(parts).toString("utf8") : undefined));
    // Who ends without reading is noticed by its status.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}
