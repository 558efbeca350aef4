// Questions that lean on one another get the answers that all of them together have.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { createFixpoint } from "./fixpoint.js";

type Numbers = readonly number[];

const most = 9;
const everything: Numbers = [-1];
const sorted = (values: Iterable<number>): Numbers => [...new Set(values)].sort((a, b) => a - b);
const lattice = {
  bottom: [] as Numbers,
  top: everything,
  isSame: (left: Numbers, right: Numbers) => sorted(left).join() === sorted(right).join(),
  widen: (value: Numbers) => value,
};

/** `x = own ∪ (y + by) ∪ …`, with sums beyond `most` left out. */
interface Question {
  readonly own: Numbers;
  readonly from: readonly { readonly other: number; readonly by: number }[];
}

function asker(questions: readonly Question[]) {
  const { answer } = createFixpoint(lattice);
  let asked = 0;
  const ask = (at: number): Numbers => {
    const question = questions[at]!;
    return answer(question, () => {
      asked++;
      return sorted([...question.own, ...question.from.flatMap(({ other, by }) => shifted(ask(other), by))]);
    });
  };
  return { ask, count: () => asked };
}

function shifted(values: Numbers, by: number): Numbers {
  return values.map((value) => value + by).filter((value) => value <= most);
}

/** All answers at once, by going round until nothing changes. */
function least(questions: readonly Question[]): readonly Numbers[] {
  let answers: readonly Numbers[] = questions.map(() => []);
  for (;;) {
    const next = questions.map(({ own, from }) =>
      sorted([...own, ...from.flatMap(({ other, by }) => shifted(answers[other]!, by))]),
    );
    if (next.every((each, at) => lattice.isSame(each, answers[at]!))) return next;
    answers = next;
  }
}

describe("the answer", () => {
  test("is computed once where nothing leans on itself", () => {
    const { ask, count } = asker([
      { own: [1], from: [{ other: 1, by: 0 }] },
      { own: [2], from: [] },
    ]);
    assert.deepEqual(ask(0), [1, 2]);
    assert.deepEqual(ask(1), [2]);
    assert.equal(count(), 2);
  });

  test("goes on as long as the question leads further: `p = p.next`", () => {
    assert.deepEqual(asker([{ own: [7], from: [{ other: 0, by: 1 }] }]).ask(0), [7, 8, 9]);
  });

  test("is the same for all that lean on one another, whoever is asked first", () => {
    const ring: readonly Question[] = [
      { own: [1], from: [{ other: 1, by: 0 }] },
      { own: [2], from: [{ other: 0, by: 0 }] },
    ];
    for (const first of [0, 1]) {
      const { ask } = asker(ring);
      ask(first);
      assert.deepEqual(
        [ask(0), ask(1)],
        [
          [1, 2],
          [1, 2],
        ],
      );
    }
  });

  test("is everything where no end is in sight", () => {
    const key = {};
    const { answer } = createFixpoint(lattice);
    const ask = (): Numbers => answer(key, () => [0, ...ask().map((value) => value + 1)]);
    assert.deepEqual(ask(), everything);
  });

  test("is asked for anew after a failure in the midst of it", () => {
    const [outer, inner] = [{}, {}];
    const { answer } = createFixpoint(lattice);
    let fails = true;
    const ask = (): Numbers =>
      answer(outer, () => [
        1,
        ...answer(inner, () => {
          if (fails) throw new RangeError("no more stack");
          return [2, ...ask()];
        }),
      ]);
    assert.throws(ask, RangeError);
    fails = false;
    assert.deepEqual(sorted(ask()), [1, 2]);
  });

  test("is the least one of any system of questions, in any order of asking", () => {
    const size = 6;
    const index = fc.nat({ max: size - 1 });
    const question = fc.record({
      own: fc.array(fc.nat({ max: 3 }), { maxLength: 2 }),
      from: fc.array(fc.record({ other: index, by: fc.nat({ max: 2 }) }), { maxLength: 3 }),
    });
    const systems = fc.array(question, { minLength: size, maxLength: size });
    fc.assert(
      fc.property(systems, fc.array(index, { minLength: 1, maxLength: 8 }), (questions, order) => {
        const { ask } = asker(questions);
        const wanted = least(questions);
        for (const at of order) {
          const found = ask(at);
          // Where that takes too long, it is everything.
          if (found[0] !== everything[0]) assert.deepEqual(found, wanted[at]);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
