// TypeScript to JavaScript by the compiler of the user's project, for programs that run under a loader a worker does not inherit.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** What of the compiler's interface is used; TypeScript 7 has none of it. */
interface Compiler {
  readonly ModuleKind: { readonly CommonJS: number; readonly ESNext: number };
  readonly ScriptTarget: { readonly ES2022: number };
  readonly sys: { fileExists(file: string): boolean; readFile(file: string): string | undefined };
  transpileModule(code: string, options: object): { readonly outputText: string };
  findConfigFile(folder: string, exists: (file: string) => boolean): string | undefined;
  readConfigFile(file: string, read: (file: string) => string | undefined): { readonly config?: object };
  parseJsonConfigFileContent(config: object, host: object, folder: string): { readonly options: object };
}

/** Whether a file is TypeScript by its name, declarations apart. */
export function isTypeScript(file: string): boolean {
  return /(?<!\.d)\.[cm]?tsx?$/.test(file);
}

/**
 * @param file absolute path of a TypeScript file
 * @param kind what to compile its imports and exports to
 * @returns undefined where no compiler is installed from which the file would find it
 */
export function transpile(file: string, kind: "module" | "commonjs"): string | undefined {
  const compiler = compilerFor(file);
  if (compiler === undefined) return undefined;
  const { ModuleKind, ScriptTarget, transpileModule } = compiler;
  const compilerOptions = {
    target: ScriptTarget.ES2022,
    // How classes, decorators and JSX are compiled is the project's affair; how modules are loaded is not.
    ...projectOptions(compiler, path.dirname(file)),
    module: kind === "module" ? ModuleKind.ESNext : ModuleKind.CommonJS,
    isolatedModules: true,
    verbatimModuleSyntax: false,
    esModuleInterop: true,
    inlineSourceMap: true,
    inlineSources: true,
    sourceMap: false,
    declaration: false,
    declarationMap: false,
    composite: false,
    incremental: false,
    noEmit: false,
  };
  return transpileModule(fs.readFileSync(file, "utf8"), { fileName: file, compilerOptions }).outputText;
}

const compilers = new Map<string, Compiler | undefined>();

function compilerFor(file: string): Compiler | undefined {
  const folder = path.dirname(file);
  if (!compilers.has(folder)) compilers.set(folder, loadCompiler(file));
  return compilers.get(folder);
}

function loadCompiler(file: string): Compiler | undefined {
  try {
    const compiler = createRequire(file)("typescript") as Partial<Compiler>;
    return typeof compiler.transpileModule === "function" ? (compiler as Compiler) : undefined;
  } catch {
    // Not installed from there.
    return undefined;
  }
}

const options = new Map<string, object>();

function projectOptions(compiler: Compiler, folder: string): object {
  let found = options.get(folder);
  if (found === undefined) {
    found = readOptions(compiler, folder);
    options.set(folder, found);
  }
  return found;
}

function readOptions({ sys, ...compiler }: Compiler, folder: string): object {
  const file = compiler.findConfigFile(folder, sys.fileExists);
  if (file === undefined) return {};
  const { config } = compiler.readConfigFile(file, sys.readFile);
  // Which files belong to the project is not asked; listing them can take seconds.
  const host = { ...sys, readDirectory: () => [], useCaseSensitiveFileNames: true };
  return compiler.parseJsonConfigFileContent(config ?? {}, host, path.dirname(file)).options;
}
