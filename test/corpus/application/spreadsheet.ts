/**
 * Cells, formulas and columns (application code: spreadsheets, records under string keys).
 *
 * @loop columnTotals:name           parallel commit
 * @loop columnTotals:name/value     parallel reduction
 * @loop recalculated:cell           serial [carried-dependence] sheet[cell.name] -> sheet[cell.uses]
 * @loop formatted:.map              parallel map
 * @loop running:i                   serial [carried-dependence] balance -> balance
 * @loop merged:key                  serial [carried-dependence] last -> last
 * @loop scaled:key                  parallel commit
 * @loop taxed:.map                  parallel map
 * @loop renumbered:.forEach         parallel map
 */
export interface Cell {
  readonly name: string;
  readonly uses: string;
  readonly factor: number;
}

export function columnTotals(columns: Readonly<Record<string, number[]>>): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const name in columns) {
    let total = 0;
    for (const value of columns[name]!) total += value;
    totals[name] = total;
  }
  return totals;
}

export function recalculated(cells: readonly Cell[], sheet: Record<string, number>): void {
  for (const cell of cells) sheet[cell.name] = Math.sqrt((sheet[cell.uses] ?? 0) * cell.factor);
}

export function formatted(sheet: Readonly<Record<string, number>>): string[] {
  return Object.entries(sheet).map(([name, value]) => `${name.toUpperCase()} = ${value.toFixed(2)}`);
}

export function running(amounts: Float64Array, start: number): Float64Array {
  const balances = new Float64Array(amounts.length);
  let balance = start;
  for (let i = 0; i < amounts.length; i++) {
    balance = balance * 1.0001 + amounts[i]!;
    balances[i] = balance;
  }
  return balances;
}

export function merged(target: Record<string, number>, changes: Readonly<Record<string, number>>): void {
  let last = 0;
  for (const key of Object.keys(changes)) {
    last = Math.hypot(last, changes[key]!);
    target[key] = last;
  }
}

export function scaled(sheet: Readonly<Record<string, number>>, factor: number): Map<string, number> {
  const result = new Map<string, number>();
  for (const key of Object.keys(sheet)) result.set(key, Math.round((sheet[key] ?? 0) * factor * 100) / 100);
  return result;
}

export function taxed(prices: readonly { net: number; rate?: number }[]): { net: number; gross: number }[] {
  return prices.map(({ net, rate = 0.2 }) => ({ net, gross: Math.round(net * (1 + rate) * 100) / 100 }));
}

export function renumbered(rows: { id: number; key: string }[]): void {
  rows.forEach((row, index) => {
    row.id = index * 10 + row.key.trim().length;
  });
}
