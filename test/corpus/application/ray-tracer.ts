/**
 * Spheres seen by one camera (application code: geometry).
 *
 * @loop nearestSphere:sphere   parallel reduction
 * @loop render:y               parallel map
 * @loop render:y/x             parallel map
 * @loop renderRows:.map        parallel map
 * @loop renderRows:.map/x      parallel commit
 * @loop adaptive:y             serial [carried-dependence] detail -> detail
 * @loop adaptive:y/x           parallel map
 */
export interface Sphere {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly radius: number;
  readonly shade: number;
}

function meets(sphere: Sphere, dx: number, dy: number): number {
  const b = dx * sphere.x + dy * sphere.y + sphere.z;
  const c = sphere.x ** 2 + sphere.y ** 2 + sphere.z ** 2 - sphere.radius ** 2;
  const root = b * b - c * (dx * dx + dy * dy + 1);
  return root < 0 ? Number.POSITIVE_INFINITY : b - Math.sqrt(root);
}

function nearestSphere(spheres: readonly Sphere[], dx: number, dy: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  let shade = 0;
  for (const sphere of spheres) {
    const depth = meets(sphere, dx, dy);
    if (depth < nearest) {
      nearest = depth;
      shade = sphere.shade;
    }
  }
  return shade;
}

export function render(spheres: readonly Sphere[], width: number, height: number): Float32Array {
  const image = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) image[y * width + x] = nearestSphere(spheres, x / width - 0.5, y / height - 0.5);
  }
  return image;
}

export function renderRows(spheres: readonly Sphere[], width: number, lines: readonly number[]): number[][] {
  return lines.map((y) => {
    const row: number[] = [];
    for (let x = 0; x < width; x++) row.push(nearestSphere(spheres, x / width, y));
    return row;
  });
}

export function adaptive(spheres: readonly Sphere[], width: number, height: number): Float32Array {
  const image = new Float32Array(width * height);
  let detail = 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) image[y * width + x] = nearestSphere(spheres, x / detail, y / detail);
    detail = 1 + image[y * width]!;
  }
  return image;
}
