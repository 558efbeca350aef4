/**
 * Bilateral filter (Tomasi and Manduchi 1998): smooths a picture but keeps its edges, by weighing neighbours by their distance
 * and by how much their colour differs. Pixels are RGBA, four bytes each, row by row.
 */
export function bilateral(
  source: Uint8ClampedArray,
  target: Uint8ClampedArray,
  width: number,
  height: number,
  radius: number,
): void {
  const spatial = 2 * (radius / 2) * (radius / 2);
  const tonal = 2 * 30 * 30;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const centre = (y * width + x) * 4;
      let red = 0;
      let green = 0;
      let blue = 0;
      let weights = 0;
      for (let dy = -radius; dy <= radius; dy++) {
        const ny = Math.min(height - 1, Math.max(0, y + dy));
        for (let dx = -radius; dx <= radius; dx++) {
          const nx = Math.min(width - 1, Math.max(0, x + dx));
          const at = (ny * width + nx) * 4;
          const dr = source[at]! - source[centre]!;
          const dg = source[at + 1]! - source[centre + 1]!;
          const db = source[at + 2]! - source[centre + 2]!;
          const weight = Math.exp(-(dx * dx + dy * dy) / spatial - (dr * dr + dg * dg + db * db) / tonal);
          red += weight * source[at]!;
          green += weight * source[at + 1]!;
          blue += weight * source[at + 2]!;
          weights += weight;
        }
      }
      target[centre] = red / weights;
      target[centre + 1] = green / weights;
      target[centre + 2] = blue / weights;
      target[centre + 3] = source[centre + 3]!;
    }
  }
}

/** Strength of edges by the Sobel operator, in grey. */
export function edges(source: Uint8ClampedArray, width: number, height: number): Uint8ClampedArray {
  const out = new Uint8ClampedArray(width * height);
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      let gx = 0;
      let gy = 0;
      for (let k = -1; k <= 1; k++) {
        const weight = k === 0 ? 2 : 1;
        gx += weight * (source[((y + k) * width + x + 1) * 4]! - source[((y + k) * width + x - 1) * 4]!);
        gy += weight * (source[((y + 1) * width + x + k) * 4]! - source[((y - 1) * width + x + k) * 4]!);
      }
      out[y * width + x] = Math.sqrt(gx * gx + gy * gy);
    }
  }
  return out;
}
