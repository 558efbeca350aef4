/**
 * Points in the plane and in polygons; the helpers are in a file of their own (application code: imported helpers).
 *
 * @loop hulls:.map              parallel map
 * @loop nearestPairs:.map       parallel map               an imported helper without state
 * @loop traced:.map             serial [module-state] calls -> calls    an imported helper that counts its calls
 * @loop areas:polygon           parallel commit
 * @loop bounds:point            serial [nothing-to-share] left -> left
 * @loop rotated:.map            parallel map
 * @loop insideAll:.every        parallel reduction
 * @loop path:point              serial [carried-dependence] at -> at
 */
import { area, contains, counted, type Point, separation } from "./geometry-helpers.js";

export function hulls(polygons: readonly (readonly Point[])[]): number[] {
  return polygons.map((polygon) => Math.sqrt(area(polygon)));
}

export function nearestPairs(points: readonly Point[], centre: Point): number[] {
  return points.map((point) => separation(point, centre));
}

export function traced(points: readonly Point[], centre: Point): number[] {
  return points.map((point) => counted(point, centre));
}

export function areas(polygons: readonly (readonly Point[])[]): Map<string, number> {
  const result = new Map<string, number>();
  for (const polygon of polygons) result.set(`${polygon.length}`, area(polygon));
  return result;
}

export function bounds(points: readonly Point[]): { left: number; right: number } {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    left = Math.min(left, point.x, right - 1);
    right = Math.max(right, point.x, left + 1);
  }
  return { left, right };
}

export function rotated(points: readonly Point[], angle: number): Point[] {
  const sine = Math.sin(angle);
  const cosine = Math.cos(angle);
  return points.map(({ x, y }) => ({ x: x * cosine - y * sine, y: x * sine + y * cosine }));
}

export function insideAll(points: readonly Point[], polygon: readonly Point[]): boolean {
  return points.every((point) => contains(polygon, point));
}

export function path(points: readonly Point[], start: Point): number {
  let at = start;
  let length = 0;
  for (const point of points) {
    const step = separation(at, point);
    if (step < 1) continue;
    length += step;
    at = point;
  }
  return length;
}
