let seed = 12345;

/** A linear congruential generator (Numerical Recipes): the next number comes from the one before. */
function random(): number {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 4294967296;
}

/** Normally distributed noise. */
export function noise(count: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < count; i++) {
    const u = random() + Number.MIN_VALUE;
    const v = random();
    out.push(Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v));
  }
  return out;
}
