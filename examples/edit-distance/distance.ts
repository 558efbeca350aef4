/** Insertions, deletions and substitutions that turn one word into the other (Wagner and Fischer 1974). */
export function editDistance(a: string, b: string): number {
  const row: number[] = [];
  for (let j = 0; j <= b.length; j++) row.push(j);
  for (let i = 1; i <= a.length; i++) {
    let diagonal = row[0]!;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const substitution = diagonal + (a[i - 1] === b[j - 1] ? 0 : 1);
      diagonal = row[j]!;
      row[j] = Math.min(substitution, diagonal + 1, row[j - 1]! + 1);
    }
  }
  return row[b.length]!;
}
