// What a loop mentions of its surroundings, as the benchmark has to hand it over: variables, functions, `this`.
import { ts } from "ts-morph";
import { holdsFunctions } from "../../accesses/callees.js";
import { functionOf, unalias, valueSymbol } from "../../accesses/types.js";
import { createAnalysisContext } from "../../legality/analyseFile.js";
import type { Callee } from "../../legality/verdict.js";
import type { TransformContext } from "../transform.js";
import { isRecordable } from "./recordedClasses.js";

export interface Surroundings {
  readonly variables: readonly ts.Symbol[];
  readonly functions: readonly Callee[];
  readonly usesThis: ts.Node | undefined;
  /** `super`, or a field such as `#x`. */
  readonly hidden: string | undefined;
}

/** What the loop mentions of its surroundings, functions and variables apart. O(size of the loop) */
export function surroundingsOf(node: ts.Node, { checker, program }: TransformContext): Surroundings {
  const variables = new Set<ts.Symbol>();
  const functions = new Map<ts.Symbol, Callee>();
  let usesThis: ts.Node | undefined;
  let hidden: string | undefined;
  const visit = (at: ts.Node): void => {
    if (ts.isTypeNode(at)) return;
    if (at.kind === ts.SyntaxKind.ThisKeyword) usesThis ??= at;
    if (at.kind === ts.SyntaxKind.SuperKeyword || ts.isPrivateIdentifier(at)) hidden ??= at.getText();
    if (ts.isIdentifier(at)) note(at);
    ts.forEachChild(at, visit);
  };
  visit(node);
  return { variables: [...variables], functions: [...functions.values()], usesThis, hidden };

  function note(at: ts.Identifier): void {
    if (ts.isPropertyAccessExpression(at.parent) && at.parent.name === at) return;
    const symbol = valueSymbol(at, checker);
    const declaration = symbol?.declarations?.[0];
    if (symbol === undefined || declaration === undefined) return;
    if (
      declaration.getSourceFile() === node.getSourceFile() &&
      declaration.pos >= node.pos &&
      declaration.end <= node.end
    )
      return;
    const target = unalias(symbol, checker);
    const home = target.declarations?.[0]?.getSourceFile();
    const isImport = target !== symbol;
    if (!isImport && (home === undefined || program.isSourceFileDefaultLibrary(home) || home.isDeclarationFile)) return;
    const isVariable =
      (target.flags & ts.SymbolFlags.Variable) !== 0 &&
      functionOf(target, checker) === undefined &&
      !holdsFunctions(target, createAnalysisContext(program));
    if (isVariable && !isImport) variables.add(symbol);
    else if (
      isImport ||
      (target.flags &
        (ts.SymbolFlags.Function | ts.SymbolFlags.Class | ts.SymbolFlags.Enum | ts.SymbolFlags.Variable)) !==
        0
    ) {
      if (!functions.has(symbol)) functions.set(symbol, { name: at.text, symbol, node: at });
    }
  }
}

/** Whether `this` is an instance of a class that can be recorded: the loop stands in a method, or in arrow functions of one. */
export function isRecordableThis(at: ts.Node, { checker, analysis }: TransformContext): boolean {
  const holder = holderOfThis(analysis.loop.node);
  if (holder === undefined || holderOfThis(at) !== holder || !ts.isClassLike(holder.parent)) return false;
  const isStatic =
    ts.canHaveModifiers(holder) &&
    ts.getModifiers(holder)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true;
  return !isStatic && !ts.isConstructorDeclaration(holder) && isRecordable(holder.parent, checker);
}

/** The method, the initializer or the function whose `this` is meant. */
function holderOfThis(node: ts.Node): ts.Node | undefined {
  let at: ts.Node | undefined = node.parent;
  while (at !== undefined && !ts.isClassElement(at) && (!ts.isFunctionLike(at) || ts.isArrowFunction(at)))
    at = at.parent;
  return at;
}
