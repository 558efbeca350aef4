// Reads places out of a fixture: `//^^^ label` under a line marks the text above the carets. The carets may begin at the
// slashes' own column: the first caret stands under the first character.

export interface Mark {
  readonly label: string;
  readonly start: number;
  readonly end: number;
}

/** Takes the annotation lines out of the text and says what they mark. O(text). */
export function readAnnotations(annotated: string): { text: string; marks: Mark[] } {
  const kept: string[] = [];
  const marks: Mark[] = [];
  let previous = 0;
  let offset = 0;
  for (const line of annotated.split("\n")) {
    const match = /^(\s*\/\/\s*)(\^+) (\S+)\s*$/.exec(line);
    if (match === null) {
      kept.push(line);
      previous = offset;
      offset += line.length + 1;
      continue;
    }
    const column = match[1]!.length;
    marks.push({ label: match[3]!, start: previous + column, end: previous + column + match[2]!.length });
  }
  return { text: kept.join("\n"), marks };
}
