// KernelProblem: kernel-result
//
// A kernel returns something that does not come back as it is: its item or a part of `env` (the caller gets a copy, which is
// another object), a function, or an instance of a class, whose methods stay behind.
//
// ```ts
// import { parallelMapSync } from "@loopsmith/runner";
// export interface Point { x: number; y: number }
// export function keep(point: Point): Point | undefined {
//   return Math.hypot(point.x, point.y) < 1 ? point : undefined;
//        //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ kernel-result
// }
// export function inside(points: Point[]): Point[] {
//   return parallelMapSync(points, keep, {}).filter((point) => point !== undefined);
// }
// ```
// -> Return a flag, an index or a key, and look the object up in the caller.
// ```ts
// import { parallelMapSync } from "@loopsmith/runner";
// export interface Point { x: number; y: number }
// export function keep(point: Point): boolean {
//   return Math.hypot(point.x, point.y) < 1;
// }
// export function inside(points: Point[]): Point[] {
//   const flags = parallelMapSync(points, keep, {});
//   return points.filter((_point, index) => flags[index]);
// }
// ```
import { ts } from "ts-morph";
import type { Ref } from "../../accesses/access.js";
import { declaredClass } from "../../accesses/classes.js";
import { createRegion, type Region } from "../../accesses/region.js";
import { isPrimitive, unalias } from "../../accesses/types.js";
import { type KernelProblem, type KernelUse, problem } from "./kernelProblem.js";

export function kernelResult({ kernel, context }: KernelUse): readonly KernelProblem[] {
  const { body } = kernel;
  if (body === undefined) return [];
  const isLocal = ({ valueDeclaration }: ts.Symbol) =>
    valueDeclaration !== undefined &&
    valueDeclaration.getSourceFile() === body.getSourceFile() &&
    body.pos <= valueDeclaration.pos &&
    valueDeclaration.end <= body.end;
  const region = createRegion(context, body, isLocal, new Map());
  const found: KernelProblem[] = [];
  for (const result of resultsOf(body)) {
    const type = context.checker.getTypeAtLocation(result);
    if (isPrimitive(type)) continue;
    const origins = region.origins(result);
    const what = [
      ...origins.map((ref) => whatReturns(ref, region, "")),
      ...region.contents(origins).map((ref) => whatReturns(ref, region, "an object that holds ")),
    ].find((each) => each !== undefined);
    if (what === undefined) continue;
    const message = `The kernel returns ${what.name}: ${what.why}`;
    found.push(problem("kernel-result", result, message, what.help));
  }
  return found;
}

function resultsOf(body: ts.ConciseBody): readonly ts.Expression[] {
  if (!ts.isBlock(body)) return [body];
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression !== undefined) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

function whatReturns({ root, type }: Ref, { context }: Region, before: string) {
  if (type !== undefined && isPrimitive(type)) return undefined;
  if (root.kind === "fresh") {
    const { node } = root;
    if (ts.isFunctionLike(node))
      return {
        name: `${before}a function`,
        why: "functions stay where they are made.",
        help: "Return the values that the caller needs to make the function.",
      };
    const made = ts.isExpression(node) ? context.checker.getTypeAtLocation(node) : undefined;
    const owner = made === undefined ? undefined : declaredClass(made, context.program);
    if (owner === undefined) return undefined;
    return {
      name: `${before}an instance of \`${owner.name?.getText() ?? "a class"}\``,
      why: "its methods stay behind.",
      help: "Return the values that the caller needs to make the instance.",
    };
  }
  if (root.kind !== "variable") return undefined;
  const declaration = unalias(root.symbol, context.checker).valueDeclaration;
  if (declaration === undefined) return undefined;
  const isGiven = ts.isParameter(declaration) || ts.isBindingElement(declaration);
  return {
    name: `${before}${isGiven ? `what it was given as \`${root.symbol.name}\`` : `\`${root.symbol.name}\`, which it did not make`}`,
    why: "the caller gets a copy, which is another object.",
    help: "Return an index, a key or a flag, and let the caller look the object up.",
  };
}
