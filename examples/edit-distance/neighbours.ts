import { editDistance } from "./distance.js";

export interface Statistics {
  /** How many pairs of words have this distance. */
  histogram: number[];
  closest: { first: string; second: string; distance: number } | undefined;
  total: number;
}

/** Compares every word with every later one. */
export function comparePairs(words: string[]): Statistics {
  const histogram: number[] = new Array(64).fill(0);
  let closest: Statistics["closest"];
  let total = 0;
  for (let i = 0; i < words.length; i++) {
    for (let j = i + 1; j < words.length; j++) {
      const distance = editDistance(words[i]!, words[j]!);
      histogram[distance]!++;
      total += distance;
      if (closest === undefined || distance < closest.distance) {
        closest = { first: words[i]!, second: words[j]!, distance };
      }
    }
  }
  return { histogram, closest, total };
}
