// Whether a write may change a value that is known by a way of names: `count`, `config.width`, `rows.length`.
import type { ts } from "ts-morph";
import type { Access, Ref } from "../accesses/access.js";
import type { AliasOracle } from "../dependence/alias.js";
import { isCollection } from "../loops/elementSpace.js";
import { isTypedArray } from "../loops/findLoops.js";

/** May the write change what `symbol.a.b` yields? Without a symbol, `this.a.b`. O(names). */
export function mayChange(
  write: Access,
  symbol: ts.Symbol | undefined,
  names: readonly string[],
  oracle: AliasOracle,
  checker: ts.TypeChecker,
): boolean {
  if (write.target.kind === "variable") return write.target.symbol === symbol;
  const { base, step } = write.target;
  if (step.kind === "property") return names.includes(step.name);
  const holders = names.map(
    (_, depth): Ref => ({
      root: symbol === undefined ? { kind: "this" } : { kind: "variable", symbol },
      path: names.slice(0, depth).map((name) => ({ kind: "property", name })),
      type: symbol !== undefined && depth === 0 ? checker.getTypeOfSymbol(symbol) : undefined,
    }),
  );
  const isLength = names.at(-1) === "length";
  // `Object.assign(config, …)`, `config[name] = …`: whichever name it is.
  const isAnyName = step.kind === "anything" && mayHaveNames(base, checker);
  const named = isLength ? holders.slice(0, -1) : holders;
  if (isAnyName && named.some((holder) => oracle.alias(base, holder).kind !== "never")) return true;
  if (!isLength) return false;
  if (base.root.kind === "fresh") return false;
  if (base.type !== undefined && isTypedArray(base.type)) return false;
  if (symbol === undefined) return true;
  const holder = holders.at(-1)!;
  // Elements inside of the same array of arrays are other objects than the array whose length is asked for.
  if (base.root.kind === "variable" && base.root.symbol === symbol && base.path.length > holder.path.length)
    return false;
  return oracle.alias(base, holder).kind !== "never";
}

/** What is written at any step of it may be a property: it is no array and no collection, and the iteration did not make it. */
function mayHaveNames({ root, type }: Ref, checker: ts.TypeChecker): boolean {
  if (root.kind === "fresh") return false;
  return type === undefined || !(checker.isArrayType(type) || isTypedArray(type) || isCollection(type));
}
