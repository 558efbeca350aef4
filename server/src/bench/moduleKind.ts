// Whether a source file is an ES module or CommonJS: by extension, by the nearest package.json, by what only one of them can hold.
import fs from "node:fs";
import path from "node:path";
import { ts } from "ts-morph";
import { ancestors } from "./projectRoot.js";

export type ModuleKind = "esm" | "cjs";

/** What file name and package say; undefined where they leave it open. */
export function declaredKind(file: string): ModuleKind | undefined {
  const extension = path.extname(file);
  if (extension === ".mts" || extension === ".mjs") return "esm";
  if (extension === ".cts" || extension === ".cjs") return "cjs";
  const folder = ancestors(path.dirname(file)).find((above) => fs.existsSync(path.join(above, "package.json")));
  if (folder === undefined) return undefined;
  const type = packageType(path.join(folder, "package.json"));
  return type === "module" ? "esm" : type === "commonjs" ? "cjs" : undefined;
}

/** Whether the file has imports or exports of ES modules at all. */
export function hasModuleSyntax(source: ts.SourceFile): boolean {
  return source.statements.some(
    (statement) =>
      ts.isImportDeclaration(statement) ||
      ts.isExportDeclaration(statement) ||
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        (ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false)),
  );
}

/** Whether the file holds what CommonJS cannot express: `import.meta`, or `await` outside of functions. */
export function needsEsm(source: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  const awaits = (node: ts.Node): boolean => {
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)) return true;
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
    return ts.forEachChild(node, (child) => awaits(child) || undefined) ?? false;
  };
  return visit(source) || awaits(source);
}

function packageType(file: string): unknown {
  try {
    return (JSON.parse(fs.readFileSync(file, "utf8")) as { type?: unknown }).type;
  } catch {
    return undefined;
  }
}
