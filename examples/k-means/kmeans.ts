export interface Clustering {
  centres: number[][];
  labels: number[];
  rounds: number;
  /** Sum of the squared distances of all points to the centres of their clusters. */
  inertia: number;
}

function squaredDistance(a: number[], b: number[]): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) {
    const difference = a[d]! - b[d]!;
    sum += difference * difference;
  }
  return sum;
}

function nearest(point: number[], centres: number[][]): number {
  let best = 0;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let c = 0; c < centres.length; c++) {
    const distance = squaredDistance(point, centres[c]!);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = c;
    }
  }
  return best;
}

/** Lloyd's algorithm (1957, published 1982), until no label changes. The first k points are the first centres. */
export function kMeans(points: number[][], k: number, maxRounds: number): Clustering {
  const centres = points.slice(0, k).map((point) => [...point]);
  const labels: number[] = new Array(points.length).fill(-1);
  let rounds = 0;
  let moved = true;
  while (moved && rounds < maxRounds) {
    moved = false;
    rounds++;
    for (let i = 0; i < points.length; i++) {
      const label = nearest(points[i]!, centres);
      if (label !== labels[i]) {
        labels[i] = label;
        moved = true;
      }
    }
    recentre(points, labels, centres);
  }
  let inertia = 0;
  for (let i = 0; i < points.length; i++) inertia += squaredDistance(points[i]!, centres[labels[i]!]!);
  return { centres, labels, rounds, inertia };
}

function recentre(points: number[][], labels: number[], centres: number[][]): void {
  const counts: number[] = new Array(centres.length).fill(0);
  for (const centre of centres) centre.fill(0);
  points.forEach((point, i) => {
    const label = labels[i]!;
    counts[label]!++;
    point.forEach((value, d) => {
      centres[label]![d]! += value;
    });
  });
  centres.forEach((centre, c) => {
    for (let d = 0; d < centre.length; d++) centre[d]! /= Math.max(1, counts[c]!);
  });
}
