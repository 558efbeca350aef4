// From the paths on the command line to the programs that hold them: one workspace per configuration file.
import fs from "node:fs";
import path from "node:path";
import { readSourceFolder } from "../workspace/sourceFolders.js";
import { isProblem, nearestConfig, openWorkspace, type Workspace } from "../workspace/workspace.js";
import { UserProblem } from "./problem.js";

export interface Selection {
  readonly workspace: Workspace;
  /** The files of the workspace that the paths ask for, absolute, sorted. */
  readonly files: readonly string[];
}

/**
 * @param paths files or folders, relative to `cwd`; none means `cwd`
 * @throws UserProblem for a path that does not exist, a broken configuration, or when nothing is left to look at
 */
export function selectPrograms(
  cwd: string,
  paths: readonly string[],
  project: string | undefined,
): readonly Selection[] {
  const byConfig = new Map<string, string[]>();
  for (const wanted of paths.length === 0 ? ["."] : paths) {
    const full = path.resolve(cwd, wanted);
    if (!fs.existsSync(full))
      throw new UserProblem(
        `There is no file or folder ${wanted}.`,
        "Give a path that exists, relative to the current folder.",
      );
    const found = fs.statSync(full).isDirectory() ? sourceFiles(full) : [full];
    for (const file of found) {
      const config = project === undefined ? (nearestConfig(path.dirname(file)) ?? "") : path.resolve(cwd, project);
      const list = byConfig.get(config);
      if (list === undefined) byConfig.set(config, [file]);
      else list.push(file);
    }
  }
  if (byConfig.size === 0) {
    if (project !== undefined && !fs.existsSync(path.resolve(cwd, project)))
      throw new UserProblem(
        `There is no file ${project}.`,
        "Give --project the path of an existing tsconfig.json, or leave it out.",
      );
    throw new UserProblem(
      `There is no TypeScript or JavaScript file in ${paths.join(", ") || "this folder"}.`,
      "Run the command in a folder that holds source files, or name one.",
    );
  }
  return [...byConfig].map(([config, files]) => open(cwd, config, [...new Set(files)].sort()));
}

function open(cwd: string, config: string, files: readonly string[]): Selection {
  const workspace = openWorkspace({ cwd, files, ...(config === "" ? { project: null } : { project: config }) });
  if (isProblem(workspace)) throw new UserProblem(workspace.message, workspace.help);
  return { workspace, files };
}

/** Source files below a folder. */
function sourceFiles(folder: string): string[] {
  const { files, folders } = readSourceFolder(folder);
  return [...files, ...folders.flatMap(sourceFiles)];
}

/** `src/a.ts:12` as file and line. */
export function parsePlace(text: string): { file: string; line: number } | undefined {
  const match = /^(.+?):(\d+)(?::\d+)?$/.exec(text);
  return match === null ? undefined : { file: match[1]!, line: Number(match[2]) };
}

/**
 * The loop of `VERB file:line -- CMD`.
 * @throws UserProblem where the loop or the command is missing
 */
export function placeOfRun(
  verb: string,
  text: string | undefined,
  command: readonly string[],
): { file: string; line: number } {
  const place = text === undefined ? undefined : parsePlace(text);
  if (place === undefined)
    throw new UserProblem(
      `${verb} needs a loop as file:line.`,
      `For example: loopsmith ${verb} src/image.ts:12 -- npx tsx src/main.ts`,
    );
  if (command.length === 0)
    throw new UserProblem(
      `${verb} needs the command that runs your program.`,
      `Put it behind two dashes: loopsmith ${verb} ${text} -- npx tsx main.ts`,
    );
  return place;
}
