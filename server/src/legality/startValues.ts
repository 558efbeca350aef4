// What a variable of a module, or a static field, begins as. A worker computes it again when it loads the module: whether it
// comes to the same value.
import { ts } from "ts-morph";
import { type Access, type Effect, type Facts, isObstacle } from "../accesses/access.js";
import { collectFacts } from "../accesses/collect.js";
import type { AccessContext } from "../accesses/context.js";
import { createRegion } from "../accesses/region.js";
import { bare, declaredWithin, isPrimitive } from "../accesses/types.js";
import { createBudget, withinBudget } from "../workspace/budget.js";
import { perProgram } from "../workspace/perProgram.js";

/** What one variable, or one file, may cost. */
export const maxUnits = 100_000;

interface Surroundings {
  readonly filled: readonly ts.Statement[];
  readonly moves: boolean;
  readonly changing: (symbol: ts.Symbol) => readonly ts.Node[];
}

/**
 * True where the first value depends on chance, time or the surroundings of the thread, on code that nobody knows, or on something
 * that another module may have changed by the time when this one was loaded. What a file holds is believed to stay. O(nodes of
 * the initializer).
 * @param changed what the access reads, where it is changed somewhere or may begin otherwise itself
 * @param filled statements that give it what it holds, when the module is loaded
 * @param moves it goes with them alone, without what the module does besides when it is loaded
 * @param changing where something that a variable holds may be changed, or gets a name by which it is changed
 */
export function mayStartOtherwise(
  { valueDeclaration }: ts.Symbol,
  context: AccessContext,
  changed: (access: Access) => ts.Symbol | undefined,
  { filled, moves, changing }: Surroundings,
): boolean {
  if (valueDeclaration === undefined) return false;
  const home = valueDeclaration.getSourceFile();
  const asked = new Set<ts.Symbol>();
  const values = [...initialValues(valueDeclaration), ...filled];
  // What the module itself has changed until then, it changes in a worker in the same way, unless that stays behind.
  const isAlike = (access: Access): boolean => {
    const symbol = changed(access);
    if (symbol === undefined) return true;
    return isOf(symbol, home) && (moves ? isLeftAlone(symbol) : isLoadedAlike(home));
  };
  return values.some((value) => !comesOutAlike(value, context, isAlike));

  /** It begins alike, and nothing that stays in the file changes it, or what it holds, while the file is loaded. */
  function isLeftAlone(symbol: ts.Symbol): boolean {
    // What it begins as may ask for itself.
    if (asked.has(symbol)) return true;
    asked.add(symbol);
    const first = symbol.valueDeclaration === undefined ? [] : initialValues(symbol.valueDeclaration);
    if (!first.every((value) => comesOutAlike(value, context, isAlike))) return false;
    const goes = [...values, ...(symbol.declarations ?? [])];
    const isHeld = !isPrimitive(context.checker.getTypeOfSymbol(symbol));
    const changes = isHeld ? changing(symbol).filter((name) => !isInFunction(name)) : [];
    return home.statements.every(
      (statement) =>
        goes.some((each) => statement.pos <= each.pos && each.end <= statement.end) ||
        (!changes.some((name) => statement.pos <= name.pos && name.end <= statement.end) &&
          evaluatedIn(statement).every((part) => !mayChange(part, symbol, context))),
    );
  }

  function isLoadedAlike(file: ts.SourceFile): boolean {
    const answers = alikeOf(context.program);
    const known = answers.get(file);
    if (known !== undefined) return known;
    // Until it is known: what one of its variables begins as may ask for another one.
    answers.set(file, true);
    const isOwn = (access: Access): boolean => {
      const symbol = changed(access);
      return symbol === undefined || isOf(symbol, file);
    };
    const answer = file.statements.flatMap(evaluatedIn).every((part) => comesOutAlike(part, context, isOwn));
    answers.set(file, answer);
    return answer;
  }
}

function mayChange(node: ts.Node, symbol: ts.Symbol, context: AccessContext): boolean {
  const facts = factsOf(node, context);
  return (
    facts === undefined ||
    facts.effects.some(isObstacle) ||
    facts.accesses.some((access) => access.mode === "write" && rootOf(access) === symbol)
  );
}

/** What it does, it does when the function is called. */
function isInFunction(node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) if (ts.isFunctionLike(at)) return true;
  return false;
}

/** The variable that is accessed, or that holds the object. */
export function rootOf({ target }: Access): ts.Symbol | undefined {
  if (target.kind === "variable") return target.symbol;
  return target.base.root.kind === "variable" ? target.base.root.symbol : undefined;
}

/** A variable of the file. */
export function isOf({ valueDeclaration }: ts.Symbol, file: ts.SourceFile): boolean {
  return valueDeclaration?.getSourceFile() === file && !ts.isSourceFile(valueDeclaration);
}

// By program: what is read may lie in other files.
const alikeOf = perProgram(() => new Map<ts.SourceFile, boolean>());

function comesOutAlike(node: ts.Node, context: AccessContext, isAlike: (access: Access) => boolean): boolean {
  const facts = factsOf(node, context);
  return (
    facts?.effects.every((effect) => isSame(effect, context)) === true &&
    withinBudget(() => facts.accesses.every((access) => access.mode === "write" || isAlike(access))) === true
  );
}

/** Undefined: it is too large to be known. */
export function factsOf(node: ts.Node, context: AccessContext): Facts | undefined {
  const own = { ...context, budget: createBudget(maxUnits) };
  return withinBudget(() =>
    collectFacts(
      node,
      createRegion(own, node, (symbol) => declaredWithin(symbol, node, true)),
    ),
  );
}

/**
 * What it has printed is no part of a value, and that a module waits for something while it is loaded neither. A file is believed to
 * say the same; what is read from a stream, such as `readFileSync(0)`, is gone.
 */
function isSame({ kind, node, origin }: Effect, { checker }: AccessContext): boolean {
  if (kind === "trusted") return true;
  if (kind === "await") return origin === undefined;
  const call = origin ?? node;
  const [first] = ts.isCallExpression(call) ? call.arguments : [];
  const isPrinting = (checker.getTypeAtLocation(call).flags & (ts.TypeFlags.Void | ts.TypeFlags.Any)) !== 0;
  return kind === "output" && (isPrinting || first === undefined || !isStream(checker.getTypeAtLocation(first)));
}

function isStream({ flags }: ts.Type): boolean {
  return (flags & ts.TypeFlags.NumberLike) !== 0;
}

/** The expressions that are evaluated for the value that a variable or a field begins with. */
function initialValues(declaration: ts.Declaration): readonly ts.Node[] {
  if (ts.isBindingElement(declaration)) {
    const own = declaration.initializer === undefined ? [] : [declaration.initializer];
    return [...own, ...initialValues(declaration.parent.parent)];
  }
  if (ts.isExportAssignment(declaration)) return [declaration.expression];
  if (!ts.isVariableDeclaration(declaration) && !ts.isPropertyDeclaration(declaration)) return [];
  const { initializer } = declaration;
  return initializer === undefined || ts.isFunctionLike(bare(initializer)) ? [] : [initializer];
}

/** What of a statement of a module is evaluated when it is loaded. */
export function evaluatedIn(statement: ts.Statement): readonly ts.Node[] {
  if (ts.isClassDeclaration(statement))
    return [
      ...(ts.getDecorators(statement) ?? []),
      ...(statement.heritageClauses ?? []).flatMap(({ token, types }) =>
        token === ts.SyntaxKind.ExtendsKeyword ? types.map(({ expression }) => expression) : [],
      ),
      ...statement.members.flatMap(evaluatedOf),
    ];
  const isDeclaration =
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement);
  return isDeclaration ? [] : [statement];
}

function evaluatedOf(member: ts.ClassElement): readonly ts.Node[] {
  if (ts.isClassStaticBlockDeclaration(member)) return [member.body];
  const isStatic = (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
  const value = isStatic && ts.isPropertyDeclaration(member) ? member.initializer : undefined;
  const key = member.name !== undefined && ts.isComputedPropertyName(member.name) ? member.name.expression : undefined;
  const decorators = ts.canHaveDecorators(member) ? (ts.getDecorators(member) ?? []) : [];
  return [...decorators, ...[key, value].filter((each) => each !== undefined)];
}
