/**
 * Scores documents against a query (application code: text search).
 *
 * @loop search:[index,document]   parallel commit
 * @loop bestMatch:.reduce         parallel reduction       the better of two
 * @loop distance:.map             parallel map
 * @loop distance:i                serial [carried-dependence] previous -> previous
 * @loop edits:j                   serial [carried-dependence] current[j] -> current[j - 1]!
 * @loop nearest:.map              parallel map
 * @loop hasPhrase:.some           parallel reduction
 * @loop firstHit:.findIndex       parallel commit
 * @loop allLong:.every            parallel reduction
 * @loop relevance:term            parallel reduction
 * @loop rerank:.map               serial [carried-dependence] best -> best
 */
export interface Document {
  readonly title: string;
  readonly text: string;
}

function relevance(document: Document, terms: readonly string[]): number {
  let score = 0;
  for (const term of terms) score += document.text.split(term).length - 1;
  return score / Math.sqrt(document.text.length + 1);
}

export function search(documents: readonly Document[], terms: readonly string[]): { index: number; score: number }[] {
  const hits: { index: number; score: number }[] = [];
  for (const [index, document] of documents.entries()) {
    const score = relevance(document, terms);
    if (score > 0) hits.push({ index, score });
  }
  return hits.sort((a, b) => b.score - a.score);
}

export function bestMatch(documents: readonly Document[], terms: readonly string[]): number {
  return documents.reduce((best, document) => Math.max(best, relevance(document, terms)), 0);
}

function edits(previous: Uint16Array, letter: string, b: string): Uint16Array {
  const current = new Uint16Array(b.length + 1);
  current[0] = previous[0]! + 1;
  for (let j = 1; j <= b.length; j++) {
    current[j] = Math.min(current[j - 1]! + 1, previous[j - 1]! + (letter === b[j - 1] ? 0 : 1));
  }
  return current;
}

function distance(a: string, b: string): number {
  let previous: Uint16Array = new Uint16Array(b.length + 1).map((_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    previous = edits(previous, a[i - 1]!, b);
  }
  return previous[b.length]!;
}

export function nearest(words: readonly string[], wanted: string): number[] {
  return words.map((word) => distance(word, wanted));
}

export function hasPhrase(documents: readonly Document[], phrase: string): boolean {
  return documents.some((document) => document.text.toLowerCase().includes(phrase));
}

export function firstHit(documents: readonly Document[], terms: readonly string[]): number {
  return documents.findIndex((document) => relevance(document, terms) > 1);
}

export function allLong(documents: readonly Document[], words: number): boolean {
  return documents.every((document) => document.text.split(/\s+/).length >= words);
}

export function rerank(documents: readonly Document[], terms: readonly string[]): number[] {
  let best = 1;
  return documents.map((document) => {
    best = relevance(document, terms.slice(0, Math.ceil(best)));
    return best;
  });
}
