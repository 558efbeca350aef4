/**
 * Helpers that look pure and are not (application code: module state, default parameters).
 *
 * @loop hashed:char          serial [carried-dependence] hash -> hash
 * @loop keys:.map            parallel map
 * @loop numbered:.map        serial [carried-dependence] issued -> issued   the default value counts
 * @loop sortedRows:.map      parallel map                a comparator without state on a copy of the row
 * @loop countedRows:.map     serial [carried-dependence] comparisons -> comparisons
 * @loop lookedUp:text        serial [carried-dependence] memo.get(text) -> memo.set(text, value)  the helper fills a memo table of the module
 */
let issued = 0;
const memo = new Map<string, number>();

function nextNumber(): number {
  issued += 1;
  return issued;
}

function stirred(hash: number, char: string): number {
  return (Math.imul(hash, 33) ^ char.charCodeAt(0)) >>> 0;
}

function hashed(text: string): number {
  let hash = 5381;
  for (const char of text) hash = stirred(hash, char);
  return hash;
}

function labelled(text: string, id: number = nextNumber()): string {
  return `${id}:${text}`;
}

function remembered(text: string): number {
  const known = memo.get(text);
  if (known !== undefined) return known;
  const value = hashed(text) + memo.size;
  memo.set(text, value);
  return value;
}

export function keys(texts: readonly string[]): number[] {
  return texts.map((text) => hashed(text));
}

export function numbered(texts: readonly string[]): string[] {
  return texts.map((text) => labelled(text));
}

export function sortedRows(rows: readonly number[][]): number[][] {
  return rows.map((row) => [...row].sort((a, b) => a - b));
}

export function countedRows(rows: readonly number[][]): { rows: number[][]; comparisons: number } {
  let comparisons = 0;
  const sorted = rows.map((row) =>
    [...row].sort((a, b) => {
      comparisons = (comparisons * 31 + a) % 1009;
      return comparisons > 500 ? a - b : b - a;
    }),
  );
  return { rows: sorted, comparisons };
}

export function lookedUp(texts: readonly string[]): number {
  let total = 0;
  for (const text of texts) total += remembered(text);
  return total;
}
