/** Steps until the orbit of c = cx + i·cy leaves the disk of radius 2, at most `limit`. */
export function escapeTime(cx: number, cy: number, limit: number): number {
  let x = 0;
  let y = 0;
  let n = 0;
  while (n < limit && x * x + y * y <= 4) {
    const next = x * x - y * y + cx;
    y = 2 * x * y + cy;
    x = next;
    n++;
  }
  return n;
}
