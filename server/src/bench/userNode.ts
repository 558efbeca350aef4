// The Node that a person runs the program with, so that what is measured in the editor is what runs: by the setting, the project,
// the version manager, the PATH, else the editor's own.
import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type BenchProblem, problem } from "./benchRequest.js";
import { executableIn, type InstalledNode, installedNodes, nvmAlias, type Surroundings } from "./installedNodes.js";
import { compareVersions, isNewEnough, oldestMajor, satisfies } from "./nodeVersion.js";

export interface UserNode {
  readonly path: string;
  readonly version: string;
  /** Where it was found, to stand behind its version: `.nvmrc, nvm`. */
  readonly from: string;
  /** What it needs in its environment. */
  readonly env: Readonly<Record<string, string>>;
}

export interface NodeQuestion extends Partial<Surroundings> {
  /** Absolute path of the folder in which the program runs. */
  readonly folder: string;
  /** What the user has set: an executable or the folder that holds it; empty: nothing. */
  readonly setting?: string | undefined;
  /** The Node that runs this. */
  readonly own?: { readonly path: string; readonly version: string; readonly isElectron: boolean };
}

const settingName = "loopsmith.node.path";

export async function findUserNode(question: NodeQuestion): Promise<UserNode | BenchProblem> {
  const { folder, setting = "" } = question;
  const at = { env: question.env ?? process.env, home: question.home ?? os.homedir() };
  if (setting.trim() !== "") return await bySetting(setting.trim(), at);
  const onPath = await nodeOnPath(at);
  const installed = installedNodes(at);
  const wish = wishOf(folder);
  const others: string[] = [];
  const own = ownNode(question.own);
  if (wish !== undefined) {
    const found = byWish(wish, onPath, installed, at);
    if (found !== undefined && isNewEnough(found.version)) return found;
    const isRange = own !== undefined && satisfies(own.version, wish.text) === true;
    if (found !== undefined && !isRange) return tooOld(`${wish.file} asks for Node ${wish.text}`);
    if (found === undefined) others.push(`${wish.file} asks for ${wish.text}, which is not installed`);
  }
  const found = byDefault(onPath, installed, at) ?? own;
  if (found === undefined) return tooOld("No Node was found");
  if (onPath !== undefined && !isNewEnough(onPath.version)) others.push(`the one of the PATH is ${onPath.version}`);
  return { ...found, from: [found.from, ...others].join("; ") };
}

function tooOld(what: string): BenchProblem {
  return problem(
    `${what}, and rewritten loops need Node ${oldestMajor} or later.`,
    `Install Node ${oldestMajor} or later, or name one in the setting ${settingName}.`,
  );
}

async function bySetting(setting: string, { home }: Surroundings): Promise<UserNode | BenchProblem> {
  const named = setting.replace(/^~(?=[\\/]|$)/, home);
  const isFolder = fs.existsSync(named) && fs.statSync(named).isDirectory();
  const file = isFolder ? (executableIn(named) ?? named) : named;
  const version = await versionOf(file);
  if (version === undefined)
    return problem(
      `The Node of the setting ${settingName}, ${setting}, cannot be started.`,
      "Correct the setting, or clear it: then the project's own is taken, or that of the PATH.",
    );
  if (!isNewEnough(version)) return tooOld(`The setting ${settingName} names Node ${version}`);
  return { path: file, version, from: "setting", env: {} };
}

interface Wish {
  /** Name of the file that says so. */
  readonly file: string;
  readonly text: string;
}

/** What the nearest folder upwards says: the files of version managers before the manifest. */
function wishOf(folder: string): Wish | undefined {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const read = (name: string) => {
      const file = path.join(at, name);
      return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
    };
    const first = (text: string) => text.replace(/#.*/g, "").trim().split(/\s+/)[0] ?? "";
    const tools = /^(?:nodejs|node)\s+(\S+)/m.exec(read(".tool-versions"))?.[1] ?? "";
    const { volta, engines } = manifest(read("package.json"));
    const wishes: readonly Wish[] = [
      { file: ".nvmrc", text: first(read(".nvmrc")) },
      { file: ".node-version", text: first(read(".node-version")) },
      { file: ".tool-versions", text: tools },
      { file: "package.json (volta)", text: volta },
      { file: "package.json (engines)", text: engines },
    ];
    const wish = wishes.find(({ text }) => text !== "");
    if (wish !== undefined) return wish;
    if (path.dirname(at) === at) return undefined;
  }
}

function manifest(text: string): { readonly volta: string; readonly engines: string } {
  const of = (part: string) =>
    new RegExp(`"${part}"\\s*:\\s*\\{[^}]*"node"\\s*:\\s*"([^"]*)"`).exec(text)?.[1]?.trim() ?? "";
  return { volta: of("volta"), engines: of("engines") };
}

/** The one of the PATH where it will do, else the newest that is installed. */
function byWish(
  { file, text }: Wish,
  onPath: UserNode | undefined,
  installed: readonly InstalledNode[],
  at: Surroundings,
): UserNode | undefined {
  const wish = /^(?:node|stable|latest|current|lts\/\*)$/i.test(text) ? "*" : (nvmAlias(at, text) ?? text);
  const fits = ({ version }: { readonly version: string }) => satisfies(version, wish) === true;
  if (onPath !== undefined && fits(onPath) && isNewEnough(onPath.version)) return { ...onPath, from: `${file}, PATH` };
  const best = newest(installed.filter(fits));
  if (best === undefined && onPath !== undefined && fits(onPath)) return onPath;
  return best === undefined
    ? undefined
    : { path: best.path, version: best.version, from: `${file}, ${best.manager}`, env: {} };
}

/** What is on the PATH by a version manager is what a terminal has chosen; else what the manager has for everywhere comes first. */
function byDefault(
  onPath: UserNode | undefined,
  installed: readonly InstalledNode[],
  at: Surroundings,
): UserNode | undefined {
  const usable = onPath !== undefined && isNewEnough(onPath.version) ? onPath : undefined;
  if (usable !== undefined && installed.some((each) => sameFile(each.path, usable.path))) return usable;
  const wish = nvmAlias(at, "default");
  const isWanted = ({ version, manager }: InstalledNode) =>
    manager === "nvm" && wish !== undefined && satisfies(version, wish) === true && isNewEnough(version);
  const standard = newest(installed.filter(isWanted));
  if (standard !== undefined) return { path: standard.path, version: standard.version, from: "nvm's default", env: {} };
  if (usable !== undefined) return usable;
  // Nothing on the PATH: an editor that was not started from a terminal.
  const any = newest(installed.filter(({ version }) => isNewEnough(version)));
  return any === undefined ? undefined : { path: any.path, version: any.version, from: any.manager, env: {} };
}

function ownNode(own: NodeQuestion["own"]): UserNode | undefined {
  const {
    path: file,
    version,
    isElectron,
  } = own ?? {
    path: process.execPath,
    version: process.version,
    isElectron: process.versions["electron"] !== undefined,
  };
  if (!isNewEnough(version)) return undefined;
  return { path: file, version, from: "the editor's own", env: isElectron ? { ELECTRON_RUN_AS_NODE: "1" } : {} };
}

async function nodeOnPath({ env }: Surroundings): Promise<UserNode | undefined> {
  const folders = (env["PATH"] ?? env["Path"] ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const names = process.platform === "win32" ? ["node.exe"] : ["node"];
  const files = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  for (const file of files) {
    if (!fs.existsSync(file)) continue;
    const version = await versionOf(file);
    if (version !== undefined) return { path: file, version, from: "PATH", env: {} };
  }
  return undefined;
}

function newest(nodes: readonly InstalledNode[]): InstalledNode | undefined {
  return [...nodes].sort((a, b) => compareVersions(b.version, a.version))[0];
}

function sameFile(one: string, other: string): boolean {
  return fs.realpathSync(one) === fs.realpathSync(other);
}

/** What it says of itself; undefined where it cannot be started, or is none. */
function versionOf(file: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(file, ["--version"], { timeout: 10_000 }, (error, output) => {
      const version = output.trim();
      resolve(
        error === null && /^v\d+\.\d+\.\d+/.test(version) ? (/^v[\d.]+/.exec(version)?.[0] ?? undefined) : undefined,
      );
    });
  });
}
