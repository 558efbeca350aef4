// The source files of the repository with what the tidy checks ask of them: imports, lines.
import fs from "node:fs";
import path from "node:path";

export interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly isTest: boolean;
}

export interface ImportOf {
  readonly from: SourceFile;
  /** Path relative to the repository for a relative import (`server/src/loops/loop.ts`), else the specifier. */
  readonly to: string;
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

/** All TypeScript files below some folders, sorted. Skips `node_modules`, `dist` and folders that do not exist. */
export function readSources(root: string, folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) => filesBelow(root, folder)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function filesBelow(root: string, folder: string): readonly SourceFile[] {
  const full = path.join(root, folder);
  if (!fs.existsSync(full)) return [];
  return fs.readdirSync(full, { withFileTypes: true }).flatMap((entry) => {
    const below = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /^(?:node_modules|dist)$/.test(entry.name) ? [] : filesBelow(root, below);
    if (!entry.name.endsWith(".ts")) return [];
    const text = fs.readFileSync(path.join(root, below), "utf8");
    return [{ path: below, text, isTest: below.endsWith(".test.ts") }];
  });
}

/** Static imports and re-exports, and dynamic imports of literal specifiers, outside of comments. */
export function importsOf(from: SourceFile): readonly ImportOf[] {
  const code = withoutComments(from.text);
  const statics = [...code.matchAll(/^(?:import|export)\s+(type\s+)?((?:[^;"'`]*?)\s*from\s*)?["']([^"']+)["']/gm)];
  const dynamics = [...code.matchAll(/\bimport\(\s*["']([^"']+)["']\s*\)/g)];
  return [
    ...statics.map(([, type, clause, specifier]) => ({
      from,
      to: resolve(from.path, specifier!),
      typeOnly: type !== undefined || isAllTypes(clause),
    })),
    ...dynamics.map(([, specifier]) => ({ from, to: resolve(from.path, specifier!), typeOnly: false })),
  ];
}

/** `import { type A, type B } from` leaves nothing at run time for the purposes of these checks. */
function isAllTypes(clause: string | undefined): boolean {
  const named = /^\{([^}]*)\}\s*from\s*$/.exec(clause ?? "")?.[1];
  if (named === undefined) return false;
  const names = named
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return names.length > 0 && names.every((name) => name.startsWith("type "));
}

function resolve(from: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  return path.posix.join(path.posix.dirname(from), specifier).replace(/\.js$/, ".ts");
}

/** Lines that hold code: neither blank nor comment. */
export function codeLines({ text }: SourceFile): number {
  return withoutComments(text)
    .split("\n")
    .filter((line) => line.trim() !== "").length;
}

/** Whole-line comments and block comments blanked out; good enough for files that a formatter has laid out. */
function withoutComments(text: string): string {
  return text.replace(/^\s*\/\/.*$/gm, "").replace(/^\s*\/\*[\s\S]*?\*\//gm, "");
}
