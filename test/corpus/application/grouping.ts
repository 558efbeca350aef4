/**
 * Groups, counts and joins records (application code: Map and Set).
 *
 * @loop wordCounts:line            parallel commit          splitting is computed, counting is committed
 * @loop wordCounts:line/word       parallel reduction  counts
 * @loop distinct:line              parallel commit
 * @loop firstSeen:line             parallel commit
 * @loop groupedByScore:line        parallel commit
 * @loop score:char                 parallel reduction
 * @loop report:[group,lines]       parallel reduction       string building
 * @loop unchained:line             serial [carried-dependence] seen.size -> seen.add(key)
 */
function score(line: string, modulus: number): number {
  let sum = 0;
  for (const char of line) sum += char.charCodeAt(0) % modulus;
  return sum % modulus;
}

export function wordCounts(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const words = line.toLowerCase().split(/\W+/);
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

export function distinct(lines: readonly string[]): Set<string> {
  const seen = new Set<string>();
  for (const line of lines) seen.add(line.trim().normalize("NFC").toLowerCase());
  return seen;
}

export function firstSeen(lines: readonly string[]): string[] {
  const seen = new Set<number>();
  const kept: string[] = [];
  for (const line of lines) {
    const key = score(line, 9973);
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(line);
  }
  return kept;
}

export function groupedByScore(lines: readonly string[]): Map<number, string[]> {
  const groups = new Map<number, string[]>();
  for (const line of lines) {
    const key = score(line, 16);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return groups;
}

export function report(groups: ReadonlyMap<number, string[]>): string {
  let text = "";
  for (const [group, lines] of groups) text += `${group}: ${lines.join(", ").slice(0, 60)}\n`;
  return text;
}

export function unchained(lines: readonly string[]): Set<number> {
  const seen = new Set<number>();
  for (const line of lines) {
    const key = score(line, 100 + seen.size);
    seen.add(key);
  }
  return seen;
}
