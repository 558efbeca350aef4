// What lies inside of an object that a literal makes.
import { ts } from "ts-morph";
import type { Ref, Step } from "./access.js";
import { propertyName, unknownRef } from "./refs.js";
import type { Region } from "./region.js";
import { isPrimitive } from "./types.js";

/** What a property of an object literal puts at the step; nothing where the step leads elsewhere. */
export function propertyContents(property: ts.ObjectLiteralElementLike, step: Step, region: Region): readonly Ref[] {
  const { checker } = region.context;
  const name = property.name === undefined ? undefined : propertyName(property.name);
  // What is not found in the object itself is looked for there.
  if (name === "__proto__" && ts.isPropertyAssignment(property))
    return region.follow(region.origins(property.initializer), step, undefined);
  if (step.kind === "property" && name !== undefined && name !== step.name) return [];
  if (ts.isPropertyAssignment(property)) return region.origins(property.initializer);
  if (ts.isShorthandPropertyAssignment(property)) {
    const symbol = checker.getShorthandAssignmentValueSymbol(property);
    return symbol === undefined || isPrimitive(checker.getTypeAtLocation(property.name))
      ? []
      : region.variableOrigins(symbol);
  }
  if (ts.isSpreadAssignment(property))
    return region.follow(region.origins(property.expression), { kind: "anything" }, undefined);
  return [unknownRef(property)];
}
