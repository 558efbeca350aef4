// Which program an open document belongs to: one workspace per configuration file, found upwards from the document.
import fs from "node:fs";
import path from "node:path";
import { isProblem, nearestConfig, openWorkspace, type Workspace } from "../workspace/workspace.js";

export interface Workspaces {
  /** The workspace of a file; opened when it is first asked for. */
  of(file: string): Workspace;
  /**
   * The programs of many files, those that are open already first. The others are opened when they are come to, and not kept: a
   * scan must not leave every program of a large folder in memory.
   */
  programsOf(files: readonly string[]): Iterable<ProgramFiles>;
  /** All that are open. */
  all(): readonly Workspace[];
  setDocument(file: string, version: number, text: string): void;
  closeDocument(file: string): void;
  touch(file: string): void;
}

export interface ProgramFiles {
  readonly workspace: Workspace;
  readonly files: readonly string[];
}

export function createWorkspaces(log: (message: string) => void): Workspaces {
  const open = new Map<string, Workspace>();
  return { of, programsOf, all: () => [...open.values()], setDocument, closeDocument, touch };

  function of(file: string): Workspace {
    const folder = path.dirname(file);
    const config = nearestConfig(fs.existsSync(folder) ? folder : process.cwd());
    const key = config ?? folder;
    const known = open.get(key);
    if (known !== undefined) return known;
    const workspace = opened(config, config === undefined ? folder : path.dirname(config), []);
    open.set(key, workspace);
    return workspace;
  }

  function* programsOf(files: readonly string[]): Iterable<ProgramFiles> {
    const configs = new Map<string, string | undefined>();
    const configOf = (folder: string) => {
      if (!configs.has(folder)) configs.set(folder, nearestConfig(folder));
      return configs.get(folder);
    };
    const unopened = new Map<string | undefined, string[]>();
    for (const [key, own] of groupBy(files, (file) => configOf(path.dirname(file)) ?? path.dirname(file))) {
      const workspace = open.get(key);
      const held = new Set(workspace === undefined ? [] : own.filter((file) => workspace.holds(file)));
      if (workspace !== undefined && held.size > 0) yield { workspace, files: [...held] };
      const rest = own.filter((file) => !held.has(file));
      const config = configs.get(path.dirname(own[0]!));
      if (rest.length > 0) unopened.set(config, [...(unopened.get(config) ?? []), ...rest]);
    }
    for (const [config, own] of unopened) {
      // Files without a configuration file are one program: one for each folder would load the library a hundred times.
      const workspace = opened(config, path.dirname(config ?? own[0]!), own);
      for (const document of [...open.values()].flatMap((each) => each.documents()))
        if (own.includes(document.file) || workspace.holds(document.file))
          workspace.setDocument(document.file, document.version, document.text);
      yield { workspace, files: own };
    }
  }

  function opened(config: string | undefined, cwd: string, files: readonly string[]): Workspace {
    let workspace = openWorkspace({ cwd, project: config ?? null, files });
    if (isProblem(workspace)) {
      // A broken configuration must not silence the editor: the file is analysed with inferred options.
      log(`${workspace.message} ${workspace.help}`);
      workspace = openWorkspace({ cwd, project: null, files });
    }
    if (isProblem(workspace)) throw new Error(workspace.message);
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

function groupBy(files: readonly string[], keyOf: (file: string) => string): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const key = keyOf(file);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return groups;
}
