// What a worker would read of a module or a class that it has loaded itself: the value that it began with. Whether that is the
// present one.
import { ts } from "ts-morph";
import type { Access, Facts } from "../accesses/access.js";
import type { AccessContext } from "../accesses/context.js";
import { mentionsInProgram } from "../accesses/programMentions.js";
import { isPrimitive, unalias, valueSymbol } from "../accesses/types.js";
import { isAssignedAt } from "../loops/iterationSpace.js";
import { identifiersNamed } from "../loops/mentions.js";
import { perProgram } from "../workspace/perProgram.js";
import { mayChangeAt } from "./mutation.js";

/** The variable of a module, or the static field of a class, that the access reads, if anybody changes it. */
export function changedModuleValue(access: Access, context: AccessContext): ts.Symbol | undefined {
  const symbol = moduleValue(access, context);
  return symbol !== undefined && changes(symbol, context) ? symbol : undefined;
}

/**
 * The code reads such a value by a name that the file of the kernel imports, too: it stays with the caller. (What is declared
 * in the loop's own file is handed over.)
 */
export function readsWhatChanges({ accesses }: Facts, context: AccessContext, loop: ts.Node): boolean {
  return accesses.some((access) => {
    if (access.viaCall || access.mode === "write") return false;
    const symbol = moduleValue(access, context);
    return symbol !== undefined && !isHandedOver(symbol, loop) && changes(symbol, context);
  });
}

function isHandedOver({ valueDeclaration }: ts.Symbol, loop: ts.Node): boolean {
  return (
    valueDeclaration !== undefined &&
    isOfFile(valueDeclaration) &&
    valueDeclaration.getSourceFile() === loop.getSourceFile()
  );
}

function moduleValue({ target }: Access, context: AccessContext): ts.Symbol | undefined {
  if (target.kind === "variable") return asModuleVariable(target.symbol, context);
  const { root, path } = target.base;
  if (root.kind !== "variable") return undefined;
  const symbol = unalias(root.symbol, context.checker);
  const declaration = symbol.valueDeclaration;
  if (declaration !== undefined && ts.isClassLike(declaration)) {
    const step = path[0] ?? target.step;
    return step.kind === "property" ? staticField(declaration, step.name, context) : symbol;
  }
  return asModuleVariable(symbol, context);
}

function asModuleVariable(symbol: ts.Symbol, { checker }: AccessContext): ts.Symbol | undefined {
  const target = unalias(symbol, checker);
  const declaration = target.valueDeclaration;
  return declaration !== undefined && (isOfFile(declaration) || isOfNamespace(declaration)) ? target : undefined;
}

function isOfFile(declaration: ts.Declaration): boolean {
  return ts.isVariableDeclaration(declaration) && ts.isSourceFile(declaration.parent.parent.parent ?? declaration);
}

function isOfNamespace(declaration: ts.Declaration): boolean {
  return ts.isVariableDeclaration(declaration) && ts.isModuleBlock(declaration.parent.parent.parent ?? declaration);
}

function staticField(holder: ts.ClassLikeDeclaration, name: string, context: AccessContext): ts.Symbol | undefined {
  const member = holder.members.find((each) => each.name?.getText() === name);
  if (member === undefined || member.name === undefined || !ts.isPropertyDeclaration(member)) return undefined;
  return context.checker.getSymbolAtLocation(member.name);
}

// By program: any file may change the variable of an unchanged one.
const answersOf = perProgram(() => new Map<ts.Symbol, boolean>());

/** True unless it is a constant whose value, down to its contents, nobody changes in any file of the program. */
function changes(symbol: ts.Symbol, context: AccessContext): boolean {
  const { checker, program } = context;
  const answers = answersOf(program);
  const known = answers.get(symbol);
  if (known !== undefined) return known;
  const isValue = isPrimitive(checker.getTypeOfSymbol(symbol));
  const answer =
    isForeign(symbol, isValue) ||
    mentionsOf(symbol, context).some((node) =>
      isValue ? isAssignedAt(whole(node)) : mayChangeAt(whole(node), context),
    );
  answers.set(symbol, answer);
  return answer;
}

/** Of a package without source only constants are known not to change. A whole class may be anything. */
function isForeign({ valueDeclaration }: ts.Symbol, isValue: boolean): boolean {
  if (valueDeclaration === undefined || ts.isClassLike(valueDeclaration)) return true;
  if (!valueDeclaration.getSourceFile().isDeclarationFile) return false;
  const isConst =
    (ts.getCombinedNodeFlags(valueDeclaration) & ts.NodeFlags.Const) !== 0 ||
    (ts.getCombinedModifierFlags(valueDeclaration) & ts.ModifierFlags.Readonly) !== 0;
  return !(isConst && isValue);
}

function mentionsOf(symbol: ts.Symbol, { checker, program }: AccessContext): readonly ts.Identifier[] {
  if (symbol.valueDeclaration === undefined || ts.isVariableDeclaration(symbol.valueDeclaration))
    return mentionsInProgram(symbol, program, checker);
  const files = program.getSourceFiles().filter((file) => !file.isDeclarationFile && file.text.includes(symbol.name));
  return files.flatMap((file) =>
    identifiersNamed(symbol.name, file).filter(
      (node) =>
        node !== (symbol.valueDeclaration as ts.PropertyDeclaration).name && valueSymbol(node, checker) === symbol,
    ),
  );
}

/** `m.table` where `table` is mentioned through a module namespace, `Config.table` of a class. */
function whole(node: ts.Identifier): ts.Node {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node;
}
