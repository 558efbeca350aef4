// Polynomials and subscript problems written as text, for tests: `problem("i in 0..n-1", "a[4*i + 1]", "a[4*i]")`.
import type { SubscriptProblem } from "../../server/src/dependence/depends.js";
import {
  add,
  constant,
  type LoopVariable,
  multiply,
  type Polynomial,
  subtract,
  variable,
  zero,
} from "../../server/src/dependence/polynomial.js";

/** Reads sums and products of names and whole numbers, with parentheses: `(y*w + x)*4 - 1`. */
export function polynomial(text: string): Polynomial {
  const tokens = text.match(/[A-Za-z_]\w*|\d+|\S/g) ?? [];
  let at = 0;
  const result = sum();
  if (at < tokens.length) throw new Error(`"${text}" has an unexpected "${tokens[at]}".`);
  return result;

  function sum(): Polynomial {
    let total = tokens[at] === "-" ? zero : product();
    while (tokens[at] === "+" || tokens[at] === "-")
      total = tokens[at++] === "+" ? add(total, product()) : subtract(total, product());
    return total;
  }

  function product(): Polynomial {
    let total = factor();
    while (tokens[at] === "*") {
      at++;
      total = multiply(total, factor());
    }
    return total;
  }

  function factor(): Polynomial {
    const token = tokens[at++] ?? "";
    if (/^\d+$/.test(token)) return constant(Number(token));
    if (/^\w+$/.test(token)) return variable(token);
    if (token !== "(") throw new Error(`"${text}" has an unexpected "${token}".`);
    const inside = sum();
    at++;
    return inside;
  }
}

/** Reads `i in 0..n-1`, `i in 0..n-1 step 2`; a bound that is left out (`0..`) is unknown. */
export function loopVariable(text: string): LoopVariable {
  const [, id, lower, upper, step] = /^(\w+) in (.*?)\.\.(.*?)(?: step (\d+))?$/.exec(text) ?? [];
  if (id === undefined) throw new Error(`"${text}" is not of the form "i in 0..n-1".`);
  const bound = (part: string | undefined) => (part === undefined || part === "" ? undefined : polynomial(part));
  return { id, lower: bound(lower), upper: bound(upper), step: Number(step ?? 1) };
}

/**
 * @param loops the carrier and then the loops inside of it, which are around both accesses, separated by semicolons
 * @param source the first access, `[i][j]`
 * @param sink the second access
 * @param facts polynomials that are not negative
 */
export function problem(loops: string, source: string, sink: string, facts: readonly string[] = []): SubscriptProblem {
  const [carrier, ...inner] = loops.split(";").map((loop) => loopVariable(loop.trim()));
  const subscripts = (access: string) => [...access.matchAll(/\[(.*?)\]/g)].map(([, inside]) => polynomial(inside!));
  const sinks = subscripts(sink);
  return {
    carrier: carrier!,
    sourceInner: inner,
    sinkInner: inner,
    dimensions: subscripts(source).map((subscript, index) => ({ source: subscript, sink: sinks[index]! })),
    facts: facts.map(polynomial),
  };
}
