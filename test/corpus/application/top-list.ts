/**
 * The best few of many (application code: top-k, heaps, iterators).
 *
 * @loop topScores:candidate        parallel commit           scores are computed, the list is kept in order
 * @loop weight:i                   parallel reduction
 * @loop siftUp:while               serial [loop-form] at -> at
 * @loop heapOf:value               serial [nothing-to-share] siftUp(heap) -> siftUp(heap)
 * @loop numbered:[index,text]      parallel commit
 * @loop doubles:value              serial [yield-in-body]
 * @loop sumOfDoubles:value         serial [unknown-iterable]        a generator gives them one after the other
 * @loop ranks:.forEach             parallel commit
 * @loop tournament:round           serial [carried-dependence] players -> players
 */
function weight(text: string): number {
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += Math.sqrt(text.charCodeAt(i)) * (i + 1);
  return sum;
}

export function topScores(candidates: readonly string[], room: number): number[] {
  const best: number[] = [];
  for (const candidate of candidates) {
    const score = weight(candidate);
    if (best.length < room || score > best[best.length - 1]!) {
      best.push(score);
      best.sort((a, b) => b - a);
      if (best.length > room) best.pop();
    }
  }
  return best;
}

function siftUp(heap: number[]): void {
  let at = heap.length - 1;
  while (at > 0 && heap[(at - 1) >> 1]! > heap[at]!) {
    const parent = (at - 1) >> 1;
    const value = heap[at]!;
    heap[at] = heap[parent]!;
    heap[parent] = value;
    at = parent;
  }
}

export function heapOf(values: readonly number[]): number[] {
  const heap: number[] = [];
  for (const value of values) {
    heap.push(value);
    siftUp(heap);
  }
  return heap;
}

export function numbered(texts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const [index, text] of texts.entries()) lines.push(`${index + 1}. ${text.trim()}`);
  return lines;
}

export function* doubles(values: readonly number[]): Generator<number> {
  for (const value of values) yield Math.sqrt(value) * 2;
}

export function sumOfDoubles(values: readonly number[]): number {
  let sum = 0;
  for (const value of doubles(values)) sum += Math.hypot(sum, value);
  return sum;
}

export function ranks(texts: readonly string[]): Map<string, number> {
  const result = new Map<string, number>();
  texts.forEach((text) => {
    result.set(text, weight(text));
  });
  return result;
}

export function tournament(start: readonly string[], rounds: number): readonly string[] {
  let players = start;
  for (let round = 0; round < rounds; round++) players = players.slice(0, Math.ceil(players.length / 2)).reverse();
  return players;
}
