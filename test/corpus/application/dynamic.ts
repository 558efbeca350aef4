/**
 * Tables filled from smaller cases (application code: dynamic programming).
 *
 * @loop fibonacci:i          serial [carried-dependence] table[i] -> table[i - 1]!
 * @loop knapsack:item        serial [carried-dependence] best[w] -> best[w - item.weight]!
 * @loop knapsack:item/w      parallel commit            downwards: smaller weights are read before they are written
 * @loop unbounded:w          serial [carried-dependence] best[w] -> best[w - weight]!
 * @loop pascal:row           serial [carried-dependence] rows[row] -> below(rows[row - 1]!)
 * @loop below:k              parallel map               a row is computed from the row before
 * @loop heights:length         serial [carried-dependence] cost[i * n + i + length] -> cost[i * n + k]!
 * @loop heights:length/i       parallel map               intervals of one length are independent
 * @loop heights:length/i/k     parallel reduction
 * @loop climbs:.map          parallel map
 * @loop climb:i              serial [carried-dependence] steps -> steps
 */
export function fibonacci(count: number): Float64Array {
  const table = new Float64Array(count).fill(1);
  for (let i = 2; i < count; i++) table[i] = table[i - 1]! + table[i - 2]!;
  return table;
}

export interface Thing {
  readonly weight: number;
  readonly value: number;
}

export function knapsack(things: readonly Thing[], room: number): Float64Array {
  const best = new Float64Array(room + 1);
  for (const item of things) {
    for (let w = room; w >= item.weight; w--) {
      best[w] = Math.max(best[w]!, best[w - item.weight]! + item.value);
    }
  }
  return best;
}

export function unbounded(weight: number, value: number, room: number): Float64Array {
  const best = new Float64Array(room + 1);
  for (let w = weight; w <= room; w++) best[w] = Math.sqrt(best[w - weight]! + value);
  return best;
}

function below(above: readonly number[]): number[] {
  const line = new Array<number>(above.length + 1).fill(1);
  for (let k = 1; k < above.length; k++) line[k] = above[k - 1]! + above[k]!;
  return line;
}

export function pascal(height: number): number[][] {
  const rows: number[][] = [[1]];
  for (let row = 1; row < height; row++) {
    rows[row] = below(rows[row - 1]!);
  }
  return rows;
}

export function heights(n: number): Float64Array {
  const cost = new Float64Array(n * n);
  for (let length = 1; length < n; length++) {
    for (let i = 0; i < n - length; i++) {
      let best = Number.POSITIVE_INFINITY;
      for (let k = i; k < i + length; k++) {
        best = Math.min(best, 1 + Math.max(cost[i * n + k]!, cost[(k + 1) * n + i + length]!));
      }
      cost[i * n + i + length] = best;
    }
  }
  return cost;
}

function climb(height: number): number {
  let steps = 1;
  let before = 1;
  for (let i = 2; i <= height; i++) {
    const next = steps + before;
    before = steps;
    steps = next;
  }
  return steps;
}

export function climbs(heights: readonly number[]): number[] {
  return heights.map((height) => climb(height));
}
