// A program with another text for one of its files; everything else is shared with the program that it comes from.
import path from "node:path";
import { ts } from "ts-morph";

/** O(size of the file); nothing is checked before somebody asks. Undefined: the file is not of the program. */
export function withText(program: ts.Program, fileName: string, text: string): ts.Program | undefined {
  const old = program.getSourceFile(fileName);
  const library = program.getSourceFiles().find((file) => program.isSourceFileDefaultLibrary(file));
  if (old === undefined || library === undefined) return undefined;
  const options = program.getCompilerOptions();
  const format = old.impliedNodeFormat === undefined ? {} : { impliedNodeFormat: old.impliedNodeFormat };
  const file = ts.createSourceFile(fileName, text, { languageVersion: old.languageVersion, ...format }, true);
  const folder = path.posix.dirname(library.fileName);
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost(options, true),
    getSourceFile: (name) => (name === fileName ? file : ownFile(program.getSourceFile(name))),
    fileExists: (name) => program.getSourceFile(name) !== undefined || ts.sys.fileExists(name),
    getDefaultLibLocation: () => folder,
    getDefaultLibFileName: (settings) => `${folder}/${ts.getDefaultLibFileName(settings)}`,
    // As the language service does it that made the program: paths of both are compared.
    useCaseSensitiveFileNames: () => false,
    getCanonicalFileName: (name) => name.toLowerCase(),
    getCurrentDirectory: () => program.getCurrentDirectory(),
    writeFile: () => undefined,
  };
  return ts.createProgram({ rootNames: program.getRootFileNames(), options, oldProgram: program, host });
}

/** Of a package that lies in several places, the program has one file stand for the others; a host is asked for each of them. */
function ownFile(file: ts.SourceFile | undefined): ts.SourceFile | undefined {
  const { redirectInfo } = (file ?? {}) as { readonly redirectInfo?: { readonly unredirected: ts.SourceFile } };
  return redirectInfo?.unredirected ?? file;
}
