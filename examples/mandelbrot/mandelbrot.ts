import { escapeTime } from "./escape.js";

/** Escape times of the part of the plane from -2.2 to 0.8 and -1.2 to 1.2, row by row. */
export function mandelbrot(width: number, height: number, limit: number): number[][] {
  const rows: number[][] = [];
  for (let y = 0; y < height; y++) {
    const row: number[] = [];
    for (let x = 0; x < width; x++) {
      row.push(escapeTime(-2.2 + (3 * x) / width, -1.2 + (2.4 * y) / height, limit));
    }
    rows.push(row);
  }
  return rows;
}
