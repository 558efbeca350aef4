/**
 * Walks over graphs (application code: graph algorithms).
 *
 * @loop breadthFirst:while          serial [work-list] queue.length -> queue.push(next)
 * @loop breadthFirst:while/next     serial [carried-dependence] distance[next] -> distance[next]
 * @loop allDistances:source         parallel commit           a search from every node
 * @loop fingerprints:[from,to]      serial [nothing-to-share] print[from] -> print[from]
 * @loop pageRank:round              serial [carried-dependence] rank -> rank
 * @loop ranked:v                    parallel map
 * @loop ranked:v/u                  parallel reduction
 * @loop relax:round                 serial [carried-dependence] distance[to] -> distance[from]
 * @loop relax:round/edge            serial [carried-dependence] distance[edge.to] -> distance[edge.from]!
 * @loop components:node             serial [carried-dependence] seen -> seen
 * @loop visit:next                  serial [carried-dependence] seen -> seen
 * @loop floyd:k                     serial [carried-dependence] d[i * n + j] -> d[i * n + k]!
 * @loop floyd:k/i                   serial [carried-dependence] d[i * n + j] -> d[k * n + j]!   row k is among the rows
 * @loop floyd:k/i/j                 serial [carried-dependence] d[i * n + j] -> d[i * n + k]!   column k is among the columns
 */
export type Graph = readonly (readonly number[])[];

export function breadthFirst(graph: Graph, source: number): Int32Array {
  const distance = new Int32Array(graph.length).fill(-1);
  const queue = [source];
  distance[source] = 0;
  while (queue.length > 0) {
    const node = queue.shift()!;
    for (const next of graph[node]!) {
      if (distance[next] !== -1) continue;
      distance[next] = distance[node]! + 1;
      queue.push(next);
    }
  }
  return distance;
}

export function allDistances(graph: Graph): Int32Array[] {
  const all: Int32Array[] = [];
  for (let source = 0; source < graph.length; source++) all.push(breadthFirst(graph, source));
  return all;
}

export function fingerprints(edges: readonly (readonly [number, number])[], nodes: number): Int32Array {
  const print = new Int32Array(nodes);
  for (const [from, to] of edges) {
    print[from] = (print[from]! * 31 + to * 7 + print[from]!) % 1009;
  }
  return print;
}

function ranked(incoming: Graph, outDegree: Int32Array, rank: Float64Array): Float64Array {
  const next = new Float64Array(rank.length);
  for (let v = 0; v < incoming.length; v++) {
    let sum = 0;
    for (const u of incoming[v]!) sum += rank[u]! / outDegree[u]!;
    next[v] = 0.15 / rank.length + 0.85 * sum;
  }
  return next;
}

export function pageRank(incoming: Graph, outDegree: Int32Array, rounds: number): Float64Array {
  let rank: Float64Array = new Float64Array(incoming.length).fill(1 / incoming.length);
  for (let round = 0; round < rounds; round++) {
    rank = ranked(incoming, outDegree, rank);
  }
  return rank;
}

export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}

export function relax(edges: readonly Edge[], nodes: number, source: number): Float64Array {
  const distance = new Float64Array(nodes).fill(Number.POSITIVE_INFINITY);
  distance[source] = 0;
  for (let round = 1; round < nodes; round++) {
    for (const edge of edges) {
      const through = distance[edge.from]! + edge.length;
      if (through < distance[edge.to]!) distance[edge.to] = through;
    }
  }
  return distance;
}

function visit(graph: Graph, node: number, seen: Uint8Array): void {
  seen[node] = 1;
  for (const next of graph[node]!) {
    if (seen[next] === 0) visit(graph, next, seen);
  }
}

export function components(graph: Graph): number {
  const seen = new Uint8Array(graph.length);
  let count = 0;
  for (let node = 0; node < graph.length; node++) {
    if (seen[node] !== 0) continue;
    visit(graph, node, seen);
    count++;
  }
  return count;
}

export function floyd(d: Float64Array, n: number): void {
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        d[i * n + j] = Math.min(d[i * n + j]!, d[i * n + k]! + d[k * n + j]!);
      }
    }
  }
}
