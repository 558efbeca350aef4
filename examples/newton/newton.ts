/** A zero of x³ - value by Newton's method: each approximation is made from the one before. */
export function cubeRoot(value: number, steps: number): number {
  let x = value;
  for (let i = 0; i < steps; i++) {
    x = x - (x * x * x - value) / (3 * x * x);
  }
  return x;
}
