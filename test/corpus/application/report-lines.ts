/**
 * Prints tables (application code: report building and output).
 *
 * @loop printed:row           parallel commit           the line is computed, printing is in order
 * @loop banner:i              serial [nothing-to-share]
 * @loop line:.map             parallel map
 * @loop table:row             parallel reduction        string building
 * @loop indented:row          serial [carried-dependence] text -> text
 * @loop widths:row            parallel reduction        the greatest of each column
 * @loop widths:row/i          parallel map
 * @loop asJson:.map           parallel map
 */
export type Row = readonly (string | number)[];

function line(row: Row): string {
  return row.map((cell) => String(cell).padEnd(12)).join(" | ");
}

export function printed(rows: readonly Row[]): void {
  for (const row of rows) console.log(line(row));
}

export function banner(count: number): void {
  for (let i = 0; i < count; i++) console.log("=");
}

export function table(rows: readonly Row[]): string {
  let text = "";
  for (const row of rows) text += `${line(row)}\n`;
  return text;
}

export function indented(rows: readonly Row[]): string {
  let depth = 0;
  let text = "";
  for (const row of rows) {
    text = line([text.length, ...row]).slice(0, 80 - depth);
    depth = (depth + text.length) % 8;
  }
  return text;
}

export function widths(rows: readonly Row[], columns: number): Uint32Array {
  const result = new Uint32Array(columns);
  for (const row of rows) {
    for (let i = 0; i < columns; i++) result[i] = Math.max(result[i]!, String(row[i]).length);
  }
  return result;
}

export function asJson(rows: readonly Row[]): string[] {
  return rows.map((row) => JSON.stringify({ name: row[0], rest: row.slice(1) }));
}
