// Which package manager a project uses, and how it is told to install what the manifest says.
import fs from "node:fs";
import nodePath from "node:path";

export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";

const marks: readonly (readonly [file: string, manager: PackageManager])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["pnpm-workspace.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  [".yarnrc.yml", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["package-lock.json", "npm"],
];

/**
 * What the nearest lock file says, or a manifest's field `packageManager`, from the folder up; npm where nothing does.
 * @param folder absolute path of the package
 */
export function packageManagerOf(folder: string): PackageManager {
  for (let at = folder; ; at = nodePath.dirname(at)) {
    const named = declared(nodePath.join(at, "package.json"));
    if (named !== undefined) return named;
    const mark = marks.find(([file]) => fs.existsSync(nodePath.join(at, file)));
    if (mark !== undefined) return mark[1];
    if (nodePath.dirname(at) === at) return "npm";
  }
}

function declared(manifest: string): PackageManager | undefined {
  if (!fs.existsSync(manifest)) return undefined;
  const found = /"packageManager"\s*:\s*"(npm|pnpm|yarn|bun)@/.exec(fs.readFileSync(manifest, "utf8"));
  return found?.[1] as PackageManager | undefined;
}

/**
 * The command of the project's manager. Where that one is not on this machine, and npm has installed what is there, npm adds to that:
 * it writes no lock file of its own beside the project's.
 * @param folder absolute path of the package
 */
export function commandFor(folder: string, path = process.env["PATH"] ?? ""): readonly [string, ...string[]] {
  const manager = packageManagerOf(folder);
  if (manager === "npm" || isOnPath(manager, path) || !isMadeByNpm(folder)) return installCommand(manager);
  const hasLock = fs.existsSync(nodePath.join(folder, "package-lock.json"));
  return [...installCommand("npm"), ...(hasLock ? [] : ["--no-package-lock"])];
}

/** How to get a manager that is missing. */
export function gettingOf(manager: string): string {
  const corepack = manager === "pnpm" || manager === "yarn" ? `, or corepack enable ${manager}` : "";
  return `npm install --global ${manager}${corepack}`;
}

function isOnPath(program: string, path: string): boolean {
  const names = process.platform === "win32" ? [".cmd", ".exe", ".bat"].map((end) => program + end) : [program];
  const folders = path.split(nodePath.delimiter).filter((folder) => folder !== "");
  return folders.some((folder) => names.some((name) => fs.existsSync(nodePath.join(folder, name))));
}

/** npm leaves a note of what it has installed. */
function isMadeByNpm(folder: string): boolean {
  return fs.existsSync(nodePath.join(folder, "node_modules/.package-lock.json"));
}

/** The command, to be run in the package's folder. It asks the network only for what is neither installed nor cached. */
export function installCommand(manager: PackageManager): readonly [string, ...string[]] {
  switch (manager) {
    case "npm":
      // It asks for optional peers even so; without a network it would do so for a minute.
      return [
        "npm",
        "install",
        "--prefer-offline",
        "--no-audit",
        "--no-fund",
        "--fetch-retries=1",
        "--fetch-retry-mintimeout=500",
      ];
    case "pnpm":
      // In continuous integration it would refuse to change the lock file.
      return ["pnpm", "install", "--prefer-offline", "--no-frozen-lockfile"];
    case "yarn":
      return ["yarn", "install"];
    case "bun":
      return ["bun", "install"];
  }
}
