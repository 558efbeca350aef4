// A copy of the project in a temporary folder, in which programs may be run and changed without touching the original.
import { constants, existsSync, rmSync } from "node:fs";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { forceLink, linkPackages, makeLink } from "./linkPackages.js";
import { ownPath } from "./ownPath.js";
import { ancestors, isInside } from "./projectRoot.js";

export interface ShadowCopy {
  /** The temporary folder that holds the copy and everything else that the benchmark writes. */
  readonly folder: string;
  /** The project's root in the copy. */
  readonly root: string;
  /** Where a file of the original lies in the copy, whether it exists or not. */
  of(file: string): string;
  /**
   * The same, made the copy's own, so that what is written there leads through no link out of the copy.
   * @throws the file system's error
   */
  own(file: string): string;
  /** Removes everything. Waits a little for programs that still hold files. */
  remove(): Promise<void>;
}

export interface ShadowOptions {
  /** Absolute path of the project's folder. */
  readonly root: string;
  /** Folder of the `@loopsmith/runner` in use, which the copy's programs get whatever version the project names. */
  readonly runnerFolder: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((message: string) => void) | undefined;
}

/** History and downloads that no program reads; `node_modules` is rebuilt from links. */
const leftOut = new Set([".git", ".hg", ".svn", ".jj", ".vscode-test", ".vscode-test-web"]);

/** What programs and compilers look for in the folders above a project. */
const inherited = /^(?:package\.json|[tj]sconfig(?:\..+)?\.json)$/;

const PREFIX = "loopsmith-";

/**
 * Copies a project. Files are cloned where the file system can (copy-on-write), copied otherwise. The copy lies in the
 * temporary folder under its full original path, so that relative paths out of the project keep their depth; of the folders
 * above, only packages and compiler options are provided.
 * @throws the file system's error, e.g. `ENOSPC`, and the signal's reason when aborted; nothing is left behind then.
 */
export async function createShadowCopy({ root, runnerFolder, signal, onProgress }: ShadowOptions): Promise<ShadowCopy> {
  await removeStale();
  const folder = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), `${PREFIX}${process.pid}-`)));
  // Only for an exit that does not wait, such as an uncaught error elsewhere; otherwise `remove` has done it before.
  const onExit = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", onExit);
  const remove = async () => {
    await fs.rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    process.off("exit", onExit);
  };
  try {
    const tree = path.join(folder, "tree");
    const of = (file: string) => path.join(tree, path.relative(path.parse(file).root, file));
    const copier = makeCopier({ root, folder, of, signal, onProgress });
    await copier.copy(root, of(root));
    for (const above of ancestors(path.dirname(root)))
      await inherit(above, of(above), { root, shadowOf: of, copy: copier.copy });
    await forceLink(runnerFolder, path.join(of(root), "node_modules", "@loopsmith", "runner"));
    for (const nested of copier.runners) await forceLink(runnerFolder, nested);
    return { folder, root: of(root), of, own: (file) => ownPath(of(file), folder), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

interface CopierOptions {
  readonly root: string;
  readonly folder: string;
  readonly of: (file: string) => string;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((message: string) => void) | undefined;
}

function makeCopier({ root, folder, of, signal, onProgress }: CopierOptions) {
  const runners: string[] = [];
  let files = 0;
  async function copy(from: string, to: string): Promise<void> {
    const info = await fs.lstat(from);
    if (info.isSymbolicLink()) await copyLink(from, to, root, of);
    else if (info.isDirectory()) await copyFolder(from, to);
    // Sockets, pipes and devices belong to running programs, not to the project.
    else if (info.isFile()) {
      await fs.copyFile(from, to, constants.COPYFILE_FICLONE);
      if (++files % 500 === 0) onProgress?.(`copying the project: ${files} files`);
    }
  }
  async function copyFolder(from: string, to: string): Promise<void> {
    signal?.throwIfAborted();
    await fs.mkdir(to, { recursive: true });
    const entries = (await fs.readdir(from)).filter((name) => !leftOut.has(name) && path.join(from, name) !== folder);
    // Sixteen at a time: enough to keep the disk busy, few enough for the limit of open files.
    for (let start = 0; start < entries.length; start += 16) {
      await Promise.all(
        entries.slice(start, start + 16).map(async (name) => {
          const source = path.join(from, name);
          const target = path.join(to, name);
          if (name !== "node_modules") return copy(source, target);
          await linkPackages(await fs.realpath(source), target, { root, shadowOf: of, copy });
          const runner = path.join(target, "@loopsmith", "runner");
          if (existsSync(runner)) runners.push(runner);
        }),
      );
    }
  }
  return { copy, runners };
}

async function copyLink(from: string, to: string, root: string, of: (file: string) => string): Promise<void> {
  const target = path.resolve(path.dirname(from), await fs.readlink(from));
  await makeLink(isInside(root, target) ? of(target) : target, to);
}

/** Provides what lies in a folder above the project and is found from inside: installed packages, compiler options. */
async function inherit(from: string, to: string, options: Parameters<typeof linkPackages>[2]): Promise<void> {
  await fs.mkdir(to, { recursive: true });
  const entries = await fs.readdir(from).catch(() => []);
  for (const name of entries) {
    const source = path.join(from, name);
    if (name === "node_modules") await linkPackages(await fs.realpath(source), path.join(to, name), options);
    else if (inherited.test(name)) await options.copy(source, path.join(to, name));
  }
}

/** Removes copies whose benchmark was killed a day or more ago. Younger ones may belong to a process that cannot be seen from here. */
async function removeStale(): Promise<void> {
  const now = Date.now();
  for (const name of await fs.readdir(os.tmpdir()).catch(() => [])) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-\\w{6}$`).exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    const folder = path.join(os.tmpdir(), name);
    const info = await fs.lstat(folder).catch(() => undefined);
    if (info === undefined || now - info.mtimeMs < 24 * 3600 * 1000) continue;
    await fs.rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
