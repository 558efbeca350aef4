// What a worker would read of a module or a class that it has loaded itself: the value that it began with. Whether that is the
// present one.
import { ts } from "ts-morph";
import type { Access, Facts } from "../accesses/access.js";
import { targetsOf } from "../accesses/calls.js";
import type { AccessContext } from "../accesses/context.js";
import { mentionsInProgram } from "../accesses/programMentions.js";
import { holdsOnlyPrimitives, isPrimitive, unalias, valueSymbol } from "../accesses/types.js";
import { isAssignedAt } from "../loops/iterationSpace.js";
import { identifiersNamed, preorder } from "../loops/mentions.js";
import { perProgram } from "../workspace/perProgram.js";
import { mayChangeAt } from "./mutation.js";
import { isOwnObject } from "./ownObjects.js";
import { mayStartOtherwise } from "./startValues.js";

/**
 * The variable of a module, or the static field of a class, that the access reads, if a worker may see another value of it.
 * @param left a file that the kernel leaves: of what it does when it is loaded, only that goes with a function which gives its
 *   constants their values
 */
export function changedModuleValue(
  access: Access,
  context: AccessContext,
  left?: ts.SourceFile,
): ts.Symbol | undefined {
  const symbol = moduleValue(access, context);
  if (symbol === undefined) return undefined;
  return changes(symbol, context) || startsOtherwise(symbol, context, left) ? symbol : undefined;
}

/** How its module calls it: what is exported by default has no name there. */
export function nameInModule({ name }: ts.Symbol): string {
  return name === "default" ? "export default" : name;
}

/** Why a worker may see another value, in the middle of a sentence. */
export function whyItDiffers(symbol: ts.Symbol, context: AccessContext): string {
  return changes(symbol, context)
    ? "which is changed after the module has been loaded, so a worker would not see its present value"
    : "which is computed when the module is loaded, so a worker may come to another value";
}

/**
 * The code reads such a value by a name that the file of the kernel imports, too: it stays with the caller. (What is declared
 * in the loop's own file is handed over.)
 */
export function readsWhatChanges({ accesses }: Facts, context: AccessContext, loop: ts.Node): boolean {
  return accesses.some((access) => {
    if (access.viaCall || access.mode === "write") return false;
    const symbol = moduleValue(access, context);
    return symbol !== undefined && !isHandedOver(symbol, loop) && differs(symbol, context);
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
  if (declaration !== undefined && ts.isSourceFile(declaration)) return symbol;
  if (declaration !== undefined && ts.isClassLike(declaration)) {
    const step = path[0] ?? target.step;
    return step.kind === "property" ? staticField(symbol, declaration, step.name, context) : symbol;
  }
  if (declaration !== undefined && ts.isFunctionDeclaration(declaration)) {
    const step = path[0] ?? target.step;
    return step.kind === "property" && !ofFunctions.has(step.name) ? symbol : undefined;
  }
  return asModuleVariable(symbol, context);
}

function asModuleVariable(symbol: ts.Symbol, { checker }: AccessContext): ts.Symbol | undefined {
  const target = unalias(symbol, checker);
  const declaration = target.valueDeclaration;
  if (declaration === undefined) return undefined;
  // `export default { limit: 1 }`
  const isOfModule = isOfFile(declaration) || isOfNamespace(declaration) || ts.isExportAssignment(declaration);
  return isOfModule ? target : undefined;
}

/** What every function has, and nobody changes. */
const ofFunctions: ReadonlySet<string> = new Set(["apply", "bind", "call", "length", "name", "prototype"]);

function isOfFile(declaration: ts.Declaration): boolean {
  const holder = holderOf(declaration);
  return holder !== undefined && ts.isSourceFile(holder);
}

function isOfNamespace(declaration: ts.Declaration): boolean {
  const holder = holderOf(declaration);
  return holder !== undefined && ts.isModuleBlock(holder);
}

/** What the statement that declares a variable, or takes it out of a pattern, stands in. */
function holderOf(declaration: ts.Declaration): ts.Node | undefined {
  let at: ts.Node = declaration;
  while (ts.isBindingElement(at)) at = at.parent.parent;
  if (!ts.isVariableDeclaration(at)) return undefined;
  // `for (let i = 0; …)` has its own.
  const isOfLoop =
    ts.isIterationStatement(at.parent.parent, false) && (at.parent.flags & ts.NodeFlags.BlockScoped) !== 0;
  return isOfLoop ? undefined : at.parent.parent.parent;
}

/** The field of the class; the class itself, where another one may have it, or nobody knows. */
function staticField(
  symbol: ts.Symbol,
  holder: ts.ClassLikeDeclaration,
  name: string,
  context: AccessContext,
): ts.Symbol | undefined {
  const member = holder.members.find((each) => each.name?.getText() === name);
  if (member?.name === undefined) return ofFunctions.has(name) ? undefined : symbol;
  return ts.isPropertyDeclaration(member) ? context.checker.getSymbolAtLocation(member.name) : undefined;
}

// By program: any file may change the variable of an unchanged one.
const answersOf = perProgram(() => new Map<ts.Symbol, boolean>());
const startsOf = perProgram(() => ({ staying: new Map<ts.Symbol, boolean>(), moving: new Map<ts.Symbol, boolean>() }));

/** True unless it has one value, in the caller and in every worker, as long as the program runs. */
function differs(symbol: ts.Symbol, context: AccessContext): boolean {
  return changes(symbol, context) || startsOtherwise(symbol, context);
}

/**
 * A worker may compute another first value of it.
 * @param left see `changedModuleValue`
 */
export function startsOtherwise(symbol: ts.Symbol, context: AccessContext, left?: ts.SourceFile): boolean {
  const moves = left !== undefined && symbol.valueDeclaration?.getSourceFile() === left;
  const answers = startsOf(context.program)[moves ? "moving" : "staying"];
  const known = answers.get(symbol);
  if (known !== undefined) return known;
  // Until it is known: a function that computes it may read it.
  answers.set(symbol, false);
  const changed = (access: Access) => changedModuleValue(access, context, left);
  const answer = mayStartOtherwise(symbol, context, changed, {
    filled: filledBy(symbol, context),
    moves,
    changing: (held) => changingMentions(held, context),
  });
  answers.set(symbol, answer);
  return answer;
}

/** True unless it is a constant whose value, down to its contents, nobody changes in any file of the program. */
function changes(symbol: ts.Symbol, context: AccessContext): boolean {
  const { checker, program } = context;
  const answers = answersOf(program);
  const known = answers.get(symbol);
  if (known !== undefined) return known;
  const isValue = isPrimitive(checker.getTypeOfSymbol(symbol));
  // Until it is known: a function that it holds may read it.
  answers.set(symbol, false);
  const answer =
    // `var limit = 1` and `var limit = 2`: the second one assigns.
    (symbol.declarations?.length ?? 0) > 1 ||
    isForeign(symbol, isValue) ||
    (!isValue && !isMadeHere(symbol, context)) ||
    isChangedThroughClass(symbol, context) ||
    mentionsOf(symbol, context).some((node) =>
      isValue
        ? isAssignedAt(whole(node))
        : mayChangeAt(whole(node), context) && fillingStatement(node, symbol, context) === undefined,
    );
  answers.set(symbol, answer);
  return answer;
}

/**
 * The statements that fill the object while its module is loaded, as a worker does, too: `for (…) TABLE[i] = …`. Nobody else
 * changes it.
 */
export function filledBy(symbol: ts.Symbol, context: AccessContext): readonly ts.Statement[] {
  if (isPrimitive(context.checker.getTypeOfSymbol(symbol))) return [];
  const { valueDeclaration: declaration } = symbol;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || !isOfFile(declaration)) return [];
  const changing = changingMentions(symbol, context);
  return [...new Set(changing.flatMap((node) => fillingStatement(node, symbol, context) ?? []))];
}

function changingMentions(symbol: ts.Symbol, context: AccessContext): readonly ts.MemberName[] {
  return mentionsOf(symbol, context).filter((node) => mayChangeAt(whole(node), context));
}

/**
 * The statement of the file that declares the variable, outside of all functions and classes, in which `TABLE[i] = x` or
 * `LIST.push(x)` puts a primitive into the object that it names.
 */
function fillingStatement(name: ts.Node, symbol: ts.Symbol, context: AccessContext): ts.Statement | undefined {
  const { checker } = context;
  const { valueDeclaration } = symbol;
  if (valueDeclaration === undefined || !isOfFile(valueDeclaration)) return undefined;
  if (!holdsOnlyPrimitives(checker.getTypeOfSymbol(symbol), checker, 0)) return undefined;
  const member = name.parent;
  if (!(ts.isPropertyAccessExpression(member) || ts.isElementAccessExpression(member)) || member.expression !== name)
    return undefined;
  const call = member.parent;
  const isFilled =
    ts.isCallExpression(call) && call.expression === member
      ? ts.isExpressionStatement(call.parent) && targetsOf(call, context).every(({ kind }) => kind === "builtin")
      : isAssignedAt(member);
  if (!isFilled) return undefined;
  if (name.getSourceFile() !== valueDeclaration.getSourceFile()) return undefined;
  let at = name;
  const isElsewhere = (node: ts.Node) => ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleBlock(node);
  while (!isElsewhere(at) && !ts.isSourceFile(at.parent)) at = at.parent;
  return ts.isStatement(at) && !isElsewhere(at) ? at : undefined;
}

/** What the variable or field begins as is an object of its own: nobody has it, or a part of it, by another name. */
function isMadeHere({ valueDeclaration }: ts.Symbol, context: AccessContext): boolean {
  if (valueDeclaration === undefined) return false;
  if (ts.isExportAssignment(valueDeclaration)) return isOwnObject(valueDeclaration.expression, context);
  if (!ts.isVariableDeclaration(valueDeclaration) && !ts.isPropertyDeclaration(valueDeclaration)) return false;
  const { initializer } = valueDeclaration;
  return initializer === undefined || isOwnObject(initializer, context);
}

/** Where the class of a field, or the namespace of a variable, goes somewhere, whoever gets it may change the field. */
function isChangedThroughClass({ valueDeclaration }: ts.Symbol, { checker, program }: AccessContext): boolean {
  const statement = valueDeclaration === undefined ? undefined : holderOf(valueDeclaration);
  const holder = statement !== undefined && ts.isModuleBlock(statement) ? statement.parent : valueDeclaration?.parent;
  if (holder === undefined || !(ts.isClassLike(holder) || ts.isModuleDeclaration(holder))) return false;
  const symbol = holder.name === undefined ? undefined : checker.getSymbolAtLocation(holder.name);
  return symbol === undefined || mentionsInProgram(symbol, program, checker).some((name) => !isNamed(name));
}

/** The class is declared, imported, made, extended or asked for a member; none of these hands it on. */
function isNamed(name: ts.Identifier): boolean {
  const node = whole(name);
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node && parent.name.text !== "prototype";
  if (ts.isNewExpression(parent)) return parent.expression === node;
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
  return (
    ts.isClassLike(parent) ||
    ts.isModuleDeclaration(parent) ||
    ts.isExpressionWithTypeArguments(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isExportAssignment(parent) ||
    ts.isTypeNode(parent) ||
    ts.isQualifiedName(parent)
  );
}

/** Of a package without source only constants are known not to change. A whole class may be anything. */
function isForeign({ valueDeclaration }: ts.Symbol, isValue: boolean): boolean {
  if (valueDeclaration === undefined || ts.isClassLike(valueDeclaration) || ts.isFunctionLike(valueDeclaration))
    return true;
  // The object of a module of CommonJS.
  if (ts.isSourceFile(valueDeclaration)) return true;
  if (!valueDeclaration.getSourceFile().isDeclarationFile) return false;
  const isConst =
    (ts.getCombinedNodeFlags(valueDeclaration) & ts.NodeFlags.Const) !== 0 ||
    (ts.getCombinedModifierFlags(valueDeclaration) & ts.ModifierFlags.Readonly) !== 0;
  return !(isConst && isValue);
}

function mentionsOf(symbol: ts.Symbol, { checker, program }: AccessContext): readonly ts.MemberName[] {
  const { valueDeclaration } = symbol;
  if (
    valueDeclaration === undefined ||
    ts.isVariableDeclaration(valueDeclaration) ||
    ts.isBindingElement(valueDeclaration) ||
    ts.isExportAssignment(valueDeclaration)
  )
    return mentionsInProgram(symbol, program, checker);
  const ownName = (valueDeclaration as ts.PropertyDeclaration).name;
  if (ts.isPrivateIdentifier(ownName))
    return [...preorder(valueDeclaration.parent)].filter(
      (node): node is ts.PrivateIdentifier =>
        ts.isPrivateIdentifier(node) && node !== ownName && checker.getSymbolAtLocation(node) === symbol,
    );
  const files = program.getSourceFiles().filter((file) => !file.isDeclarationFile && file.text.includes(symbol.name));
  return files.flatMap((file) =>
    identifiersNamed(symbol.name, file).filter(
      (node) =>
        node !== (symbol.valueDeclaration as ts.PropertyDeclaration).name && valueSymbol(node, checker) === symbol,
    ),
  );
}

/** `m.table` where `table` is mentioned through a module namespace, `Config.table` of a class. */
function whole(node: ts.MemberName): ts.Node {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node;
}
