// The program under analysis: files on disk, overlaid by open editor documents as versioned script snapshots of a
// TypeScript language-service host. Nothing above this layer reads files, and nothing here changes them.
import fs from "node:fs";
import path from "node:path";
import { getLibFiles } from "@ts-morph/common";
import { ts } from "ts-morph";
import { deepestFile } from "./depth.js";
import { withOlderDefaults } from "./olderDefaults.js";
import { withoutOverflow } from "./overflow.js";

export interface Workspace {
  /** Absolute path of the folder against which reports print file names. */
  readonly cwd: string;
  /** Absolute path of the `tsconfig.json` in force, or undefined when the compiler options are inferred. */
  readonly configFile: string | undefined;
  readonly options: ts.CompilerOptions;
  /** The current program. Cheap when nothing changed since the last call. */
  program(): ts.Program;
  /** Sets the text of an open document; `version` grows with each change. */
  setDocument(file: string, version: number, text: string): void;
  /** Back to what is on disk. */
  closeDocument(file: string): void;
  /** Tells that a file changed on disk (or came, or went). */
  touch(file: string): void;
  /** Version of an open document, undefined for a file that is not open. */
  documentVersion(file: string): number | undefined;
  /** The file is open in this workspace or part of its program as it was last built. */
  holds(file: string): boolean;
  /** All open documents. */
  documents(): readonly { readonly file: string; readonly version: number; readonly text: string }[];
  /** The present text of a file: of the open document, else what is on disk. Undefined when there is none. */
  readFile(file: string): string | undefined;
  /** The file is nested so deeply that the compiler runs out of stack on it; the program takes it for empty. */
  isTooDeep(file: string): boolean;
  /** The program's own source files: no declaration files, nothing under `node_modules`. Sorted by name. */
  ownFiles(): readonly string[];
}

export interface WorkspaceProblem {
  readonly message: string;
  readonly help: string;
}

export interface WorkspaceOptions {
  readonly cwd: string;
  /** `tsconfig.json` (or `jsconfig.json`) to use; null for none; otherwise the nearest one above `cwd`, otherwise none. */
  readonly project?: string | null;
  /** Root files when there is no configuration file, or in addition to its own. Absolute. */
  readonly files?: readonly string[];
}

const sourcePattern = /\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/;

/** Opens the program of a folder. Never throws for what a user can get wrong: that comes back as a `WorkspaceProblem`. */
export function openWorkspace({ cwd, project, files = [] }: WorkspaceOptions): Workspace | WorkspaceProblem {
  const configFile =
    project === null ? undefined : project === undefined ? nearestConfig(cwd) : path.resolve(cwd, project);
  const config = configFile === undefined ? undefined : readConfig(configFile);
  if (config !== undefined && "message" in config) return config;
  const roots = new Set<string>([...(config?.fileNames ?? []), ...files].map(normalize));
  return createWorkspace(cwd, configFile, { ...(config?.options ?? inferredOptions()), ...analysisOptions }, roots);
}

export function isProblem(value: object): value is WorkspaceProblem {
  return "message" in value && "help" in value;
}

/** Options that do not change meaning, only keep the compiler from work that the analysis never looks at. */
const analysisOptions: ts.CompilerOptions = {
  noEmit: true,
  skipLibCheck: true,
  allowJs: true,
  incremental: false,
  composite: false,
};

/** What a program without a configuration file gets: today's Node, both languages, no strictness imposed. */
function inferredOptions(): ts.CompilerOptions {
  return {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    jsx: ts.JsxEmit.Preserve,
  };
}

/** The `tsconfig.json`, else `jsconfig.json`, in the folder or the nearest one above it. */
export function nearestConfig(cwd: string): string | undefined {
  return (
    ts.findConfigFile(cwd, ts.sys.fileExists, "tsconfig.json") ??
    ts.findConfigFile(cwd, ts.sys.fileExists, "jsconfig.json")
  );
}

function readConfig(configFile: string): ts.ParsedCommandLine | WorkspaceProblem {
  if (!fs.existsSync(configFile)) {
    return {
      message: `There is no file ${configFile}.`,
      help: "Give --project the path of an existing tsconfig.json, or leave it out.",
    };
  }
  const raw = ts.readConfigFile(configFile, ts.sys.readFile);
  if (raw.error) {
    const text = ts.flattenDiagnosticMessageText(raw.error.messageText, " ");
    return {
      message: `${configFile} cannot be read: ${text}`,
      help: "Mend the file; `npx tsc --showConfig` tells where it is wrong.",
    };
  }
  const parsed = ts.parseJsonConfigFileContent(raw.config, ts.sys, path.dirname(configFile), undefined, configFile);
  withOlderDefaults(parsed.options, path.dirname(configFile));
  const references = (parsed.projectReferences ?? []).map((reference) => ts.resolveProjectReferencePath(reference));
  if (parsed.fileNames.length > 0 || references.length === 0) return parsed;
  // A solution file: only references. Its program is the union of theirs, with the first one's options.
  const parts = references.filter((file) => fs.existsSync(file)).map(readConfig);
  const good = parts.filter((part): part is ts.ParsedCommandLine => !("message" in part));
  return { ...parsed, options: good[0]?.options ?? parsed.options, fileNames: good.flatMap((part) => part.fileNames) };
}

function createWorkspace(
  cwd: string,
  configFile: string | undefined,
  options: ts.CompilerOptions,
  roots: Set<string>,
): Workspace {
  const documents = new Map<string, { version: number; snapshot: ts.IScriptSnapshot }>();
  const diskVersions = new Map<string, number>();
  // The compiler asks for the text of every file after every edit; it holds the same strings itself.
  const diskSnapshots = new Map<string, { version: number; snapshot: ts.IScriptSnapshot }>();
  let generation = 0;
  let lastProgram: ts.Program | undefined;
  const tooDeep = new Set<string>();
  // The files that the compiler has read since the last good program: one of them is to blame when it fails.
  const asked = new Set<string>();

  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getProjectVersion: () => String(generation),
    getScriptFileNames: () => [...roots],
    getScriptVersion: (file) => {
      const name = normalize(file);
      if (tooDeep.has(name)) return "too deep";
      const open = documents.get(name);
      return open ? `open ${open.version}` : `disk ${diskVersions.get(name) ?? 0}`;
    },
    getScriptSnapshot: (file) => {
      const name = normalize(file);
      asked.add(name);
      if (tooDeep.has(name)) return ts.ScriptSnapshot.fromString("");
      const open = documents.get(name);
      if (open) return open.snapshot;
      const version = diskVersions.get(name) ?? 0;
      const known = diskSnapshots.get(name);
      if (known?.version === version) return known.snapshot;
      const text = readAny(file);
      if (text === undefined) return undefined;
      const snapshot = ts.ScriptSnapshot.fromString(text);
      diskSnapshots.set(name, { version, snapshot });
      return snapshot;
    },
    getCurrentDirectory: () => cwd,
    getDefaultLibFileName: (settings) => libraryFolder + ts.getDefaultLibFileName(settings),
    fileExists: (file) => documents.has(normalize(file)) || libraryText(file) !== undefined || ts.sys.fileExists(file),
    readFile: (file) => {
      const open = documents.get(normalize(file));
      return open ? open.snapshot.getText(0, open.snapshot.getLength()) : readAny(file);
    },
    readDirectory: ts.sys.readDirectory,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    ...(ts.sys.realpath ? { realpath: ts.sys.realpath } : {}),
  };
  const service = ts.createLanguageService(host, ts.createDocumentRegistry());

  /** Reads and binds all files. Those on which the compiler runs out of stack are left out, one after the other. */
  function build(): ts.Program {
    for (;;) {
      const program = withoutOverflow(() => service.getProgram()!);
      if (program !== undefined) {
        asked.clear();
        return program;
      }
      const file = deepestFile(
        [...asked].filter((each) => !tooDeep.has(each)),
        (each) => host.readFile(each) ?? "",
      );
      if (file === undefined) throw new Error("The compiler runs out of stack, and no file is to blame.");
      tooDeep.add(file);
      generation++;
    }
  }

  function changed(file: string): void {
    tooDeep.delete(normalize(file));
    generation++;
  }

  return {
    cwd,
    configFile,
    options,
    program: () => {
      lastProgram = build();
      return lastProgram;
    },
    setDocument(file, version, text) {
      roots.add(normalize(file));
      documents.set(normalize(file), { version, snapshot: ts.ScriptSnapshot.fromString(text) });
      changed(file);
    },
    closeDocument(file) {
      documents.delete(normalize(file));
      diskVersions.set(normalize(file), (diskVersions.get(normalize(file)) ?? 0) + 1);
      if (!ts.sys.fileExists(file)) roots.delete(normalize(file));
      changed(file);
    },
    touch(file) {
      diskVersions.set(normalize(file), (diskVersions.get(normalize(file)) ?? 0) + 1);
      if (sourcePattern.test(file) && ts.sys.fileExists(file)) roots.add(normalize(file));
      else roots.delete(normalize(file));
      changed(file);
    },
    holds: (file) =>
      documents.has(normalize(file)) || roots.has(normalize(file)) || lastProgram?.getSourceFile(file) !== undefined,
    documents: () =>
      [...documents].map(([file, { version, snapshot }]) => ({
        file,
        version,
        text: snapshot.getText(0, snapshot.getLength()),
      })),
    readFile: (file) => host.readFile(file),
    isTooDeep: (file) => tooDeep.has(normalize(file)),
    documentVersion: (file) => documents.get(normalize(file))?.version,
    ownFiles: () =>
      build()
        .getSourceFiles()
        .filter((source) => !source.isDeclarationFile && !source.fileName.includes("/node_modules/"))
        .map((source) => source.fileName)
        .filter((file) => sourcePattern.test(file))
        .sort(),
  };
}

// ts-morph carries TypeScript's own declaration files (`lib.es2022.d.ts` …) as strings, so that a bundle needs no folder.
const libraryFolder = "/loopsmith-typescript-lib/";
let libraries: Map<string, string> | undefined;

function libraryText(file: string): string | undefined {
  if (!file.startsWith(libraryFolder)) return undefined;
  libraries ??= new Map(getLibFiles().map((entry) => [entry.fileName, entry.text]));
  return libraries.get(file.slice(libraryFolder.length));
}

function readAny(file: string): string | undefined {
  return libraryText(file) ?? ts.sys.readFile(file);
}

function normalize(file: string): string {
  // Most have none, and the compiler asks about every file after every edit.
  return file.includes("\\") ? file.replaceAll("\\", "/") : file;
}
