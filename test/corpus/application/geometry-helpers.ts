/**
 * What the programs about geometry import; one helper has a hidden counter (application code: imported helpers).
 *
 * @loop area:i       parallel reduction
 * @loop contains:i   parallel commit       a flag that is turned over
 */
export interface Point {
  readonly x: number;
  readonly y: number;
}

let calls = 0;

export function separation(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function counted(a: Point, b: Point): number {
  calls += 1;
  return separation(a, b) / calls;
}

export function area(polygon: readonly Point[]): number {
  let sum = 0;
  for (let i = 0; i < polygon.length; i++) {
    const a = polygon[i]!;
    const b = polygon[(i + 1) % polygon.length]!;
    sum += a.x * b.y - b.x * a.y;
  }
  return Math.abs(sum) / 2;
}

export function contains(polygon: readonly Point[], point: Point): boolean {
  let inside = false;
  for (let i = 0; i < polygon.length; i++) {
    const a = polygon[i]!;
    const b = polygon[(i + 1) % polygon.length]!;
    const crosses = a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x;
    if (crosses) inside = !inside;
  }
  return inside;
}
