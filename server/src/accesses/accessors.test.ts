import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const heavy = `
function heavy(x: number): number { let s = x; for (let k = 0; k < 99; k++) s = Math.sqrt(s + k); return s; }
`;

function loop(type: string, expression: string, before: string): string {
  return `${heavy}${before}
export function go(xs: ${type}[], one: ${type}) {
  const out = [];
  for$0 (const x of xs) out.push(${expression});
  return out;
}`;
}

describe("getters", () => {
  const area = "class P { constructor(private side: number) {} get area(): number { return this.side * 2; } }";

  test("one that only computes", () => {
    checkParallel(loop("P", "heavy(x.area)", area), { pattern: "commit" });
  });

  test("not one that counts", () => {
    const before = "let n = 0; class P { private side = 1; get area(): number { return this.side * n++; } }";
    checkSerial(loop("P", "heavy(x.area)", before), ["carried-dependence", "module-state"]);
  });

  test("not one that changes its object, where all iterations share it", () => {
    const before = "class P { private side = 1; get area(): number { return this.side++; } }";
    checkSerial(loop("P", "heavy(one.area)", before), ["carried-dependence"]);
  });

  test("not one that another class declares, too", () => {
    const before = `${area} class Q extends P { override get area(): number { return 1; } }`;
    checkSerial(loop("P", "heavy(x.area)", before), ["hidden-call"]);
  });

  test("one whose name others have, who are no heirs, or assign to", () => {
    const other = "class R {} class Q extends R { get area(): number { return Math.random(); } }";
    checkParallel(loop("P", "heavy(x.area)", `${area} ${other}`), { pattern: "commit" });
    const assigned = "export function set(o: { area: number }): void { o.area = 2; }";
    checkParallel(loop("P", "heavy(x.area)", `${area} ${assigned}`), { pattern: "commit" });
    const unknown = "declare const base: new () => P; class Q extends base { get area(): number { return 1; } }";
    checkSerial(loop("P", "heavy(x.area)", `${area} ${unknown}`), ["hidden-call"]);
  });

  test("not one of a union of types, of a pattern, or under a text", () => {
    const before = "let n = 0; class P { private side = 1; get area(): number { return this.side * n++; } }";
    checkSerial(loop("(P | { area: number })", "heavy(x.area)", before), ["hidden-call"]);
    checkSerial(loop("P", 'heavy(x["area"])', before), ["hidden-call"]);
    checkSerial(loop("P", "heavy((() => { const { area } = x; return area; })())", before), ["hidden-call"]);
  });
});

describe("copies of objects", () => {
  test("of plain data", () => {
    checkParallel(loop("{ w: number }", "heavy({ ...x }.w)", ""), { pattern: "commit" });
  });

  test("not of an object with a getter of its own", () => {
    const before = "let n = 0; const counter = { get w(): number { return n++; } };";
    checkSerial(loop("typeof counter", "heavy({ ...x }.w)", before), ["hidden-call"]);
    checkSerial(loop("typeof counter", "heavy(Object.values(x)[0]!)", before), ["hidden-call"]);
  });
});

describe("objects of classes", () => {
  const account = "class Account { total = 0; add(x: number): void { this.total += x; } }";

  function useOf(made: string, before: string): string {
    return `${heavy}${before}
export function go(xs: number[]) {
  const out: number[] = [];
  for$0 (const x of xs) {
    const account = ${made};
    account.add(heavy(x));
    out.push(account.total);
  }
  return out;
}`;
  }

  test("made without a constructor, with constant fields", () => {
    checkParallel(useOf("new Account()", account), { pattern: "commit" });
  });

  test("not with fields that count the objects", () => {
    const before = `let n = 0; ${account.replace("total = 0", "total = n++")}`;
    checkSerial(useOf("new Account()", before), ["unknown-call"]);
  });

  test("not when a decorator may have replaced the class", () => {
    const before = `declare function counted(target: unknown, context: unknown): void; @counted ${account}`;
    checkSerial(useOf("new Account()", before), ["unknown-call"]);
  });

  test("not when a method has been put in the place of another one", () => {
    const before = `${account} Account.prototype.add = () => undefined;`;
    checkSerial(useOf("new Account()", before), ["dynamic-dispatch"]);
  });
});
