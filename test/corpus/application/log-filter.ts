/**
 * Picks lines out of a log with regular expressions (application code: text processing).
 *
 * @loop errorLines:.filter      parallel map                    a pattern without flags g and y keeps no position
 * @loop everyOtherError:.filter serial [carried-dependence] pattern.test(line) -> pattern.test(line)   lastIndex of a global pattern
 * @loop masked:.map             parallel map                    replace starts at 0 whatever lastIndex says, and leaves 0
 * @loop positions:while         serial [loop-form] pattern.exec(text) -> pattern.exec(text)
 * @loop stamped:line            parallel commit
 * @loop lastError:line          parallel commit                 the last match wins
 */
export function errorLines(lines: readonly string[]): string[] {
  const pattern = /\b(?:error|fatal)\b/i;
  return lines.filter((line) => pattern.test(line));
}

export function everyOtherError(lines: readonly string[]): string[] {
  const pattern = /\b(?:error|fatal)\b/gi;
  return lines.filter((line) => pattern.test(line));
}

export function masked(lines: readonly string[]): string[] {
  const digits = /\d+/g;
  return lines.map((line) => line.replace(digits, "#"));
}

export function positions(text: string, word: string): number[] {
  const pattern = new RegExp(word, "g");
  const found: number[] = [];
  let match: RegExpExecArray | null;
  while ((match = pattern.exec(text)) !== null) found.push(match.index);
  return found;
}

export function stamped(lines: readonly string[]): string[] {
  const result: string[] = [];
  for (const line of lines) {
    const stamp = /^\d{4}-\d\d-\d\d/.exec(line);
    if (stamp !== null) result.push(`${stamp[0]} ${line.slice(stamp[0].length).trim().toLowerCase()}`);
  }
  return result;
}

export function lastError(lines: readonly string[]): string {
  let last = "";
  for (const line of lines) {
    if (/\berror\b/i.test(line)) last = line.trim();
  }
  return last;
}
