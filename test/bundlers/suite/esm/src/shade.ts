// Shared by the program and its kernel; the annotations are what plain JavaScript does not have.
export function shade(x: number, y: number, limit: number): number {
  let [a, b, n]: [number, number, number] = [0, 0, 0];
  for (; n < limit && a * a + b * b < 4; n++) [a, b] = [a * a - b * b + x / 20 - 1.5, 2 * a * b + y / 32 - 1];
  return n;
}
