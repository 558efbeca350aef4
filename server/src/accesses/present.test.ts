// Objects that are known to be there although their types do not say so: asking them cannot fail in the middle of an iteration.
import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const over = (before: string, loop: string) => `
interface Shape { size: number; inner: { size: number } }
function heavy(x: number): number { let s = x; for (let q = 0; q < 50; q++) s = Math.sqrt(s + q); return s; }
function f(out: number[], shape: Shape | undefined, n: number, other: boolean): void {
  ${before}
  ${loop}
}`;
const rounds = "for (let j = 0; j < shape.size; j++) out.push(heavy(i + j));";
// With a label, the author's loop cannot stand beside its parallel form, to be run where an iteration fails.
const plain = `all: for$0 (let i = 0; i < n; i++) { ${rounds} }`;
const yes = (before: string, loop = plain) => checkParallel(over(before, loop), { pattern: "commit" });
const no = (before: string, loop = plain) => checkSerial(over(before, loop), ["failure-order"]);

test("the head of a loop does not tell of the first thing that it takes itself", () => {
  const counted = (use: string) => `
function size(xs: any): number { let s = 0; for (let k = 0; ${use}; k++) s = Math.sqrt(s + k); return s; }
function f(out: number[], xs: any, n: number): void {
  all: for$0 (let i = 0; i < n; i++) { out.push(1); out.push(size(xs)); }
}`;
  checkSerial(counted("k < xs.length"), ["carried-dependence", "failure-order"]);
  checkParallel(counted("k < 9"), { pattern: "commit" });
});

describe("an object that may be missing", () => {
  test("is there when something has been taken from it before the loop, or in its head", () => {
    yes("const step = shape!.size;");
    yes("const { size } = shape!; if (other) return;");
    yes("if (shape!.size > 3) return;");
    yes("for (let k = 2 * shape!.inner.size; k < 3; k++) out.push(k);");
    yes("", `all: for$0 (let i = 0; i < shape!.size; i++) { ${rounds} }`);
    yes("", `for (let k = shape!.size; k < 3; k++) ${plain}`);
    yes("const step = shape!.size;", `all: for$0 (const i of [1, 2, 3]) { ${rounds} }`);
    yes("", `switch (n) { case 1: out.push(shape!.size); ${plain} }`);
  });

  test("not when that was done on another way, may have been left out, or is part of the iteration", () => {
    no("");
    no("if (other) out.push(shape!.size);");
    no("const step = other ? shape!.size : 0;");
    no("const step = shape?.size;");
    no("const later = () => shape!.size;");
    no("try { out.push(shape!.size); } catch {}");
    no("for (const x of out) out.push(shape!.size);");
    checkSerial(over("", `all: for$0 (let i = 0; i < n; i++) { out.push(shape!.inner.size); ${rounds} }`), [
      "carried-dependence",
      "failure-order",
    ]);
    no("", `for (let k = 0; k < n; k++) { out.push(shape!.size); ${plain} }`);
    no("const step = shape!.size; if (other) shape = undefined;");
    no("", `switch (n) { case 1: out.push(1); case shape!.size: ${plain} }`);
  });

  test("nor in a function that may be called before", () => {
    const later = `function go(): void { ${plain} }`;
    no("const step = shape!.size;", later);
    yes("const step = shape!.size;", later.replace("function go(): void", "const go = (): void =>"));
  });
});

test("a constant of the function that holds a new object is there", () => {
  const made = (declared: string) => declared.replace("shape", "own");
  const loop = plain.replaceAll("shape", "own");
  yes(made("const shape: Shape | undefined = { size: n, inner: { size: 2 } };"), loop);
  no(made("let shape: Shape | undefined = { size: n, inner: { size: 2 } }; if (other) own = undefined;"), loop);
  no(made("const shape: Shape | undefined = other ? undefined : { size: n, inner: { size: 2 } };"), loop);
});
