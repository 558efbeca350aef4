// Before something is written into the copy: no link may lead the writing out of it, into the user's own files.
import fs from "node:fs";
import path from "node:path";
import { isInside } from "./projectRoot.js";

/** What is copied where a link becomes a folder: modules of the program find one another there. Everything else stays a link. */
const SOURCES = /\.(?:[cm]?[jt]sx?|json)$/;

/**
 * Sees to it that a path of the copy is the copy's own. A folder on the way that is a link out of the copy becomes a folder of links, with
 * copies of the sources in it; a file that is such a link goes. O(length of the path and entries of such folders)
 * @param target absolute, in the copy; need not exist
 * @param folder the copy
 * @returns the same path
 * @throws Error where it does not lie in the copy, and the file system's error
 */
export function ownPath(target: string, folder: string): string {
  const steps = path.relative(folder, target).split(path.sep);
  if (!isInside(folder, target) || target === folder)
    throw new Error(`${target} lies outside of the project, so there is no copy of it that may be changed`);
  const home = fs.realpathSync(folder);
  let at = folder;
  for (const [index, step] of steps.entries()) {
    at = path.join(at, step);
    const info = fs.lstatSync(at, { throwIfNoEntry: false });
    if (info === undefined) break;
    if (!info.isSymbolicLink()) continue;
    const real = realPath(at);
    if (real !== undefined && isInside(home, real)) continue;
    fs.rmSync(at);
    if (index < steps.length - 1) folderOfLinks(at, real);
  }
  return target;
}

/** Undefined: it leads nowhere. */
function realPath(link: string): string | undefined {
  try {
    return fs.realpathSync(link);
  } catch {
    return undefined;
  }
}

function folderOfLinks(at: string, real: string | undefined): void {
  fs.mkdirSync(at);
  if (real === undefined) return;
  for (const entry of fs.readdirSync(real, { withFileTypes: true })) {
    const [from, to] = [path.join(real, entry.name), path.join(at, entry.name)];
    if (entry.isFile() && SOURCES.test(entry.name)) fs.copyFileSync(from, to, fs.constants.COPYFILE_FICLONE);
    else fs.symlinkSync(from, to, entry.isDirectory() ? "junction" : "file");
  }
}
