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
  const nameOf = (door: string) => path.basename(door).replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "");
  const doors = [
    ...manifest.text.matchAll(/"(?:main|module|types|import|require|default|exports|node|\.[^"]*)"\s*:\s*"([^"]+)"/g),
  ];
  // A door that is a source itself is that one, and no other of its name.
  const sources = new Set(doors.map((match) => program.getSourceFile(path.posix.join(root, match[1]!))));
  const compiled = doors.filter((match) => program.getSourceFile(path.posix.join(root, match[1]!)) === undefined);
  const names = new Set(compiled.map((match) => nameOf(match[1]!)));
  const holder: ts.NamedDeclaration =
    ts.isVariableDeclaration(declaration.parent) ||
    ts.isClassLike(declaration.parent) ||
    ts.isInterfaceDeclaration(declaration.parent)
      ? declaration.parent
      : declaration;
  const symbol = holder.name && checker.getSymbolAtLocation(holder.name);
  return program.getSourceFiles().some((source) => {
    if (
      source.isDeclarationFile ||
      !source.fileName.startsWith(`${root}/`) ||
      source.fileName.includes("/node_modules/")
    )
      return false;
    // Compiled files lie elsewhere than their sources, but keep their names.
    if (!sources.has(source) && !names.has(nameOf(source.fileName))) return false;
    const module = checker.getSymbolAtLocation(source);
    return (
      module !== undefined &&
      checker.getExportsOfModule(module).some((exported) => unalias(exported, checker) === symbol)
    );
  });
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
