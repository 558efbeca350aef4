// Which folder is the project: what a shadow copy must hold so that the command runs in it as it runs in the original.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type BenchProblem, problem } from "./benchRequest.js";

/**
 * The nearest folder with a `package.json` that holds both the file and the folder of the command; inside of an npm, yarn or
 * pnpm workspace its root; without any `package.json` the folder of the command. All paths are absolute.
 */
export function projectRoot(file: string, cwd: string): string | BenchProblem {
  const base = ancestors(path.dirname(file)).find((folder) => isInside(folder, cwd) && hasPackage(folder)) ?? cwd;
  if (!isInside(base, file)) {
    return problem(
      `${file} and the folder ${cwd}, in which the command runs, belong to no common project.`,
      "Start in the folder of the project that holds the file.",
    );
  }
  const root = ancestors(base).find((folder) => folder !== base && isWorkspaceRootOf(folder, base)) ?? base;
  if (root === path.parse(root).root || root === os.homedir()) {
    return problem(
      `The project would be the whole folder ${root}, which is too much to copy.`,
      "Put a package.json beside the program, or start in the program's own folder.",
    );
  }
  return root;
}

/** The folder itself and all above it, nearest first. */
export function ancestors(folder: string): readonly string[] {
  const parent = path.dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestors(parent)];
}

/** Whether `inner` is `folder` or lies below it. */
export function isInside(folder: string, inner: string): boolean {
  const relative = path.relative(folder, inner);
  return relative === "" || (!relative.startsWith(`..${path.sep}`) && relative !== ".." && !path.isAbsolute(relative));
}

function hasPackage(folder: string): boolean {
  return fs.existsSync(path.join(folder, "package.json"));
}

function isWorkspaceRootOf(folder: string, member: string): boolean {
  if (fs.existsSync(path.join(folder, "pnpm-workspace.yaml"))) return true;
  if (!hasPackage(folder)) return false;
  const patterns = workspacePatterns(path.join(folder, "package.json"));
  const relative = path.relative(folder, member).replaceAll("\\", "/");
  return patterns.some((pattern) => globToRegExp(pattern).test(relative));
}

function workspacePatterns(packageFile: string): readonly string[] {
  try {
    const { workspaces } = JSON.parse(fs.readFileSync(packageFile, "utf8")) as { workspaces?: unknown };
    const list = Array.isArray(workspaces) ? workspaces : (workspaces as { packages?: unknown } | undefined)?.packages;
    return Array.isArray(list) ? list.filter((pattern) => typeof pattern === "string") : [];
  } catch {
    // A package.json that cannot be read declares no workspaces; npm itself will complain about it.
    return [];
  }
}

function globToRegExp(glob: string): RegExp {
  const pattern = glob
    .replace(/^\.\//, "")
    .replace(/\/$/, "")
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("**", "\0")
    .replaceAll("*", "[^/]*")
    .replaceAll("\0", ".*");
  return new RegExp(`^${pattern}$`);
}
