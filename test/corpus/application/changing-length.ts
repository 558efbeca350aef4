/**
 * Lists that change while they are walked (application code: work lists, sparse arrays).
 *
 * @loop crossedOut:i          serial [changing-length] items.splice(i, 1) -> items.length
 * @loop kept:item             parallel commit
 * @loop split:i               serial [changing-length] work.push(half) -> work.length
 * @loop truncated:i           serial [changing-bound] values.length = i -> values.length
 * @loop closure:item          serial [changing-length] reached.add(next) -> reached
 * @loop holes:.forEach        parallel commit            holes are skipped
 * @loop drained:while         serial [work-list] queue.pop() -> queue.length
 * @loop squares:Array.from    parallel map
 * @loop appended:item         serial [changing-length] items.push(item + "!") -> items
 */
export function crossedOut(items: string[]): string[] {
  for (let i = 0; i < items.length; i++) {
    if (items[i]!.trim() === "") items.splice(i, 1);
  }
  return items;
}

export function kept(items: readonly string[]): string[] {
  const result: string[] = [];
  for (const item of items) {
    if (item.trim() !== "") result.push(item);
  }
  return result;
}

export function split(work: number[]): number[] {
  for (let i = 0; i < work.length; i++) {
    const half = Math.floor(work[i]! / 2);
    if (half > 1) work.push(half);
  }
  return work;
}

export function truncated(values: number[]): number[] {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i]!)) values.length = i;
  }
  return values;
}

export function closure(start: string, links: ReadonlyMap<string, string>): Set<string> {
  const reached = new Set([start]);
  for (const item of reached) {
    const next = links.get(item);
    if (next !== undefined) reached.add(next);
  }
  return reached;
}

export function holes(values: readonly number[]): number[] {
  const found: number[] = [];
  values.forEach((value, index) => {
    found.push(Math.sqrt(value) + index);
  });
  return found;
}

export function drained(queue: number[]): number {
  let sum = 0;
  while (queue.length > 0) sum += Math.sqrt(queue.pop()!);
  return sum;
}

export function squares(count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.sqrt(i) * i);
}

export function appended(items: string[]): string[] {
  for (const item of items) {
    if (!item.endsWith("!")) items.push(`${item}!`);
  }
  return items;
}
