/**
 * Game of life on a torus (application code: simulation).
 *
 * @loop step:y             parallel map                     rows of next are disjoint
 * @loop step:y/x           parallel map
 * @loop step:y/x/dy        parallel reduction
 * @loop step:y/x/dy/dx     parallel reduction
 * @loop stepInPlace:y      serial [carried-dependence] grid[y * width + x] -> grid[(y - 1) * width + x]!
 * @loop stepInPlace:y/x    parallel map                     the rows above are others
 * @loop generations:t      serial [carried-dependence] grid -> grid
 * @loop emptyGrid:.map   parallel map
 * @loop seedShared:y       serial [carried-dependence] rows[y]![x] -> rows[y]![x]  all rows are one array
 * @loop seedShared:y/x     parallel map
 */
export function step(grid: Uint8Array, next: Uint8Array, width: number, height: number): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let alive = 0;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          if (dx === 0 && dy === 0) continue;
          alive += grid[((y + dy + height) % height) * width + ((x + dx + width) % width)]!;
        }
      }
      next[y * width + x] = alive === 3 || (alive === 2 && grid[y * width + x] === 1) ? 1 : 0;
    }
  }
}

export function stepInPlace(grid: Uint8Array, width: number, height: number): void {
  for (let y = 2; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const alive = grid[(y - 1) * width + x]! + grid[(y - 2) * width + x]!;
      grid[y * width + x] = alive === 2 ? 1 : 0;
    }
  }
}

export function generations(start: Uint8Array, width: number, height: number, count: number): Uint8Array {
  let grid = start.slice();
  let next = new Uint8Array(grid.length);
  for (let t = 0; t < count; t++) {
    step(grid, next, width, height);
    const old = grid;
    grid = next;
    next = old;
  }
  return grid;
}

export function emptyGrid(height: number, width: number): number[][] {
  return Array(height)
    .fill(0)
    .map(() => Array<number>(width).fill(0));
}

export function seedShared(height: number, width: number): number[][] {
  const rows = Array<number[]>(height).fill(Array<number>(width).fill(0));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y]![x] = Math.sqrt(rows[y]![x]! + y);
  }
  return rows;
}
