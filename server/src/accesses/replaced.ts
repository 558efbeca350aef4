// Whether somebody puts another function in the place of a method, by assigning to a property of its name.
import type { ts } from "ts-morph";
import { perProgram } from "../workspace/perProgram.js";
import type { AccessContext } from "./context.js";
import { heirsOf } from "./heirs.js";
import { hasAllOf, isOpaque, isPrimitive } from "./types.js";

const known = perProgram(() => new Map<ts.ClassDeclaration, Map<string, boolean>>());

/** With more assignments to properties of one name nobody looks at what they are properties of. */
const mostAssignments = 24;

/**
 * True where something is assigned to a property of that name of an object that may be one of the class: by its type, that has
 * what the class has, needs no more than that, or is an interface with a method of the name. Classes are taken at their word.
 * O(files + assignments), once for each name.
 */
export function mayBeReplaced(holder: ts.ClassDeclaration, name: string, context: AccessContext): boolean {
  if (!heirsOf(context.program).isAssigned(name)) return false;
  const ofClass = known(context.program);
  const answers = ofClass.get(holder) ?? new Map<string, boolean>();
  ofClass.set(holder, answers);
  const found = answers.get(name) ?? isReplaced(holder, name, context);
  answers.set(name, found);
  return found;
}

function isReplaced(holder: ts.ClassDeclaration, name: string, { checker, program }: AccessContext): boolean {
  const assignments = heirsOf(program).assignments(name);
  const symbol = holder.name === undefined ? undefined : checker.getSymbolAtLocation(holder.name);
  if (assignments === undefined || assignments.length > mostAssignments || symbol === undefined) return true;
  // The method may be one of the class itself (`static`).
  const sides = [checker.getDeclaredTypeOfSymbol(symbol), checker.getTypeOfSymbol(symbol)];
  const owners = sides.filter((side) => side.getProperty(name) !== undefined);
  return assignments.some(({ expression }) => {
    const type = checker.getTypeAtLocation(expression);
    return owners.length === 0 || owners.some((own) => mayBe(own, name, type, checker));
  });
}

/**
 * An object of the class, or of one that derives from it, may be what the type stands for. A class that derives may have whatever
 * an interface asks for besides: there, only a property of the name that is no method tells that it cannot.
 */
function mayBe(own: ts.Type, name: string, type: ts.Type, checker: ts.TypeChecker): boolean {
  const at = checker.getApparentType(checker.getNonNullableType(type));
  if (isOpaque(at)) return true;
  if (isPrimitive(at)) return false;
  if (at.isUnion()) return at.types.some((part) => mayBe(own, name, part, checker));
  const isOfClass = own.getConstructSignatures().length > 0;
  if (at.getCallSignatures().length > 0 || (!isOfClass && at.getConstructSignatures().length > 0)) return false;
  if (hasAllOf(own, at) || hasAllOf(at, own)) return true;
  if (at.isClass()) return false;
  const [method, property] = [own.getProperty(name), at.getProperty(name)];
  return (
    property !== undefined && (method === undefined || mayHold(property, checker.getTypeOfSymbol(method), checker))
  );
}

/** A method may lie in the property, by its type: a function, or what asks for no more than functions have. */
function mayHold(property: ts.Symbol, method: ts.Type, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeOfSymbol(property);
  return (type.isUnion() ? type.types : [type]).some((part) => {
    if (isOpaque(part) || part.isIntersection() || part.symbol?.name === "Function") return true;
    return !isPrimitive(part) && hasAllOf(method, checker.getApparentType(part));
  });
}
