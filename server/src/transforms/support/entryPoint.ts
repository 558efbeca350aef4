// Whether a function can be reached from outside of the sources: through the package's doors, or from files that are not part of the program.
import fs from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import { unalias } from "../../accesses/types.js";
import { perProgram } from "../../workspace/perProgram.js";
import type { TransformContext } from "../transform.js";
import { packageOf } from "./target.js";

// Every loop asks; what is on disk is looked up once for each state of the program.
const manifests = perProgram(() => new Map<string, ReturnType<typeof packageOf>>());

function manifestOf(file: string, program: ts.Program): ReturnType<typeof packageOf> {
  const known = manifests(program);
  const folder = path.dirname(file);
  if (!known.has(folder)) known.set(folder, packageOf(file));
  return known.get(folder);
}

/** Exported, under whatever name, by a file that the package's manifest names as one of its doors. */
export function isEntryPoint(declaration: ts.SignatureDeclaration, { program, checker }: TransformContext): boolean {
  const file = declaration.getSourceFile().fileName;
  const manifest = manifestOf(file, program);
  if (manifest === undefined) return false;
  const root = path.dirname(manifest.file).replaceAll("\\", "/");
  const doors = [
    ...manifest.text.matchAll(/"(?:main|module|types|import|require|default|exports|node|\.[^"]*)"\s*:\s*"([^"]+)"/g),
  ];
  // A door that is a source itself is that one, and no other of its name.
  const sources = new Set(doors.map((match) => program.getSourceFile(path.posix.join(root, match[1]!))));
  const compiled = doors.filter((match) => program.getSourceFile(path.posix.join(root, match[1]!)) === undefined);
  const ways = compiled.map((match) => wayTo(path.posix.normalize(match[1]!)));
  const holder: ts.NamedDeclaration =
    ts.isVariableDeclaration(declaration.parent) ||
    ts.isClassLike(declaration.parent) ||
    ts.isInterfaceDeclaration(declaration.parent)
      ? declaration.parent
      : declaration;
  const symbol = holder.name && checker.getSymbolAtLocation(holder.name);
  const { rootDir: given } = program.getCompilerOptions();
  const rootDir = given === undefined ? [] : wayTo(path.posix.relative(root, given.replaceAll("\\", "/")));
  return program.getSourceFiles().some((source) => {
    if (
      source.isDeclarationFile ||
      !source.fileName.startsWith(`${root}/`) ||
      source.fileName.includes("/node_modules/")
    )
      return false;
    if (!sources.has(source) && !mayBecome(wayTo(path.posix.relative(root, source.fileName)), ways, rootDir))
      return false;
    const module = checker.getSymbolAtLocation(source);
    return (
      module !== undefined &&
      checker.getExportsOfModule(module).some((exported) => unalias(exported, checker) === symbol)
    );
  });
}

/** The folders and the name of a file, without what tells its kind. */
function wayTo(file: string): readonly string[] {
  return file
    .replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "")
    .split("/")
    .filter((part) => part !== "" && part !== ".");
}

const sourceFolders = new Set(["src", "source", "sources", "lib", "ts"]);
/** `dist/esm/`: a door lies at most so many folders deeper than its source. */
const mostOutFolders = 3;

/** Compiled files lie elsewhere than their sources, but keep their names and the folders below: `src/a/b.ts`, `dist/a/b.js`. */
function mayBecome(
  source: readonly string[],
  doors: readonly (readonly string[])[],
  rootDir: readonly string[],
): boolean {
  const roots = [0, ...(sourceFolders.has(source[0] ?? "") ? [1] : [])];
  if (rootDir.every((part, at) => source[at] === part)) roots.push(rootDir.length);
  return doors.some((door) =>
    roots.some((from) => {
      const below = source.slice(from).join("/");
      const out = door.length - (source.length - from);
      return out >= 0 && out <= mostOutFolders && door.slice(out).join("/") === below;
    }),
  );
}

/** What a build leaves behind is made anew from the sources. */
const built = new Set("node_modules dist build out coverage esm cjs".split(" "));
const largestFile = 500_000;
const outside = perProgram(() => new Map<string, readonly string[]>());

/**
 * A file of the package that is not part of the program, imports files of its own project and contains the name: a call in it
 * could not be changed along. Undefined when there is none. O(files of the package) once for a program.
 * @returns its path relative to the package
 */
export function mentionOutside(declaration: ts.SignatureDeclaration, context: TransformContext): string | undefined {
  const { program } = context;
  const name = nameSeenOutside(declaration, context);
  const manifest = manifestOf(declaration.getSourceFile().fileName, program);
  if (name === undefined || manifest === undefined) return undefined;
  const root = path.dirname(manifest.file);
  const known = outside(program);
  const files = known.get(root) ?? [...filesOutside(root, program)];
  known.set(root, files);
  const word = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`);
  const found = files.find((file) => {
    const text = fs.readFileSync(file, "utf8");
    return text.includes(name) && word.test(text) && /["']\.{1,2}\//.test(text);
  });
  return found && path.relative(root, found).replaceAll("\\", "/");
}

/** The name of an exported function; that of a method whose class may be anywhere. */
function nameSeenOutside(declaration: ts.SignatureDeclaration, { checker }: TransformContext): string | undefined {
  if (ts.isMethodDeclaration(declaration)) {
    const isPrivate = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private) !== 0;
    return !isPrivate && ts.isIdentifier(declaration.name) ? declaration.name.text : undefined;
  }
  const holder: ts.NamedDeclaration = ts.isVariableDeclaration(declaration.parent) ? declaration.parent : declaration;
  const module = checker.getSymbolAtLocation(declaration.getSourceFile());
  const symbol = holder.name && checker.getSymbolAtLocation(holder.name);
  if (module === undefined || symbol === undefined) return undefined;
  return checker.getExportsOfModule(module).find((exported) => unalias(exported, checker) === symbol)?.name;
}

function* filesOutside(folder: string, program: ts.Program): Generator<string, void, void> {
  const { outDir, declarationDir } = program.getCompilerOptions();
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      const isBuilt =
        built.has(entry.name) || [outDir, declarationDir].some((each) => each && path.resolve(each) === file);
      if (!isBuilt && !entry.name.startsWith(".")) yield* filesOutside(file, program);
      continue;
    }
    if (!entry.isFile() || !/\.[cm]?[jt]sx?$/.test(entry.name) || /\.d\.[cm]?ts$/.test(entry.name)) continue;
    // Compiled beside its source.
    const source = file.replace(/\.([cm]?)jsx?$/, ".$1ts");
    const isInProgram = [file, source, `${source}x`].some((each) => program.getSourceFile(each) !== undefined);
    if (!isInProgram && fs.statSync(file).size <= largestFile) yield file;
  }
}
