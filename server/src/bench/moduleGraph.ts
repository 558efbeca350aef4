// The modules that a replay module reaches: the project's own ones, found by the compiler's own module resolution.
import fs from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import { isInside } from "./projectRoot.js";

/** A string literal that names a module. `start` and `end` enclose the text between the quotes. */
export interface Specifier {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** `require("…")` resolves by other rules than `import`. */
  readonly viaRequire: boolean;
  /** `import data from "./x.json" with { type: "json" }`: Node itself reads such a file. */
  readonly hasAttributes: boolean;
}

/** Every place of a file that names a module by a literal, in source order. */
export function specifiersOf(source: ts.SourceFile): readonly Specifier[] {
  const found: Specifier[] = [];
  const add = (node: ts.Node | undefined, viaRequire: boolean, hasAttributes = false) => {
    if (node === undefined || !ts.isStringLiteralLike(node)) return;
    found.push({ text: node.text, start: node.getStart(source) + 1, end: node.end - 1, viaRequire, hasAttributes });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node))
      add(node.moduleSpecifier, false, node.attributes !== undefined);
    else if (ts.isExternalModuleReference(node)) add(node.expression, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false, 1 < node.arguments.length);
    else if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "require") {
      add(node.arguments[0], true);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

export interface Resolver {
  /** Absolute path of the project's own module that a specifier names, or undefined when it is somebody else's. */
  own(specifier: Specifier, importer: string): string | undefined;
}

/**
 * @param tree folder outside of which, and in whose `node_modules`, nothing is the project's own
 * @param options compiler options of the project, for `paths` and the kind of resolution
 */
export function makeResolver(tree: string, options: ts.CompilerOptions): Resolver {
  const cache = ts.createModuleResolutionCache(tree, (name) => name, options);
  const resolve = (text: string, importer: string, mode: ts.ResolutionMode) =>
    ts.resolveModuleName(text, importer, options, ts.sys, cache, undefined, mode).resolvedModule?.resolvedFileName;
  return {
    own({ text, viaRequire, hasAttributes }, importer) {
      if (hasAttributes) return undefined;
      const modes = viaRequire
        ? ([ts.ModuleKind.CommonJS, ts.ModuleKind.ESNext] as const)
        : // A loader such as tsx finds `./x` without extension also where the compiler's strict mode does not.
          ([ts.ModuleKind.ESNext, ts.ModuleKind.CommonJS] as const);
      const resolved =
        resolve(text, importer, modes[0]) ?? resolve(text, importer, modes[1]) ?? plainFile(text, importer);
      if (resolved === undefined) return undefined;
      const file = implementation(path.resolve(resolved));
      if (file === undefined || !isInside(tree, file)) return undefined;
      return path.relative(tree, file).split(path.sep).includes("node_modules") ? undefined : file;
    },
  };
}

/** JSON, which the compiler resolves only under an option that loaders do not need. */
function plainFile(text: string, importer: string): string | undefined {
  const file = path.resolve(path.dirname(importer), text);
  return /^\.\.?\//.test(text) && text.endsWith(".json") && fs.existsSync(file) ? file : undefined;
}

/** A declaration file stands for the JavaScript beside it. */
function implementation(file: string): string | undefined {
  const declaration = /\.d\.([cm]?)ts$/.exec(file);
  if (declaration === null) return file;
  const script = `${file.slice(0, declaration.index)}.${declaration[1]}js`;
  return fs.existsSync(script) ? script : undefined;
}
