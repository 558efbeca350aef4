// The reason dynamic-dispatch: a loop that has it beyond the example in its head, and the nearest loop that has not.
import { test } from "node:test";
import { checkParallel, checkReasons } from "../../../../test/support/check.js";

test("an abstract method", () => {
  checkReasons(`
export abstract class Shape { abstract area(): number }
export function areas(shapes: Shape[]): number[] {
  return shapes.map((shape) => shape.area());
                             //^^^^^^^^^^^^ dynamic-dispatch
}`);
});

test("not for the method of a class without others", () => {
  checkParallel(
    `
class Circle {
  constructor(readonly radius: number) {}
  area(): number { return Math.PI * this.radius ** 2; }
}
function areas(circles: Circle[]): number[] {
  return circles.map((circle) => circle.area());
}`,
    { pattern: "map" },
  );
});
