// Imports whose place among the others matters: their modules do more, when they are loaded, than to declare.
import { ts } from "ts-morph";
import { createAnalysisContext } from "../../legality/analyseFile.js";
import { isAloneWhenLoaded } from "../../legality/loadOrder.js";
import type { TransformContext } from "../transform.js";
import type { Helpers } from "./helpers.js";
import { loadedWith, moduleOf } from "./moduleReach.js";

/** Of a module that loads more than this, nobody knows. */
const mostModules = 100;

/** The import statements of the file that the kernel module repeats, if it matters when they are evaluated. */
export function orderedImports(helpers: Helpers, context: TransformContext): ReadonlySet<ts.Statement> {
  const analysis = createAnalysisContext(context.program);
  const found = new Set<ts.Statement>();
  for (const declaration of helpers.imports.values()) {
    const statement = ts.findAncestor(
      declaration,
      (node) => ts.isImportDeclaration(node) || ts.isVariableStatement(node),
    );
    const module = moduleOf(declaration, context.checker);
    if (statement === undefined || module === undefined || context.program.isSourceFileFromExternalLibrary(module))
      continue;
    const loaded = loadedWith(module, mostModules, context);
    if (loaded === undefined || ![...loaded].every((file) => isAloneWhenLoaded(file, analysis)))
      found.add(statement as ts.Statement);
  }
  return found;
}
