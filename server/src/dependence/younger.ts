// Whether one constant names an object that was made after another constant, or a parameter, already had its value.
import { ts } from "ts-morph";
import type { Ref } from "../accesses/access.js";
import { isLibraryDeclaration } from "../accesses/builtins.js";
import type { AccessContext } from "../accesses/context.js";
import { bare } from "../accesses/types.js";
import { findWrites } from "../loops/iterationSpace.js";

/**
 * `const made = []` behind `const given = f()` or in a function with the parameter `given`: whatever `given` is, it is not that
 * array. Says nothing of what lies inside of either.
 */
export function isYounger(made: Ref, given: Ref, context: AccessContext): boolean {
  if (made.path.length + given.path.length > 0) return false;
  if (made.root.kind !== "variable" || given.root.kind !== "variable") return false;
  const [young, old] = [made.root.symbol.valueDeclaration, given.root.symbol.valueDeclaration];
  if (young === undefined || old === undefined || !isConstant(young) || young.initializer === undefined) return false;
  if (!isNew(bare(young.initializer), context) || old.getSourceFile() !== young.getSourceFile()) return false;
  if (old.pos >= young.pos) return false;
  if (ts.isParameter(old)) {
    const { body } = old.parent as ts.FunctionLikeDeclaration;
    const isSet = body !== undefined && findWrites(body, given.root.symbol, context.checker).length > 0;
    return !isSet && ts.isIdentifier(old.name) && holds(old.parent, young);
  }
  // A constant of a head of a loop, or of a pattern, is left alone; a block holds the other constant if it encloses it.
  return isConstant(old) && ts.isVariableStatement(old.parent.parent) && holds(old.parent.parent.parent, young);
}

type Constant = ts.VariableDeclaration & { readonly name: ts.Identifier; readonly parent: ts.VariableDeclarationList };

function isConstant(node: ts.Declaration): node is Constant {
  return (
    ts.isVariableDeclaration(node) &&
    ts.isIdentifier(node.name) &&
    (ts.getCombinedNodeFlags(node) & ts.NodeFlags.Const) !== 0
  );
}

/** Inside of `outer`, but of no other function: there the order of the text is the order of time. */
function holds(outer: ts.Node, node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined; at = at.parent) {
    if (at === outer) return true;
    if (ts.isFunctionLike(at) || ts.isClassLike(at)) return false;
  }
  return false;
}

/** A literal, or an array of its own memory; `new Float64Array(buffer)` looks at memory that was there before. */
export function isNew(node: ts.Expression, { checker, program }: AccessContext): boolean {
  if (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node)) return true;
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression)) return false;
  const symbol = checker.getSymbolAtLocation(node.expression);
  const isOfLanguage = symbol?.declarations?.every((each) => isLibraryDeclaration(each, program)) === true;
  if (!isOfLanguage || !/^(?:Array|Map|Set|(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array)$/.test(node.expression.text))
    return false;
  const [first] = node.arguments ?? [];
  return first === undefined || (checker.getTypeAtLocation(first).flags & ts.TypeFlags.NumberLike) !== 0;
}
