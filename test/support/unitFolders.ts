// The folders whose files are units: one file, one doc block, one line in an ordered list.
import fs from "node:fs";
import path from "node:path";

export interface UnitFolder {
  /** Relative to the repository. */
  readonly path: string;
  /** The word at the head of each doc block. */
  readonly kind: "RejectReason" | "KernelProblem" | "Transform" | "SubscriptTest";
  /** Files in the folder that are no units: types, the list. */
  readonly others: readonly string[];
}

export const unitFolders = {
  reasons: { path: "server/src/legality/reasons", kind: "RejectReason", others: ["index.ts", "reason.ts"] },
  kernelProblems: {
    path: "server/src/legality/kernelProblems",
    kind: "KernelProblem",
    others: ["index.ts", "kernelProblem.ts"],
  },
  transforms: {
    path: "server/src/transforms",
    kind: "Transform",
    others: ["index.ts", "transform.ts", "replay.ts"],
  },
  subscriptTests: {
    path: "server/src/dependence/subscriptTests",
    kind: "SubscriptTest",
    others: ["index.ts", "subscriptTest.ts"],
  },
} as const satisfies Record<string, UnitFolder>;

/** Names of the files that hold a unit, sorted. */
export function unitFiles(root: string, folder: UnitFolder): readonly string[] {
  return fs
    .readdirSync(path.join(root, folder.path), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => entry.name)
    .filter((name) => !folder.others.includes(name))
    .sort();
}

/** `early-exit` lies in `earlyExit.ts`. */
export function fileOfId(id: string): string {
  return `${id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}.ts`;
}
