// A folder with a space and letters beyond ASCII in its path, in which a program finds the packed runner and the tools beside it.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");

/**
 * Makes the folder and copies a program into it. The runner is a copy, as an installation would leave it.
 * @param {string} program a folder beside this file
 * @param {{ ownTools?: boolean }} options `ownTools`: the tools, too, lie in the folder, so that nothing finds this repository from
 *   there; else they are links
 * @returns {string} absolute path of the copy
 */
export function makeWorkspace(program, { ownTools = false } = {}) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), `loopsmith ünd ${path.basename(program)} `)));
  fs.cpSync(path.join(here, program), folder, { recursive: true });
  const modules = path.join(folder, "node_modules");
  fs.mkdirSync(path.join(modules, "@loopsmith"), { recursive: true });
  for (const name of fs.readdirSync(path.join(here, "node_modules"))) {
    if (name.startsWith("tool-") || name === ".package-lock.json") continue;
    const [from, to] = [path.join(here, "node_modules", name), path.join(modules, name)];
    if (!ownTools) fs.symlinkSync(from, to, "junction");
    else if (!name.startsWith("node-linux-")) copyTree(from, to);
  }
  fs.symlinkSync(path.join(root, "node_modules/piscina"), path.join(modules, "piscina"), "junction");
  copyRunner(path.join(modules, "@loopsmith/runner"));
  return folder;
}

/** Hard links where the file system has them: quick, and without room of their own. */
function copyTree(from, to) {
  const { isDirectory, isLink } = kindOf(from);
  if (isLink) fs.symlinkSync(fs.readlinkSync(from), to);
  else if (isDirectory) {
    fs.mkdirSync(to);
    for (const name of fs.readdirSync(from)) copyTree(path.join(from, name), path.join(to, name));
  } else {
    try {
      fs.linkSync(from, to);
    } catch {
      fs.copyFileSync(from, to);
    }
  }
}

function kindOf(file) {
  const stat = fs.lstatSync(file);
  return { isDirectory: stat.isDirectory(), isLink: stat.isSymbolicLink() };
}

/** @param {string} folder */
function copyRunner(folder) {
  const from = path.join(root, "runner");
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(path.join(from, "package.json"), path.join(folder, "package.json"));
  fs.cpSync(path.join(from, "dist"), path.join(folder, "dist"), {
    recursive: true,
    filter: (file) => !/[\\/](?:cjs-)?types$/.test(file),
  });
}
