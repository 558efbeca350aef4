/** A seed for the path of this number, far from those of its neighbours (finalizer of MurmurHash3, Austin Appleby). */
export function seedOf(seed: number, path: number): number {
  let hash = seed ^ Math.imul(path + 1, 0x9e3779b9);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
