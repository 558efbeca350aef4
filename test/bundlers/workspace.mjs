// A folder with a space and letters beyond ASCII in its path, in which a program finds the packed runner and the tools beside it.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");

/**
 * Makes the folder and copies a program into it. Tools are links; the runner is a copy, as an installation would leave it.
 * @param {string} program a folder beside this file
 * @returns {string} absolute path of the copy
 */
export function makeWorkspace(program) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), `loopsmith ünd ${program} `)));
  fs.cpSync(path.join(here, program), folder, { recursive: true });
  const modules = path.join(folder, "node_modules");
  fs.mkdirSync(path.join(modules, "@loopsmith"), { recursive: true });
  for (const name of fs.readdirSync(path.join(here, "node_modules"))) {
    if (name === "node_modules" || name === ".package-lock.json") continue;
    fs.symlinkSync(path.join(here, "node_modules", name), path.join(modules, name), "junction");
  }
  fs.symlinkSync(path.join(root, "node_modules/piscina"), path.join(modules, "piscina"), "junction");
  copyRunner(path.join(modules, "@loopsmith/runner"));
  return folder;
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
