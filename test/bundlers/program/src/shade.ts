// Shared by the program and its kernel.
export function shade(x: number, y: number, limit: number): number {
  let [a, b, n] = [0, 0, 0];
  for (; n < limit && a * a + b * b < 4; n++) [a, b] = [a * a - b * b + x / 20 - 1.5, 2 * a * b + y / 32 - 1];
  return n;
}
