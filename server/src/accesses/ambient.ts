// What lies outside of the program and changes, or is not the same in every thread: variables of the platform such as
// `process.exitCode`, and the page of a browser with all that is in it.
import { ts } from "ts-morph";
import { isLibraryDeclaration } from "./builtins.js";
import type { AccessContext } from "./context.js";

/** True for a global such as `document` or `innerWidth`, and for `threadId` of Node; of `document.title` the member counts. */
export function isAmbientGlobal(node: ts.Identifier, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const { parent } = node;
  if ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === node)
    return false;
  if ((symbol.flags & ts.SymbolFlags.Variable) === 0 || sharedWithNode.has(symbol.name)) return false;
  if (symbol.declarations?.some((each) => isOfPage(each) || isOfThread(each)) !== true) return false;
  return !holdsCode(checker.getTypeAtLocation(node));
}

/** True for a member of a global or of a module of the library that is no function and no constant. */
export function isAmbientMember(symbol: ts.Symbol | undefined, { checker, program }: AccessContext): boolean {
  const declaration = symbol?.valueDeclaration ?? symbol?.declarations?.[0];
  if (symbol === undefined || declaration === undefined || !isLibraryDeclaration(declaration, program)) return true;
  const isValue = (symbol.flags & (ts.SymbolFlags.Variable | ts.SymbolFlags.Property | ts.SymbolFlags.Accessor)) !== 0;
  if (!isValue || holdsCode(checker.getTypeOfSymbol(symbol))) return false;
  if (isOfPage(declaration)) return !sharedWithNode.has(symbol.name);
  if (isOfThread(declaration)) return true;
  // `Math` as a member of `globalThis`.
  if (ts.isVariableDeclaration(declaration) && program.isSourceFileDefaultLibrary(declaration.getSourceFile()))
    return false;
  const isConstant =
    (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly) !== 0 ||
    (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return !isConstant;
}

/** True for a property of a part of the page: `element.textContent`, `box.offsetWidth`. */
export function isPageProperty(symbol: ts.Symbol | undefined): boolean {
  const declaration = symbol?.declarations?.[0];
  if (symbol === undefined || declaration === undefined || !isOfPage(declaration)) return false;
  if ((symbol.flags & (ts.SymbolFlags.Property | ts.SymbolFlags.Accessor)) === 0) return false;
  const { parent } = declaration;
  return !ts.isInterfaceDeclaration(parent) || !plainData.test(parent.name.text);
}

/** True for what tells the threads apart: where an error was made, and which kind of memory typed arrays lie in. */
export function tellsThreads(node: ts.PropertyAccessExpression, checker: ts.TypeChecker): boolean {
  const { text } = node.name;
  if (text === "stack") return checker.getSymbolAtLocation(node.name)?.declarations?.some(isOfError) === true;
  return kindOfMemory.has(text) && isBuffer(checker.getTypeAtLocation(node.expression));
}

/** A buffer, of whichever kind: to a worker the arrays of the caller come in shared memory. */
export function isBuffer(type: ts.Type): boolean {
  const parts = type.isUnion() ? type.types : [type];
  return parts.every(({ symbol }) => symbol?.name === "ArrayBuffer" || symbol?.name === "SharedArrayBuffer");
}

const kindOfMemory: ReadonlySet<string> = new Set([
  "constructor",
  "resizable",
  "growable",
  "maxByteLength",
  "detached",
]);

function isOfError({ parent }: ts.Declaration): boolean {
  return ts.isInterfaceDeclaration(parent) && parent.name.text === "Error";
}

/** Interfaces of browsers whose objects belong to the program alone. */
const plainData =
  /^(?:ImageData|DOM(?:Rect|Point|Matrix|Quad)|TextMetrics|URL|Blob|File|Headers|Request|Response|Crypto|Performance|Text(?:En|De)coder|.*(?:Init|Options|Dict|Event)$)/;

const sharedWithNode: ReadonlySet<string> = new Set(["console", "crypto", "performance"]);

function holdsCode(type: ts.Type): boolean {
  return type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0;
}

/** Declared by the library of browsers. */
export function isOfPage(declaration: ts.Node): boolean {
  return /\/lib\.(?:dom|webworker)\b[\w.]*\.d\.ts$/.test(declaration.getSourceFile().fileName);
}

function isOfThread(declaration: ts.Node): boolean {
  return /\/@types\/node\/(?:worker_threads|cluster)\.d\.ts$/.test(declaration.getSourceFile().fileName);
}
