// A command line as the user types it, split into its words as a shell would; no shell is involved.

/**
 * Splits at spaces outside of quotes; a backslash inside of double quotes keeps the next quote or backslash.
 * @returns the words, or undefined when a quote is not closed or there is no word
 */
export function splitCommandLine(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let index = 0; index < line.length; index++) {
    const letter = line[index]!;
    const next = line[index + 1];
    if (quote === '"' && letter === "\\" && (next === '"' || next === "\\")) {
      word = (word ?? "") + next;
      index++;
    } else if (quote !== "") {
      if (letter === quote) quote = "";
      else word = (word ?? "") + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= "";
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + letter;
  }
  if (quote !== "") return undefined;
  if (word !== undefined) words.push(word);
  return words.length === 0 ? undefined : words;
}

/** One word as it must be written so that `splitCommandLine` gives it back. */
export function quoteWord(word: string): string {
  if (word !== "" && !/[\s"']/.test(word)) return word;
  return `"${word.replace(/\\(?=\\*(?:"|$))/g, "\\\\").replace(/"/g, '\\"')}"`;
}
