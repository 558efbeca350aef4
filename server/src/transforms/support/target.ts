// What kind of module the loop's file is, and what its kernel module is to be called and imported as.
import fs from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import { perProgram } from "../../workspace/perProgram.js";
import type { TransformContext } from "../transform.js";
import { isAsync } from "./functions.js";

export interface Target {
  readonly language: "ts" | "js";
  /** How the emitted code is loaded: decides between `import.meta.url`, `__filename` and neither. */
  readonly system: "esm" | "cjs" | "either";
  /** The source itself uses `require` and `module.exports`. */
  readonly usesRequire: boolean;
  /** Absolute path of the kernel module beside the file. */
  readonly kernelFile: string;
  /** As the file imports its kernel module, e.g. `./mandelbrot.kernels.js`. */
  readonly kernelSpecifier: string;
  /** As the kernel module would import the file's types. */
  readonly ownSpecifier: string;
}

export function targetOf({ program, sourceFile }: TransformContext): Target {
  const file = sourceFile.fileName;
  const extension = path.extname(file);
  const base = path.basename(file, extension);
  const language = /^\.[cm]?tsx?$/.test(extension) ? "ts" : "js";
  // A kernel holds no markup, so `.tsx` becomes `.ts` and `.jsx` becomes `.js`.
  const kernelExtension = extension.replace("x", "");
  const usesRequire =
    language === "js" &&
    !sourceFile.statements.some(isModuleSyntax) &&
    /\brequire\s*\(|\bmodule\.exports\b|\bexports\./.test(sourceFile.text);
  const isCommonJs = usesRequire || emitsCommonJs(sourceFile, program, extension);
  const system = isCommonJs ? "cjs" : isCompiledToBoth(sourceFile, program, extension) ? "either" : "esm";
  const ending = specifierEnding(sourceFile, program, kernelExtension);
  return {
    language,
    system,
    usesRequire,
    kernelFile: path.join(path.dirname(file), `${base}.kernels${kernelExtension}`),
    kernelSpecifier: `./${base}.kernels${ending}`,
    ownSpecifier: `./${base}${ending}`,
  };
}

/** May statements of the file's top level wait? Only in an ES module, and where the compiler's options leave `await` alone. */
export function canWaitAtTopLevel(source: ts.SourceFile, program: ts.Program): boolean {
  if (!ts.isExternalModule(source) || emitsCommonJs(source, program, path.extname(source.fileName))) return false;
  if (/\.[cm]?jsx?$/.test(source.fileName)) return true;
  const { module, target = ts.ScriptTarget.ES5 } = program.getCompilerOptions();
  const isRecent = module === undefined || module >= ts.ModuleKind.ES2022 || module === ts.ModuleKind.System;
  return isRecent && target >= ts.ScriptTarget.ES2017;
}

export type Waiting = { readonly kind: "may" } | { readonly kind: "disabled"; readonly reason: string };

/** May the code of a function, or of a file's top level, wait as it stands? undefined: it is no asynchronous function. */
export function mayWait(container: ts.Node, source: ts.SourceFile, program: ts.Program): Waiting | undefined {
  if (!ts.isSourceFile(container)) return isAsync(container) ? { kind: "may" } : undefined;
  return canWaitAtTopLevel(source, program)
    ? { kind: "may" }
    : { kind: "disabled", reason: "only ES modules can wait at their top level" };
}

/** The compiler takes every `.cjs` for a module; whether it is written as an ES module is told by its statements. */
function isModuleSyntax(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement))
    return true;
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}

function emitsCommonJs(source: ts.SourceFile, program: ts.Program, extension: string): boolean {
  if (extension === ".cts" || extension === ".cjs") return true;
  if (extension === ".mts" || extension === ".mjs") return false;
  // Node takes it for what its package says; the module kind of the compiler's options is that of other files.
  if (isSourceOfModulePackage(source, extension)) return false;
  if (source.impliedNodeFormat !== undefined)
    return source.impliedNodeFormat === ts.ModuleKind.CommonJS && !hasEsmSyntaxIn(source, program);
  return program.getCompilerOptions().module === ts.ModuleKind.CommonJS;
}

/**
 * Sources in ES modules for a bundler, in a package that Node takes for CommonJS: what the bundler does not see, tests above all, is
 * compiled to CommonJS, where `import.meta` is an error.
 */
function isCompiledToBoth(source: ts.SourceFile, program: ts.Program, extension: string): boolean {
  const { module } = program.getCompilerOptions();
  const manifest = packageOf(source.fileName)?.text;
  const isOfModules = manifest !== undefined && /"type"\s*:\s*"module"/.test(manifest);
  // Jest compiles to CommonJS whatever the package says, unless it is told otherwise on its command line.
  const isTestedByJest = manifest !== undefined && /"(?:ts-|babel-)?jest"\s*:/.test(manifest);
  if (/^\.jsx?$/.test(extension))
    return isTestedByJest || (!isOfModules && /"(?:@babel\/[\w-]+|babel-[\w-]+)"\s*:/.test(manifest ?? ""));
  // ES modules of 2015 have no `import.meta`.
  if (module === ts.ModuleKind.ES2015 && /^\.tsx?$/.test(extension)) return true;
  const isEs = module !== undefined && module >= ts.ModuleKind.ES2015 && module <= ts.ModuleKind.ESNext;
  if (!/^\.tsx?$/.test(extension) || source.impliedNodeFormat !== undefined || !isEs) return false;
  return manifest !== undefined && (!isOfModules || isTestedByJest);
}

/** A `.js` file with `import` or `export`, in a package of ES modules. */
function isSourceOfModulePackage(source: ts.SourceFile, extension: string): boolean {
  if (!/^\.jsx?$/.test(extension) || !source.statements.some(isModuleSyntax)) return false;
  return /"type"\s*:\s*"module"/.test(packageOf(source.fileName)?.text ?? "");
}

/** A `.js` file with `import` in a package without `"type"`: today's Node takes it for an ES module. */
function hasEsmSyntaxIn(source: ts.SourceFile, program: ts.Program): boolean {
  return (
    /\.jsx?$/.test(source.fileName) &&
    ts.isExternalModule(source) &&
    program.getCompilerOptions().configFilePath === undefined
  );
}

const emitted: Record<string, string> = { ".ts": ".js", ".mts": ".mjs", ".cts": ".cjs" };

/** As the file's own relative imports end; else as the module resolution wants it. */
function specifierEnding(source: ts.SourceFile, program: ts.Program, extension: string): string {
  const imported = relativeImport(source);
  const output = emitted[extension] ?? extension;
  // Node finds `./math.js` as `./math` for `require`, and no other ending.
  if (imported === undefined && extension === ".js" && requiresWithout(source)) return "";
  const own = imported ?? anyRelativeImport(program);
  if (own !== undefined) {
    if (/\.[cm]?js$/.test(own)) return output;
    return /\.[cm]?tsx?$/.test(own) ? extension : "";
  }
  const { moduleResolution, module } = program.getCompilerOptions();
  const isClassic =
    moduleResolution === ts.ModuleResolutionKind.Bundler ||
    moduleResolution === ts.ModuleResolutionKind.Node10 ||
    (moduleResolution === undefined && (module === ts.ModuleKind.CommonJS || module === ts.ModuleKind.ESNext));
  return isClassic && extension in emitted ? "" : output;
}

/** The first relative `require` of the file has no ending. */
function requiresWithout({ text, statements }: ts.SourceFile): boolean {
  const first = /\brequire\(\s*["'](\.\.?\/[^"']*)["']\s*\)/.exec(text)?.[1];
  return first !== undefined && !statements.some(isModuleSyntax) && !/\.\w+$/.test(first);
}

function relativeImport(source: ts.SourceFile): string | undefined {
  return source.statements
    .flatMap((statement) =>
      ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)
        ? [statement.moduleSpecifier.text]
        : [],
    )
    .find((specifier) => /^\.\.?\//.test(specifier) && !/\.(?:json|css|node|wasm)$/.test(specifier));
}

/** What other files of the program do, where a file imports none itself. */
function anyRelativeImport(program: ts.Program): string | undefined {
  const known = habits(program);
  if (!known.has("import")) {
    const own = program
      .getSourceFiles()
      .filter((each) => !each.isDeclarationFile && !program.isSourceFileFromExternalLibrary(each));
    known.set(
      "import",
      own.map(relativeImport).find((each) => each !== undefined),
    );
  }
  return known.get("import");
}

const habits = perProgram(() => new Map<"import", string | undefined>());

/** The nearest `package.json` above a file, with its text. */
export function packageOf(file: string): { file: string; text: string } | undefined {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, "package.json");
    if (fs.existsSync(candidate)) return { file: candidate, text: fs.readFileSync(candidate, "utf8") };
    if (path.dirname(folder) === folder) return undefined;
  }
}
