// Answers that hold for one state of the whole program. A syntax tree outlives the program that it was first part of, so an
// answer that looks into other files must never hang on a node alone.
import type { ts } from "ts-morph";

/**
 * A store of answers for each program object, made on first use and gone with the program.
 * @returns the store of a program
 */
export function perProgram<T>(make: (program: ts.Program) => T): (program: ts.Program) => T {
  const stores = new WeakMap<ts.Program, { readonly store: T }>();
  return (program) => {
    const known = stores.get(program);
    if (known !== undefined) return known.store;
    const store = make(program);
    stores.set(program, { store });
    return store;
  };
}
