// Which package manager a project uses, and how it is told to install what the manifest says.
import fs from "node:fs";
import path from "node:path";

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
  for (let at = folder; ; at = path.dirname(at)) {
    const named = declared(path.join(at, "package.json"));
    if (named !== undefined) return named;
    const mark = marks.find(([file]) => fs.existsSync(path.join(at, file)));
    if (mark !== undefined) return mark[1];
    if (path.dirname(at) === at) return "npm";
  }
}

function declared(manifest: string): PackageManager | undefined {
  if (!fs.existsSync(manifest)) return undefined;
  const found = /"packageManager"\s*:\s*"(npm|pnpm|yarn|bun)@/.exec(fs.readFileSync(manifest, "utf8"));
  return found?.[1] as PackageManager | undefined;
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
