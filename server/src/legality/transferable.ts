// Whether a value of the kernel may be handed to the caller: a primitive, or an object that the kernel made, down to its leaves,
// and that a copy cannot be told apart from.
import { ts } from "ts-morph";
import type { Facts, Ref } from "../accesses/access.js";
import { declaredClass } from "../accesses/classes.js";
import type { Region } from "../accesses/region.js";
import { isFunctionType, isPrimitive } from "../accesses/types.js";

/** True when the value of the expression may travel. */
export function isTransferable(expression: ts.Expression, region: Region): boolean {
  const type = region.context.checker.getTypeAtLocation(expression);
  return isPrimitive(type) || (isPlainType(type, region) && areOwn(region.origins(expression), region));
}

/** True when whatever the variable holds may travel. */
export function isVariableTransferable(symbol: ts.Symbol, region: Region): boolean {
  const type = region.context.checker.getTypeOfSymbol(symbol);
  return isPrimitive(type) || (isPlainType(type, region) && areOwn(region.variableOrigins(symbol), region));
}

function areOwn(refs: readonly Ref[], region: Region): boolean {
  return [...refs, ...region.contents(refs)].every(
    (ref) => ref.root.kind === "fresh" && ref.path.length === 0 && isPlainAllocation(ref.root.node, region),
  );
}

function isPlainAllocation(node: ts.Node, region: Region): boolean {
  if (ts.isFunctionLike(node) || ts.isClassLike(node)) return false;
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every((property) => !ts.isMethodDeclaration(property) && !ts.isAccessor(property));
  }
  return !ts.isExpression(node) || isPlainType(region.context.checker.getTypeAtLocation(node), region);
}

/** Neither a function, nor an instance of a class, nor an iterator, nor a promise, as far as the declared type tells. */
function isPlainType(type: ts.Type, region: Region): boolean {
  if (type.isUnion()) return type.types.every((part) => isPrimitive(part) || isPlainType(part, region));
  if (isFunctionType(type)) return false;
  const name = type.symbol?.name ?? "";
  if (
    /Iterator|Generator|^Promise|^Weak|^Proxy$|^Buffer$|Error$|^URL|^Text(?:En|De)coder$|^Hash$|^Hmac$|Format$|^PluralRules$|^DisplayNames$|^Collator$|^Segment|^Locale$|^Plain[DMTY]|^ZonedDateTime$|^Duration$|^Instant$/.test(
      name,
    )
  )
    return false;
  return declaredClass(type, region.context.program) === undefined;
}

/** A function that a call has made before the loop keeps variables of its own, and does not travel. */
export function callsWhatStays({ accesses }: Facts, checker: ts.TypeChecker): boolean {
  return accesses.some(({ viaCall, target }) => {
    if (!viaCall || target.kind !== "place" || target.base.root.kind !== "variable") return false;
    const { symbol } = target.base.root;
    const declaration = symbol.valueDeclaration;
    return (
      declaration !== undefined &&
      ts.isVariableDeclaration(declaration) &&
      checker.getTypeOfSymbol(symbol).getCallSignatures().length > 0
    );
  });
}
