// Rebuilds a `node_modules` folder as a folder of links, one for each package, so that nothing is copied and nothing written.
import fs from "node:fs/promises";
import path from "node:path";
import { isInside } from "./projectRoot.js";

export interface LinkOptions {
  /** The project that is copied. */
  readonly root: string;
  /** Where a path of the project lies in the shadow copy. */
  readonly shadowOf: (file: string) => string;
  /** Copies a folder or file that tools write to, such as a cache. */
  readonly copy: (from: string, to: string) => Promise<void>;
}

/** Folders of package managers whose entries are packages themselves, linked as a whole. Other dot-folders are caches. */
const stores = new Set([".pnpm", ".store"]);

/**
 * @param from an existing `node_modules` folder of the original
 * @param to where it is rebuilt
 */
export async function linkPackages(from: string, to: string, options: LinkOptions): Promise<void> {
  await fs.mkdir(to, { recursive: true });
  for (const entry of await fs.readdir(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (entry.name === ".bin") await copyLinks(source, target, options);
    else if (entry.name.startsWith("@") && entry.isDirectory()) await linkPackages(source, target, options);
    else if (entry.name.startsWith(".") && !stores.has(entry.name)) await options.copy(source, target);
    else await linkPackage(source, target, options);
  }
}

/** Replaces whatever lies at `at` by a link to an absolute target. */
export async function forceLink(target: string, at: string): Promise<void> {
  await fs.rm(at, { recursive: true, force: true });
  await fs.mkdir(path.dirname(at), { recursive: true });
  await makeLink(target, at);
}

/** A link to an absolute target; where one is already, it stays. */
export async function makeLink(target: string, at: string): Promise<void> {
  const isFolder = (await fs.stat(target).catch(() => undefined))?.isDirectory() ?? true;
  try {
    // A junction needs no privilege on Windows, where it is the only kind of link that needs none.
    await fs.symlink(target, at, isFolder ? "junction" : "file");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

async function linkPackage(source: string, target: string, { root, shadowOf }: LinkOptions): Promise<void> {
  const real = await fs.realpath(source).catch(() => undefined);
  // A link to nowhere is left behind by an uninstalled workspace; it resolves to nothing in the original as well.
  if (real === undefined) return;
  const isMember = isInside(root, real) && !path.relative(root, real).split(path.sep).includes("node_modules");
  await makeLink(isMember ? shadowOf(real) : real, target);
}

/** `.bin` holds relative links, or small shims, that lead on through the packages beside it: they are kept as they are. */
async function copyLinks(from: string, to: string, { copy }: LinkOptions): Promise<void> {
  await fs.mkdir(to, { recursive: true });
  for (const entry of await fs.readdir(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (!entry.isSymbolicLink()) {
      await copy(source, target);
      continue;
    }
    const link = await fs.readlink(source);
    await fs.symlink(link, target).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}
