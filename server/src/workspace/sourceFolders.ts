// What of a folder is looked at: its source files, and the folders below it that hold more.
import fs from "node:fs";
import path from "node:path";

const sourceName = /(?<!\.d)\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/;
const kernelName = /\.kernels\.[^.]+$/;
const skippedFolders = new Set(["node_modules", "dist", "build", "out", "coverage"]);

export interface SourceFolder {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/**
 * One level of a folder. Kernel modules are left out: their loops run in workers already. So are hidden folders, installed
 * packages and what builds leave; symbolic links are not followed, as they may lead in circles.
 * @throws where the folder cannot be read
 */
export function readSourceFolder(folder: string): SourceFolder {
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  const full = ({ name }: fs.Dirent) => path.join(folder, name);
  const isSource = (entry: fs.Dirent) => entry.isFile() && sourceName.test(entry.name) && !kernelName.test(entry.name);
  const isWanted = (entry: fs.Dirent) =>
    entry.isDirectory() && !skippedFolders.has(entry.name) && !entry.name.startsWith(".");
  return { files: entries.filter(isSource).map(full), folders: entries.filter(isWanted).map(full) };
}
