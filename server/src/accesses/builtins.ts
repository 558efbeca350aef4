// What the functions of the ECMAScript library, the usual Node globals and the runner's random numbers read, write, return and call back. A name that is
// not in the table is an unknown call.
import type { ts } from "ts-morph";
import { perProgram } from "../workspace/perProgram.js";
import { collections, typedArrayRows } from "./builtins/collections.js";
import { constructors, globalFunctions, intlConstructors, objects } from "./builtins/objects.js";
import { platform } from "./builtins/platform.js";
import type { Builtin, Rows } from "./builtins/row.js";
import { temporal } from "./builtins/temporal.js";
import { values } from "./builtins/values.js";

export type { Builtin } from "./builtins/row.js";

const byOwner: Readonly<Record<string, Rows>> = { ...collections, ...values, ...objects, ...temporal, ...platform };

/**
 * The row of a method or a function declared by the standard library or by Node.
 * @param owner the interface or the module of Node that declares it; undefined for a global function
 */
export function builtinCall(owner: string | undefined, name: string): Builtin | undefined {
  if (owner === undefined) return own(globalFunctions, name);
  const rows = Object.hasOwn(byOwner, owner) ? byOwner[owner] : undefined;
  return rows === undefined ? undefined : own(rows, name);
}

/** What `new Name(…)` of a library class does; `argumentIsBuffer` tells whether its first argument is an ArrayBuffer. */
export function builtinConstructor(name: string, argumentIsBuffer: boolean): Builtin | undefined {
  if (Object.hasOwn(byOwner, name) && byOwner[name] === typedArrayRows)
    return { returns: argumentIsBuffer ? "view" : "fresh", throws: true, runs: ["iterator"] };
  return own(constructors, name);
}

/** What `new Intl.Name(…)` does. */
export function intlConstructor(name: string): Builtin | undefined {
  return own(intlConstructors, name);
}

function own(rows: Rows, name: string): Builtin | undefined {
  return Object.hasOwn(rows, name) ? rows[name] : undefined;
}

/** True for a declaration that comes with the language, Node or the runner, so that its name in the table means what the table says. */
export function isLibraryDeclaration(declaration: ts.Node, program: ts.Program): boolean {
  const known = libraryFiles(program);
  const source = declaration.getSourceFile();
  const isLibrary =
    known.get(source) ??
    (program.isSourceFileDefaultLibrary(source) ||
      /\/node_modules\/@(?:types\/node|loopsmith\/runner)\//.test(source.fileName));
  known.set(source, isLibrary);
  return isLibrary;
}

/** `undefined`, `NaN` or `Infinity`, as long as no variable of the program has the name. */
export function isNameOfConstant({ text }: ts.Identifier, symbol: ts.Symbol | undefined, program: ts.Program): boolean {
  return (
    (text === "undefined" || text === "NaN" || text === "Infinity") &&
    (symbol?.declarations ?? []).every((each) => isLibraryDeclaration(each, program))
  );
}

const libraryFiles = perProgram(() => new Map<ts.SourceFile, boolean>());
