// What can fail in the middle of an iteration: behind something that can be seen, it has to happen in order.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

/** With a label, the author's loop cannot stand beside its parallel form, to be run where an iteration fails. */
const loop = (statement: string) => `
interface Point { x: number; y: number }
function heavy(x: number): number { let s = x; for (let q = 0; q < 50; q++) s = Math.sqrt(s + q); return s; }
function f(out: number[], seen: number[], points: Point[], rows: number[][], point: Point, n: number): void {
  all: for$0 (let i = 0; i < n; i++) {
    let s = 0;
    let t = 0;
    const own: number[] = [1, 2];
    seen.push(i);
    ${statement}
    out.push(heavy(s + t + own.length));
  }
}`;
const yes = (statement: string) => checkParallel(loop(statement), { pattern: "commit" });
const no = (statement: string) => checkSerial(loop(statement), ["failure-order"]);

describe("what nobody declares", () => {
  const undeclared = (statement: string) => loop(statement).replace("point: Point", "point: Point, some: any");

  test("may be a BigInt, with which no number is computed", () => {
    for (const statement of ["s = some * 2;", "s += some;", "s = +some;", "s = Math.abs(some);", "s = own.at(some)!;"])
      checkSerial(undeclared(statement), ["failure-order"]);
    for (const statement of ["s = point.x * 2;", "if (some < 2) s = 1;", "s = some;"])
      checkParallel(undeclared(statement), { pattern: "commit" });
  });
});

describe("taking apart by an assignment", () => {
  test("fails for what is missing, and for what is no list", () => {
    no("({ x: s, y: t } = points[i]!);");
    no("[s, t] = rows[i]!;");
    no("[{ x: s }, t] = [points[i]!, 1];");
    no("for ({ x: s } of points) t += s;");
    yes("s = point.x; t = point.y;");
  });

  test("not for a list that stands there", () => {
    yes("[s, t] = [t, i];");
    yes("[own[0], own[1]] = [own[1]!, i];");
  });
});

describe("a length", () => {
  test("fails when it is set to what may be negative", () => {
    no("own.length = n;");
    yes("own.length = 1;");
  });
});
