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
 * what the class has, or needs no more than that. Classes are taken at their word. O(files + assignments), once for each name.
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
  const own = checker.getDeclaredTypeOfSymbol(symbol);
  return assignments.some(({ expression }) => mayBe(own, checker.getTypeAtLocation(expression), checker));
}

/** An object of the class may be what the type stands for. */
function mayBe(own: ts.Type, type: ts.Type, checker: ts.TypeChecker): boolean {
  const at = checker.getApparentType(checker.getNonNullableType(type));
  if (isOpaque(at)) return true;
  if (isPrimitive(at)) return false;
  if (at.isUnion()) return at.types.some((part) => mayBe(own, part, checker));
  if (at.getCallSignatures().length > 0 || at.getConstructSignatures().length > 0) return false;
  return hasAllOf(own, at) || hasAllOf(at, own);
}
