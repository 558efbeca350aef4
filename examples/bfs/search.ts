/** Steps from `start` to every node by breadth-first search; -1 where there is no way. */
export function distances(neighbours: number[][], start: number): number[] {
  const distance: number[] = new Array(neighbours.length).fill(-1);
  const queue = [start];
  distance[start] = 0;
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head]!;
    for (const next of neighbours[node]!) {
      if (distance[next] === -1) {
        distance[next] = distance[node]! + 1;
        queue.push(next);
      }
    }
  }
  return distance;
}
