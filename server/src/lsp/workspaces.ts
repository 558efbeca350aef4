// Which program an open document belongs to: one workspace per configuration file, found upwards from the document.
import fs from "node:fs";
import path from "node:path";
import { isProblem, nearestConfig, openWorkspace, type Workspace } from "../workspace/workspace.js";

export interface Workspaces {
  /** The workspace of a file; opened when it is first asked for. */
  of(file: string): Workspace;
  /** All that are open. */
  all(): readonly Workspace[];
  setDocument(file: string, version: number, text: string): void;
  closeDocument(file: string): void;
  touch(file: string): void;
}

export function createWorkspaces(log: (message: string) => void): Workspaces {
  const open = new Map<string, Workspace>();
  return { of, all: () => [...open.values()], setDocument, closeDocument, touch };

  function of(file: string): Workspace {
    const folder = path.dirname(file);
    const config = nearestConfig(fs.existsSync(folder) ? folder : process.cwd());
    const key = config ?? folder;
    const known = open.get(key);
    if (known !== undefined) return known;
    const cwd = config === undefined ? folder : path.dirname(config);
    let workspace = openWorkspace({ cwd, project: config ?? null });
    if (isProblem(workspace)) {
      // A broken configuration must not silence the editor: the file is analysed with inferred options.
      log(`${workspace.message} ${workspace.help}`);
      workspace = openWorkspace({ cwd, project: null });
    }
    if (isProblem(workspace)) throw new Error(workspace.message);
    open.set(key, workspace);
    return workspace;
  }

  function setDocument(file: string, version: number, text: string): void {
    of(file).setDocument(file, version, text);
    // The file may be part of other programs as well, which must see the same text.
    for (const workspace of open.values())
      if (workspace !== of(file) && workspace.holds(file)) workspace.setDocument(file, version, text);
  }

  function closeDocument(file: string): void {
    for (const workspace of open.values())
      if (workspace.documentVersion(file) !== undefined) workspace.closeDocument(file);
  }

  function touch(file: string): void {
    const isConfig = /[\\/](?:ts|js)config[^\\/]*\.json$|[\\/]package\.json$/.test(file);
    // Other options make another program; it is opened anew when it is next asked for.
    if (isConfig) {
      for (const [key, workspace] of open)
        if (
          workspace.configFile === undefined ||
          file.endsWith("package.json") ||
          workspace.configFile === file ||
          key === path.dirname(file)
        )
          reopen(key, workspace);
      return;
    }
    for (const workspace of open.values())
      if (workspace.holds(file) || workspace === open.get(nearestConfig(path.dirname(file)) ?? path.dirname(file)))
        workspace.touch(file);
  }

  function reopen(key: string, old: Workspace): void {
    const fresh = openWorkspace({ cwd: old.cwd, project: old.configFile ?? null });
    if (isProblem(fresh)) {
      log(`${fresh.message} ${fresh.help}`);
      return;
    }
    for (const document of old.documents()) fresh.setDocument(document.file, document.version, document.text);
    open.set(key, fresh);
  }
}
