import { describe, test } from "node:test";
import { checkParallel, checkSerial } from "../../../test/support/check.js";

const over = (body: string) => `
interface Row { key: string; other: string; n: number }
function f(rows: Row[], groups: Map<string, Row[]>, seen: Set<string>, out: string[]): unknown {
  const table: Record<string, { n: number; sum?: number }> = {};
  for$0 (const row of rows) { ${body} }
  return [groups, seen, out, table];
}`;
const gathers = (body: string) => checkParallel(over(body), { pattern: "commit", idle: "stores" });
const serial = (body: string) => checkSerial(over(body), ["carried-dependence"]);

describe("what is looked up only to gather more", () => {
  test("a list for each key, which is made when it is missing", () => {
    gathers("let list = groups.get(row.key); if (!list) { list = []; groups.set(row.key, list); } list.push(row);");
    gathers("const list = groups.get(row.key); if (list) list.push(row); else groups.set(row.key, [row]);");
    gathers("if (!groups.has(row.key)) groups.set(row.key, []); groups.get(row.key)!.push(row);");
    gathers("const list = groups.get(row.key); list ? list.push(row) : groups.set(row.key, [row]);");
    gathers("groups.has(row.key) || groups.set(row.key, []); groups.get(row.key)!.push(row);");
    gathers("const list = groups.get(row.key) ?? []; list.push(row); groups.set(row.key, list);");
  });

  test("not under another key, nor one that has changed", () => {
    serial("const list = groups.get(row.key); if (list) groups.set(row.other, list);");
    serial("if (!groups.has(row.other)) groups.set(row.key, []); groups.get(row.key)!.push(row);");
    serial("let list = groups.get(row.key); { const row = rows[0]!; if (list) groups.set(row.key, list); }");
    serial(
      "let list: Row[] | undefined; for (const k of out) { if (list) groups.set(k, list); list = groups.get(k); }",
    );
    serial("const list = groups.get(row.key); row.key = row.other; if (list) groups.set(row.key, list);");
  });

  test("not where something else depends on what is there already", () => {
    serial("if (!seen.has(row.key)) { seen.add(row.key); out.push(row.key); }");
    serial("if (!groups.has(row.key)) groups.set(row.key, []); out.push(String(groups.size));");
    serial(
      "const list = groups.get(row.key); if (list) list.push(row); else { groups.set(row.key, [row]); out.push(''); }",
    );
    serial("seen.has(row.key) || out.push(row.key); seen.add(row.key);");
    serial("const list = groups.get(row.key); list ? list.push(row) : out.push(row.key);");
    serial("const list = groups.get(row.key); out.push(String(list ? list.push(row) : groups.set(row.key, [row])));");
    serial("out.push(groups.get(row.other)![0]!.key); groups.set(row.key, [row]);");
    serial("out.push(groups.get(row.other)!.join()); groups.set(row.key, [row]);");
    serial("groups.set(row.key, groups.get(row.other) ?? []);");
    serial("if (!table[row.key]) table[row.key] = row;");
    serial("const list = groups.get(row.key); if (list && list.length < 3) list.push(row);");
    serial("const list = groups.get(row.key); if (!list) continue; list.push(row);");
  });

  test("not by what looks into what it is given", () => {
    const kept = (takes: string) => `
function f(lists: number[][], to: Float64Array, from: number[], n: number): void {
  for (let i = 0; i < n; i++) { ${takes} from[0] = i; }
}`;
    checkParallel(kept("lists.push(from);"), { pattern: "commit", idle: "stores" });
    checkSerial(kept("to.set(from, 4 * i);"), ["carried-dependence"]);
    checkSerial(kept("lists.push([...from]);"), ["carried-dependence"]);
  });

  test("counts and sums for each key", () => {
    const record = "const entry = (table[row.key] ??= { n: 0, sum: 0 });";
    checkParallel(over(`${record} entry.n++; if (row.n > 3) entry.sum! += row.n;`), {
      pattern: "commit",
      idle: "stores",
    });
    serial(`${record} entry.n++; if (entry.n > 3) entry.sum! += row.n;`);
    serial(`${record} entry.sum! += entry.n;`);
    serial(`${record} entry.n++; out.push(String(entry.n));`);
  });
});
