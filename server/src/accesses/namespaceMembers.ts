// Members of what is no object of the program: modules, namespaces, enums, and the globals of the platform.
import { ts } from "ts-morph";
import { isAssignedAt } from "../loops/iterationSpace.js";
import { identifiersNamed } from "../loops/mentions.js";
import { perProgram } from "../workspace/perProgram.js";
import { isAmbientMember } from "./ambient.js";
import { isLibraryDeclaration } from "./builtins.js";
import type { AccessContext } from "./context.js";
import { isCalled, isPlainAssignment } from "./expressions.js";
import type { Recorder } from "./recorder.js";
import { bare, functionOf, unalias } from "./types.js";

/** `tables.sines` of a module or a namespace of the program is the variable `sines`, by whatever name. */
export function namespaceVariable(node: ts.Node, { checker, program }: AccessContext): ts.Symbol | undefined {
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const base = bare(node.expression);
  const holder = ts.isIdentifier(base) ? checker.getSymbolAtLocation(base) : undefined;
  if (holder === undefined || (unalias(holder, checker).flags & ts.SymbolFlags.ValueModule) === 0) return undefined;
  const member = checker.getSymbolAtLocation(node.name);
  const symbol = member === undefined ? undefined : unalias(member, checker);
  if (symbol?.valueDeclaration === undefined || (symbol.flags & ts.SymbolFlags.Variable) === 0) return undefined;
  const isFunction = functionOf(symbol, checker) !== undefined;
  return isFunction || isLibraryDeclaration(symbol.valueDeclaration, program) ? undefined : symbol;
}

/** Records what reading or writing a member of a module, a namespace, an enum or a global of the platform does. */
export function recordNamespaceMember(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  base: ts.Expression,
  context: AccessContext,
  { variable, effect }: Recorder,
): void {
  const { checker, program } = context;
  const assigned = isAssignedAt(node);
  const symbol = namespaceVariable(node, context);
  if (symbol !== undefined) {
    if (!assigned || !isPlainAssignment(node)) variable("read", symbol, node);
    if (assigned) variable("write", symbol, node);
    return;
  }
  const holder = checker.getSymbolAtLocation(base);
  const target = holder === undefined ? undefined : unalias(holder, checker);
  const isOwn = target?.declarations?.some((each) => !isLibraryDeclaration(each, program)) === true;
  // A function, a class or a constant of an enum.
  const isMember = ts.isPropertyAccessExpression(node) || (target !== undefined && isEnum(target));
  if (isOwn && isMember && !assigned) {
    const isFixed = isEnum(target!) ? isConstantEnum(target!, checker) : isSetOnce(node, context);
    if (isFixed || isCalled(node)) return;
    effect("ambient", node, node.getText());
    return;
  }
  if (assigned) effect("output", node, node.getText());
  else if (!isCalled(node) && isAmbientMember(memberSymbol(node, checker), context))
    effect("ambient", node, node.getText());
}

function isEnum({ flags }: ts.Symbol): boolean {
  return (flags & ts.SymbolFlags.Enum) !== 0;
}

/** None of its members is computed when its module is loaded. */
function isConstantEnum({ declarations = [] }: ts.Symbol, checker: ts.TypeChecker): boolean {
  return declarations
    .filter(ts.isEnumDeclaration)
    .every(({ members }) => members.every((each) => checker.getConstantValue(each) !== undefined));
}

/** What a module of CommonJS exports is a property of an object: whether it is set at one place of the program only. */
function isSetOnce(node: ts.Node, { checker, program }: AccessContext): boolean {
  const member = memberSymbol(node, checker);
  if (member === undefined || (member.flags & ts.SymbolFlags.Assignment) === 0) return true;
  return setNames(program)(member.name) <= 1;
}

/** How often a property by this name is assigned to, anywhere in the program. */
const setNames = perProgram((program) => {
  const known = new Map<string, number>();
  const isSet = ({ parent }: ts.Identifier) => ts.isPropertyAccessExpression(parent) && isAssignedAt(parent);
  return (name: string): number => {
    const count =
      known.get(name) ??
      program
        .getSourceFiles()
        .filter((file) => !file.isDeclarationFile && file.text.includes(name))
        .reduce((sum, file) => sum + identifiersNamed(name, file).filter(isSet).length, 0);
    known.set(name, count);
    return count;
  };
});

function memberSymbol(node: ts.Node, checker: ts.TypeChecker): ts.Symbol | undefined {
  return ts.isPropertyAccessExpression(node) ? checker.getSymbolAtLocation(node.name) : undefined;
}
