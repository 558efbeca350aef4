// What the code of a region puts into objects that it did not make: from then on the way to such a place leads to what was put
// there, as `rows[j]` does to `spare` once `rows[k] = spare` has been executed.
import { ts } from "ts-morph";
import type { Ref, Step } from "./access.js";
import { refKey, shortened, stepKey } from "./keys.js";
import { typesDiffer } from "./shapes.js";
import { indexSteps } from "./values.js";

/** One store: what is put where. */
export interface Link {
  readonly step: Step;
  readonly bases: readonly Ref[];
  readonly values: readonly Ref[];
}

/** The links of a region, by the step that they are asked for. */
export type Links = (step: Step) => readonly Link[];

export const noLinks: Links = () => [];

/** Where this many rounds tell more and more, or more objects than this are put into others, nothing is known of what lies where. */
const maxRounds = 8;
const maxSize = 96;
/** From this round on, ways that are longer than so many steps are cut: stores such as `p.next = p.next.next` make longer ones each time. */
const wideningRound = 2;
const maxPath = 3;

/**
 * Finds all links of a region. What lies where depends on the links, and which objects a store is about depends on what lies
 * where: the least fixpoint, by rounds that begin without any link. O(rounds · what `resolve` takes).
 * @param resolve the stores of the region into objects that it did not make, given the links of the round before
 * @param unknown stands for an object that nothing is known of
 */
export function findLinks(resolve: (links: Links) => readonly Link[], unknown: Ref): Links {
  let links = noLinks;
  let before = "";
  for (let round = 0; round < maxRounds; round++) {
    const found = resolve(links).map((link) => (round < wideningRound ? link : widened(link)));
    const key = found.map(({ step, bases, values }) => `${stepKey(step)}${keysOf(bases)}=${keysOf(values)}`).join();
    if (key === before) return links;
    if (found.reduce((sum, { bases, values }) => sum + bases.length + values.length, 0) > maxSize) break;
    links = indexSteps(found);
    before = key;
  }
  return () => unknownLinks(unknown);
}

/** Anything may lie anywhere. */
export function unknownLinks(unknown: Ref): readonly Link[] {
  return [{ step: { kind: "anything" }, bases: [unknown], values: [unknown] }];
}

function keysOf(refs: readonly Ref[]): string {
  return refs.map(refKey).sort().join();
}

function widened({ step, bases, values }: Link): Link {
  const cut = (ref: Ref): Ref => shortened(ref, maxPath);
  return { step, bases: bases.map(cut), values: values.map(cut) };
}

/**
 * The objects that the links put at the place `step` of the object. Their subscripts are not told: the store may have happened
 * in another iteration. O(links).
 * @param ref an object that the region did not make
 * @param isApart two objects are known not to be one, whatever their types
 */
export function linkedAt(
  ref: Ref,
  step: Step,
  links: readonly Link[],
  checker: ts.TypeChecker,
  isApart: (left: Ref, right: Ref) => boolean,
): readonly Ref[] {
  const isAnywhere = step.kind === "anything" || ref.path.some(({ kind }) => kind === "anything");
  const mayBe = (base: Ref): boolean => {
    if (base.root.kind === "fresh") return false;
    if (isAnywhere || base.root.kind === "unknown" || base.path.some(({ kind }) => kind === "anything")) return true;
    return !typesDiffer(base.type, ref.type, checker) && !isApart(base, ref);
  };
  return links
    .filter(({ bases }) => bases.some(mayBe))
    .flatMap(({ step, bases, values }) => values.filter((value) => !bases.some((base) => isAtPlace(value, base, step))))
    .map((value) => ({ ...value, path: value.path.map(withoutIndex) }));
}

function withoutIndex(step: Step): Step {
  return step.kind === "element" ? { kind: "element", index: undefined } : step;
}

/** The value lies there already: `rows[i] = rows[i] ?? []`. */
function isAtPlace(value: Ref, base: Ref, step: Step): boolean {
  const [one, other] = [value.root, base.root];
  const isSameRoot =
    (one.kind === "variable" && other.kind === "variable" && one.symbol === other.symbol) ||
    (one.kind === "argument" && other.kind === "argument" && one.parameter === other.parameter) ||
    (one.kind === "this" && other.kind === "this");
  const way = [...base.path, step];
  return isSameRoot && value.path.length === way.length && value.path.every((each, depth) => isSame(each, way[depth]!));
}

function isSame(left: Step, right: Step): boolean {
  if (left.kind === "property") return right.kind === "property" && left.name === right.name;
  if (left.kind !== "element" || right.kind !== "element" || left.index === undefined || right.index === undefined)
    return false;
  // Two names in one statement, or two numbers: nothing happens between them that could change what they stand for.
  const isPlain = ts.isIdentifier(left.index) || ts.isNumericLiteral(left.index);
  return isPlain && left.index.getText() === right.index.getText();
}

/** What the ways from one root have in common, to tell questions apart. */
export function startOf(root: Ref["root"]): object | string {
  if (root.kind === "variable") return root.symbol;
  if (root.kind === "argument") return root.parameter;
  return root.kind === "this" ? root.kind : root.node;
}

/** A step without its subscript. */
export function shapeOf(step: Step): string {
  return step.kind === "property" ? `.${step.name}` : step.kind;
}
