// depends() against enumeration: small nests, run iteration by iteration, must never meet where a meeting was disproved.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type Directions, depends, type SubscriptProblem } from "./depends.js";
import { constant, idsOfKey, type LoopVariable, type Polynomial, substitute } from "./polynomial.js";

interface Case {
  readonly problem: SubscriptProblem;
  readonly symbols: ReadonlyMap<string, number>;
}

type Values = ReadonlyMap<string, number>;

test("never disproves a meeting that happens, and distances are those of all meetings", () => {
  let answers = 0;
  let exact = 0;
  fc.assert(
    fc.property(cases(), (drawn) => {
      const claimed = depends(drawn.problem);
      const met = enumerate(drawn);
      for (const direction of ["later", "same", "earlier"] as const) {
        answers++;
        if (claimed[direction] === met[direction]) exact++;
        assert.ok(claimed[direction] || !met[direction], `${direction} was disproved by ${claimed.decidedBy}`);
      }
      if (claimed.distance !== undefined) assert.ok(met.distances.every((distance) => distance === claimed.distance));
    }),
    { numRuns: 4000 },
  );
  // Symbols are drawn but not told, so many of the answers cannot be exact. This guards against answers that say nothing.
  assert.ok(exact / answers > 0.6, `exact in ${exact} of ${answers}`);
});

test("where all bounds are numbers, the answers are those of enumeration", () => {
  let answers = 0;
  let exact = 0;
  fc.assert(
    fc.property(cases(), ({ problem, symbols }) => {
      const told = withNumbers(problem, symbols);
      const claimed = depends(told);
      const met = enumerate({ problem: told, symbols });
      for (const direction of ["later", "same", "earlier"] as const) {
        answers++;
        if (claimed[direction] === met[direction]) exact++;
        assert.ok(claimed[direction] || !met[direction], `${direction} was disproved by ${claimed.decidedBy}`);
      }
    }),
    { numRuns: 4000 },
  );
  // The integer test gives up where numbers grow or cases abound.
  assert.ok(exact / answers > 0.999, `exact in ${exact} of ${answers}`);
});

test("conditions of source and sink are kept to, those that two numbers differ among them", () => {
  let answers = 0;
  let exact = 0;
  const condition = linear(["i", "j"]);
  const guards = fc.record({
    facts: fc.array(condition, { maxLength: 1 }),
    nonZero: fc.array(condition, { maxLength: 1 }),
  });
  fc.assert(
    fc.property(
      loop("i", []),
      loop("j", ["i"]),
      pairOf(["i", "j"]),
      guards,
      guards,
      small,
      (carrier, j, pair, a, b, n) => {
        const symbols = new Map([["n", n]]);
        const inner = [j];
        const problem: SubscriptProblem = { carrier, sourceInner: inner, sinkInner: inner, dimensions: [pair] };
        const told = withNumbers({ ...problem, sourceGuards: a, sinkGuards: b }, symbols);
        const claimed = depends(told);
        const met = enumerate({ problem: told, symbols });
        for (const direction of ["later", "same", "earlier"] as const) {
          answers++;
          if (claimed[direction] === met[direction]) exact++;
          assert.ok(claimed[direction] || !met[direction], `${direction} was disproved by ${claimed.decidedBy}`);
        }
      },
    ),
    { numRuns: 3000 },
  );
  assert.ok(exact / answers > 0.999, `exact in ${exact} of ${answers}`);
});

/** The problem with the values of the symbols in their places. */
function withNumbers(problem: SubscriptProblem, symbols: Values): SubscriptProblem {
  const told = (polynomial: Polynomial) =>
    [...symbols].reduce((sum, [id, value]) => substitute(sum, id, constant(value)), polynomial);
  const toldLoop = (loop: LoopVariable): LoopVariable => ({
    ...loop,
    lower: loop.lower && told(loop.lower),
    upper: loop.upper && told(loop.upper),
  });
  return {
    ...problem,
    carrier: toldLoop(problem.carrier),
    sourceInner: problem.sourceInner.map(toldLoop),
    sinkInner: problem.sinkInner.map(toldLoop),
    dimensions: problem.dimensions.map(({ source, sink }) => ({ source: told(source), sink: told(sink) })),
  };
}

test("linearized subscripts are told apart as the pairs that they stand for", () => {
  fc.assert(
    fc.property(linearizedCases(), (drawn) => {
      const claimed = depends(drawn.problem);
      const met = enumerate(drawn);
      for (const direction of ["later", "same", "earlier"] as const) {
        assert.ok(claimed[direction] || !met[direction], `${direction} was disproved by ${claimed.decidedBy}`);
      }
    }),
    { numRuns: 3000 },
  );
});

const small = fc.integer({ min: -4, max: 4 });

function linear(ids: readonly string[]): fc.Arbitrary<Polynomial> {
  return fc
    .tuple(small, fc.array(fc.integer({ min: -3, max: 3 }), { minLength: ids.length, maxLength: ids.length }))
    .map(([rest, factors]) => polynomialOf([["", rest], ...ids.map((id, index) => [id, factors[index]!] as const)]));
}

/** Half of the time the same form in source and sink, as in real programs, which a random pair seldom has. */
function pairOf(ids: readonly string[]): fc.Arbitrary<{ source: Polynomial; sink: Polynomial }> {
  const alike = fc.tuple(linear(ids), small).map(([source, offset]) => ({
    source,
    sink: polynomialOf([...source, ["", (source.get("") ?? 0) + offset]]),
  }));
  return fc.oneof(alike, fc.record({ source: linear(ids), sink: linear(ids) }));
}

function loop(id: string, around: readonly string[]): fc.Arbitrary<LoopVariable> {
  const bound = fc.oneof(small.map(constant), linear(["n"]), linear([...around, "n"]));
  return fc.record({
    id: fc.constant(id),
    lower: fc.oneof(small.map(constant), bound),
    upper: fc.oneof(
      bound,
      fc.integer({ min: 0, max: 5 }).map((size) => constant(size)),
    ),
    step: fc.integer({ min: 1, max: 3 }),
    descending: fc.boolean(),
  });
}

function cases(): fc.Arbitrary<Case> {
  return fc
    .record({
      carrier: loop("i", []),
      j: loop("j", ["i"]),
      k: loop("k", ["i", "j"]),
      depth: fc.integer({ min: 0, max: 2 }),
      otherDepth: fc.integer({ min: 0, max: 2 }),
      n: small,
    })
    .chain(({ carrier, j, k, depth, otherDepth, n }) => {
      const sourceInner = [j, k].slice(0, depth);
      const sinkInner = [j, k].slice(0, otherDepth);
      const ids = ["i", "n", ...(depth < otherDepth ? sourceInner : sinkInner).map(({ id }) => id)];
      return fc.array(pairOf(ids), { minLength: 1, maxLength: 2 }).map((dimensions) => ({
        problem: { carrier, sourceInner, sinkInner, dimensions },
        symbols: new Map([["n", n]]),
      }));
    });
}

/** `S*i + j + c` for a stride near the extent of `j`, constant or symbolic: on both sides of where it becomes unique. */
function linearizedCases(): fc.Arbitrary<Case> {
  const offset = fc.integer({ min: -2, max: 2 });
  return fc
    .record({
      w: fc.integer({ min: -1, max: 4 }),
      stride: offset,
      extent: offset,
      first: fc.integer({ min: -1, max: 1 }),
      scale: fc.integer({ min: 1, max: 3 }),
      source: offset,
      sink: offset,
      rowsApart: offset,
      transposed: fc.boolean(),
    })
    .map(({ w, stride, extent, first, scale, source, sink, rowsApart, transposed }) => {
      const row: readonly (readonly [string, number])[] = [
        ["i*w", scale],
        ["i", stride],
        ["j", scale],
      ];
      const column: readonly (readonly [string, number])[] = [
        ["j*w", scale],
        ["j", stride],
        ["i", scale],
      ];
      const inner: LoopVariable = {
        id: "j",
        lower: constant(first),
        upper: polynomialOf([
          ["w", 1],
          ["", extent - 1],
        ]),
        step: 1,
      };
      const moved = polynomialOf([...(transposed ? column : row), ["w", rowsApart], ["", sink]]);
      return {
        problem: {
          carrier: { id: "i", lower: constant(0), upper: constant(4), step: 1 },
          sourceInner: [inner],
          sinkInner: [inner],
          dimensions: [{ source: polynomialOf([...row, ["", source]]), sink: moved }],
        },
        symbols: new Map([["w", w]]),
      };
    });
}

function polynomialOf(terms: Iterable<readonly [string, number]>): Polynomial {
  return new Map([...new Map(terms)].filter(([, coefficient]) => coefficient !== 0));
}

interface Meetings extends Pick<Directions, "later" | "same" | "earlier"> {
  readonly distances: readonly number[];
}

/** Runs the loops. O(iterations squared). */
function enumerate({ problem, symbols }: Case): Meetings {
  const { carrier, sourceInner, sinkInner, dimensions } = problem;
  const distances: number[] = [];
  const executed = (inner: readonly LoopVariable[], side: "source" | "sink") =>
    iterations([carrier, ...inner], symbols)
      .filter((values) => {
        const guards = side === "source" ? problem.sourceGuards : problem.sinkGuards;
        if (guards === undefined) return true;
        return (
          guards.facts.every((fact) => evaluate(fact, values) >= 0) &&
          guards.nonZero.every((each) => evaluate(each, values) !== 0)
        );
      })
      .map((values) => ({
        at: values.get(carrier.id)!,
        place: dimensions.map((dimension) => evaluate(dimension[side], values)).join(),
      }));
  const sinks = executed(sinkInner, "sink");
  for (const source of executed(sourceInner, "source")) {
    for (const sink of sinks) {
      if (source.place === sink.place) distances.push((sink.at - source.at) * (carrier.descending ? -1 : 1) + 0);
    }
  }
  return {
    later: distances.some((distance) => 0 < distance),
    same: distances.includes(0),
    earlier: distances.some((distance) => distance < 0),
    distances,
  };
}

function iterations(loops: readonly LoopVariable[], values: Values): readonly Values[] {
  const [first, ...rest] = loops;
  if (first === undefined) return [values];
  const lower = evaluate(first.lower!, values);
  const upper = evaluate(first.upper!, values);
  const found: Values[] = [];
  for (let passed = 0; passed <= upper - lower; passed += first.step) {
    const value = first.descending ? upper - passed : lower + passed;
    found.push(...iterations(rest, new Map(values).set(first.id, value)));
  }
  return found;
}

function evaluate(polynomial: Polynomial, values: Values): number {
  let total = 0;
  for (const [key, coefficient] of polynomial) {
    total += idsOfKey(key).reduce((product, id) => product * values.get(id)!, coefficient);
  }
  return total;
}
