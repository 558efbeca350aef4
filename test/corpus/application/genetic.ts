/**
 * A small genetic algorithm (application code: optimisation).
 *
 * @loop fitness:k              parallel reduction
 * @loop evaluate:.map          parallel map
 * @loop generation:i           parallel commit                a stream of its own for every child
 * @loop child:k                serial [carried-dependence] state -> state
 * @loop chained:i              serial [carried-dependence] parent -> parent
 * @loop evolve:t               serial [carried-dependence] population -> population
 * @loop fittest:i              parallel reduction
 */
function fitness(genes: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < genes.length; k++) sum += (genes[k]! - k) ** 2;
  return -sum;
}

export function evaluate(population: readonly number[][]): number[] {
  return population.map((genes) => fitness(genes));
}

function child(a: readonly number[], b: readonly number[], seed: number): number[] {
  let state = seed;
  const genes: number[] = [];
  for (let k = 0; k < a.length; k++) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    genes.push(state % 2 === 0 ? a[k]! : b[k]! + (state % 7) - 3);
  }
  return genes;
}

export function generation(population: readonly number[][], seed: number): number[][] {
  const next: number[][] = [];
  for (let i = 0; i < population.length; i++) {
    next.push(child(population[i]!, population[(i + 1) % population.length]!, seed + i));
  }
  return next;
}

export function chained(first: readonly number[], count: number): number[] {
  let parent: number[] = [...first];
  for (let i = 0; i < count; i++) parent = child(parent, first, i);
  return parent;
}

export function evolve(start: readonly number[][], rounds: number): readonly number[][] {
  let population = start;
  for (let t = 0; t < rounds; t++) population = generation(population, t);
  return population;
}

export function fittest(population: readonly number[][]): number {
  let best = Number.NEGATIVE_INFINITY;
  let at = 0;
  for (let i = 0; i < population.length; i++) {
    const value = fitness(population[i]!);
    if (value > best) {
      best = value;
      at = i;
    }
  }
  return at;
}
