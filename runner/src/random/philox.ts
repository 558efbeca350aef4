// Philox4x32-10, the counter-based random generator: a block of four words is a pure function of a counter and a key.

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;
const ROUNDS = 10;

/**
 * Writes the four random words of one counter, each an integer in [0, 2^32).
 * J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: Parallel Random Numbers: As Easy as 1, 2, 3 (SC 2011); it passes
 * all of TestU01's BigCrush. O(1): ten rounds, whatever the counter.
 * @param counter four words, each an integer in [0, 2^32)
 * @param key two words, the same
 * @param out receives the four words
 */
export function philox(
  counter: readonly [number, number, number, number],
  key: readonly [number, number],
  out: Uint32Array,
): void {
  let [c0, c1, c2, c3] = [counter[0] | 0, counter[1] | 0, counter[2] | 0, counter[3] | 0];
  let [k0, k1] = [key[0] | 0, key[1] | 0];
  // Everything stays a signed word inside: the engine keeps those in registers, and unsigned ones as doubles.
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = highProduct(MULTIPLIER_0, c0);
    const high1 = highProduct(MULTIPLIER_1, c2);
    const [below1, below3] = [Math.imul(MULTIPLIER_1, c2), Math.imul(MULTIPLIER_0, c0)];
    c0 = high1 ^ c1 ^ k0;
    c1 = below1;
    c2 = high0 ^ c3 ^ k1;
    c3 = below3;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The upper word of the product of two words taken as unsigned, from halves of 16 bits; no partial sum passes 2^32. */
function highProduct(a: number, b: number): number {
  const [aLow, aHigh, bLow, bHigh] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const upper = (Math.imul(aHigh, bLow) + (Math.imul(aLow, bLow) >>> 16)) | 0;
  const lower = (Math.imul(aLow, bHigh) + (upper & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (upper >>> 16) + (lower >>> 16)) | 0;
}
