/**
 * Rows and objects that are in several places at once (application code: aliasing of elements).
 *
 * @loop sameTwice:row        serial [carried-dependence] row.count -> row.count       one object is in the list three times
 * @loop filledRows:y         serial [carried-dependence] rows[y]![0] -> rows[y]![0]   fill shares one row
 * @loop ownRows:Array.from parallel map
 * @loop ownRows:y            parallel map                                             every row is made for itself
 * @loop chosen:i             parallel map                                             on one path target is a: tested at run time
 * @loop pushedTwice:i        parallel commit                                          only stores
 * @loop pushedTwice:row      serial [carried-dependence] row.count -> row.count
 * @loop slicedRows:Array.from parallel map
 * @loop slicedRows:y         serial [carried-dependence] copy[y]![0] -> rows[y - 1]![0]!   slice copies references: tested at run time
 * @loop clonedRows:Array.from parallel map
 * @loop clonedRows:y         parallel map                                             the rows are copied too
 * @loop clonedRows:.map      parallel map
 * @loop boxed:i              serial [carried-dependence] box.values[i] -> values[i - 1]!
 * @loop destructured:i       serial [carried-dependence] inner[i] -> values[i - 1]!
 * @loop returned:i           serial [carried-dependence] same[i] -> values[i - 1]!     a helper returns its argument
 */
export interface Counter {
  count: number;
}

export function sameTwice(): number {
  const one: Counter = { count: 1 };
  const list = [one, one, one];
  for (const row of list) row.count = Math.sqrt(row.count + 3);
  return one.count;
}

export function filledRows(height: number): number[][] {
  const rows = Array<number[]>(height).fill([1]);
  for (let y = 0; y < height; y++) rows[y]![0] = Math.sqrt(rows[y]![0]! + y);
  return rows;
}

export function ownRows(height: number): number[][] {
  const rows = Array.from({ length: height }, () => [1]);
  for (let y = 0; y < height; y++) rows[y]![0] = Math.sqrt(rows[y]![0]! + y);
  return rows;
}

export function chosen(a: number[], b: number[], inPlace: boolean): void {
  const target = inPlace ? a : b;
  for (let i = 1; i < a.length; i++) target[i] = Math.sqrt(a[i - 1]! + i);
}

export function pushedTwice(count: number): Counter[] {
  const one: Counter = { count: 1 };
  const list: Counter[] = [];
  for (let i = 0; i < count; i++) list.push(one);
  for (const row of list) row.count = Math.sqrt(row.count + 3);
  return list;
}

export function slicedRows(height: number): number[][] {
  const rows = Array.from({ length: height }, () => [1]);
  const copy = rows.slice();
  for (let y = 1; y < height; y++) copy[y]![0] = Math.sqrt(rows[y - 1]![0]! + y);
  return copy;
}

export function clonedRows(height: number): number[][] {
  const rows = Array.from({ length: height }, () => [1]);
  const copy = rows.map((row) => [...row]);
  for (let y = 1; y < height; y++) copy[y]![0] = Math.sqrt(rows[y - 1]![0]! + y);
  return copy;
}

export function boxed(count: number): number[] {
  const values = new Array<number>(count).fill(1);
  const box = { values };
  for (let i = 1; i < count; i++) box.values[i] = Math.sqrt(values[i - 1]! + i);
  return values;
}

export function destructured(count: number): number[] {
  const values = new Array<number>(count).fill(1);
  const [inner] = [values] as const;
  for (let i = 1; i < count; i++) inner[i] = Math.sqrt(values[i - 1]! + i);
  return values;
}

function itself(values: number[]): number[] {
  return values;
}

export function returned(count: number): number[] {
  const values = new Array<number>(count).fill(1);
  const same = itself(values);
  for (let i = 1; i < count; i++) same[i] = Math.sqrt(values[i - 1]! + i);
  return values;
}
