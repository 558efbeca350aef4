// What lies in an object from the moment it is made.
import { ts } from "ts-morph";
import type { Ref, Step } from "./access.js";
import { type CallTarget, targetsOf } from "./calls.js";
import { makesFields } from "./instances.js";
import { instantiateValue } from "./instantiate.js";
import { heldByLibraryResult } from "./libraryResult.js";
import { propertyContents } from "./objectLiterals.js";
import { isPrimitiveValue, propertyName, unknownRef } from "./refs.js";
import type { Region } from "./region.js";
import type { Store } from "./values.js";

/** Functions and classes that a declaration in the region makes; the function that is the region itself was there before. */
export function declaredObjects(symbol: ts.Symbol, { context, node: whole }: Region): Ref[] {
  return (symbol.declarations ?? []).flatMap((node): Ref[] =>
    node !== whole && (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node))
      ? [{ root: { kind: "fresh", node }, path: [], type: context.checker.getTypeOfSymbol(symbol) }]
      : [],
  );
}

/** What the expression that makes an object puts at a place of it, in terms of the region. O(parts of the expression). */
export function initialContents(made: ts.Node, step: Step, region: Region): readonly Ref[] {
  if (ts.isArrayLiteralExpression(made)) {
    return made.elements.flatMap((value) =>
      ts.isSpreadElement(value)
        ? region.follow(region.origins(value.expression), { kind: "element", index: undefined }, undefined)
        : region.origins(value),
    );
  }
  if (ts.isObjectLiteralExpression(made))
    return made.properties.flatMap((property) => propertyContents(property, step, region));
  if (ts.isCallExpression(made) || ts.isNewExpression(made))
    return [
      ...targetsOf(made, region.context).flatMap((target) => heldByResult(made, target, region)),
      // They stand for one object: the instance and what its fields begin as, a Map and the pairs that one gets who goes through it.
      ...(makesFields(made, region.context) || givesPairs(made, region.context.checker)
        ? [{ root: { kind: "fresh" as const, node: made }, path: [], type: undefined }]
        : []),
    ];
  if (ts.isClassLike(made)) return made.members.flatMap((member) => staticContents(member, step, region));
  return [];
}

/** What a store puts there. */
export function storedValue({ base, value }: Store, { origins, follow }: Region): readonly Ref[] {
  if (value === undefined) return [unknownRef(base)];
  return ts.isSpreadElement(value)
    ? follow(origins(value.expression), { kind: "element", index: undefined }, undefined)
    : origins(value);
}

/** Nothing is known of the value, or it is an object. */
export function holdsValue(value: Store["value"], checker: ts.TypeChecker): boolean {
  return value === undefined || ts.isSpreadElement(value) || !isPrimitiveValue(value, checker);
}

function givesPairs(made: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(made);
  return type.getProperty("get") !== undefined && type.getProperty("entries") !== undefined;
}

/** What a static field begins as. */
function staticContents(member: ts.ClassElement, step: Step, region: Region): readonly Ref[] {
  if (!ts.isPropertyDeclaration(member) || member.initializer === undefined || !isStatic(member)) return [];
  const name = propertyName(member.name);
  const isElsewhere = step.kind === "property" && name !== undefined && name !== step.name;
  return isElsewhere ? [] : region.origins(member.initializer);
}

function heldByResult(made: ts.CallExpression | ts.NewExpression, target: CallTarget, region: Region): readonly Ref[] {
  if (target.kind === "unknown") return [unknownRef(made)];
  if (target.kind === "builtin") return heldByLibraryResult(made, target.builtin, region);
  const { holds } = region.context.summaries.of(target.declaration);
  return holds.flatMap((ref) => instantiateValue(ref, made, region));
}

function isStatic(member: ts.ClassElement): boolean {
  return (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
}
