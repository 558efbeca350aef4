// RejectReason: undeclared-name
//
// The loop uses a name that is declared nowhere in the program. A worker would not find it either.
//
// ```ts
// export function scaled(xs: number[]): number[] {
//   const out: number[] = [];
//   for (const x of xs) out.push(Math.sqrt(x) * SCALE);
//                                             //^^^^^ undeclared-name
//   return out;
// }
// ```
// -> Declare it, import it, or pass it. A global of the platform needs its types: `npm install --save-dev @types/node`, or
// `"lib": ["dom"]` in the tsconfig.
// ```ts
// export function scaled(xs: number[], scale: number): number[] {
//   const out: number[] = [];
//   for (const x of xs) out.push(Math.exp(Math.sqrt(x)) * scale);
// //^^^ parallel
//   return out;
// }
// ```
import { ts } from "ts-morph";
import type { Body } from "../body.js";
import { originOf } from "../callCauses.js";
import type { RejectReason } from "../verdict.js";
import { reason } from "./reason.js";

export function undeclaredName({ effects, context }: Body): readonly RejectReason[] {
  return effects
    .filter((effect) => effect.kind === "unsupported" && isUndeclared(originOf(effect), context.checker))
    .map(({ node, name }) =>
      reason(
        "undeclared-name",
        node,
        `\`${name}\` is declared nowhere in the program, so nobody can tell what it is, and a worker would not find it.`,
        "Declare it, import it, or pass it as a parameter; for globals of the platform add their types (`@types/node`, or `dom` in `lib`).",
      ),
    );
}

export function isUndeclared(node: ts.Node, checker: ts.TypeChecker): boolean {
  return ts.isIdentifier(node) && checker.getSymbolAtLocation(node) === undefined;
}
